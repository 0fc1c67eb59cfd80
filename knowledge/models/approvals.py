"""Who approved which text for what: rows that nobody changes or takes back."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Cast, Concat, Left, Length
from django.db.models.lookups import Exact
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from asm_portal.models import Office, Organisation, User
from asm_portal.visibility import EVERYBODY, NOBODY, Open, Through, VisibleQuerySet
from knowledge.models.texts import Revision

PERMANENT = _("An approval is neither changed nor taken back: another text needs an approval of its own.")


class ApprovalQuerySet(VisibleQuerySet):
    """Approvals; no row of theirs is written over or deleted."""

    def delete(self):
        raise TypeError("approvals stay")


class ApprovalFacts(models.Model):
    """Who approved a text, for which office, and when (UTC); `sha256` is that of the text as it was approved."""

    sha256 = models.CharField(_("SHA-256"), max_length=64)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("approved by"))
    office = models.ForeignKey(
        Office, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("on behalf of the office")
    )
    at = models.DateTimeField(_("approved at (UTC)"), default=timezone.now)
    remark = models.TextField(_("remark"), blank=True)

    objects = ApprovalQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["at", "pk"]

    def save(self, *args, **kwargs):
        if self.pk:
            raise ValidationError(PERMANENT)
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise ValidationError(PERMANENT)


class Approval(ApprovalFacts, Through):
    """A person's approval of exactly one text of the archive for one purpose, on behalf of an office or an organisation.

    `sha256` is `knowledge.approvals.digest` of the revision as it was approved. The renditions of a revision that bears an
    approval are not changed any more; another text is another revision. Two approvals of a text are of two persons.
    """

    visible_through = "revision"

    class Purpose(models.TextChoices):
        PUBLIC_SUMMARY = "public_summary", _("release as a public summary")
        REDACTED_VERSION = "redacted_version", _("release as a redacted version")
        WIDER_AUDIENCE = "wider_audience", _("a wider audience")
        RELEASE = "release", _("release to the public")

    class Capacity(models.TextChoices):
        BODY_CHAIR = "body_chair", _("Chair of the body")
        KP_CHAIR = "kp_chair", _("the KP Chair’s office")
        PARTICIPANT = "participant", _("Participant concerned")
        SECRETARIAT = "secretariat", _("the secretariat")

    revision = models.ForeignKey(Revision, models.PROTECT, related_name="approvals", verbose_name=_("revision"))
    purpose = models.CharField(_("purpose"), max_length=16, choices=Purpose)
    capacity = models.CharField(_("capacity"), max_length=12, choices=Capacity)
    scope = models.CharField(
        _("scope"), max_length=40, blank=True, help_text=_("Which wider audience: “public”, “body:WGM”.")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("on behalf of")
    )

    class Meta(ApprovalFacts.Meta):
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")
        constraints = [
            models.UniqueConstraint(
                fields=["revision", "purpose", "scope", "capacity"],
                name="a_text_is_approved_once_in_a_capacity",
                violation_error_message=_("This text was already approved in this capacity."),
            ),
            models.UniqueConstraint(
                fields=["revision", "purpose", "scope", "by"],
                name="approvals_of_a_text_are_of_different_persons",
                violation_error_message=_(
                    "You have already approved this text in another capacity; the second approval is another person’s."
                ),
            ),
            models.CheckConstraint(
                condition=Q(office__isnull=True) | Q(organisation__isnull=True),
                name="an_approval_is_on_behalf_of_an_office_or_an_organisation",
            ),
        ]

    def __str__(self):
        return f"{self.get_purpose_display()}: {self.get_capacity_display()}"


def begins_with(column, *parts):
    """Whether a column begins with these parts; without LIKE, for which some characters mean others."""
    start = Concat(*parts, output_field=models.CharField())
    return Exact(Left(column, Length(start)), start)


class TextApproval(ApprovalFacts, Open):
    """The KP Chair's approval of exactly one text that is no document: of a notice, a reply, what the page of a workshop says. It
    is given by that office, or under a standing instruction of its own, which `remark` holds (mandate 2b, 2c).

    `content` is the approved text itself, with everything else that was approved with it; `sha256` is that of its UTF-8 bytes.
    `subject` is what it is a text of, `key` counts the approvals of that: “notice 15”, “notice 15/2”. A record points to its
    approval by the key, so that the database can tell that it is its own (`bears_its_own_approval`).
    """

    class Capacity(models.TextChoices):
        KP_CHAIR = "kp_chair", _("the KP Chair’s office")
        STANDING = "standing", _("a standing instruction of the KP Chair")

    subject = models.CharField(_("approved text of"), max_length=40)
    key = models.CharField(_("key"), max_length=50, unique=True)
    content = models.TextField(_("approved text"))
    capacity = models.CharField(_("capacity"), max_length=12, choices=Capacity)

    class Meta(ApprovalFacts.Meta):
        verbose_name = _("approval of a text")
        verbose_name_plural = _("approvals of texts")
        constraints = [
            models.CheckConstraint(
                condition=Q(capacity="kp_chair", office__isnull=False)
                | Q(capacity="standing", office__isnull=True) & ~Q(remark=""),
                name="an_approval_of_the_chair_names_the_seat",
            ),
            models.CheckConstraint(
                condition=begins_with("key", F("subject"), Value("/")), name="the_key_of_an_approval_says_of_what_it_is"
            ),
        ]

    def __str__(self):
        return f"{self.get_capacity_display()}, {self.at:%Y-%m-%d %H:%M} UTC"

    @classmethod
    def readable(cls, standing):
        """Those who prepare texts, and those who approve them."""
        return EVERYBODY if standing.secretariat or standing.chair else NOBODY

    @classmethod
    def changeable(cls, standing):
        return NOBODY


def bears_its_own_approval(name, kind, key="id"):
    """The constraint that `approval` is one of this very record: of the kind (the name of a model) with this key."""
    subject = (Value(f"{kind} "), Cast(key, models.CharField()), Value("/"))
    return models.CheckConstraint(
        condition=Q(approval=None) | Q(begins_with("approval", *subject)),
        name=name,
        violation_error_message=_("This text was approved for something else."),
    )
