"""Who approved which text for what: rows that nobody changes or takes back."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from asm_portal.models import Office, Organisation, User
from asm_portal.visibility import Through, VisibleQuerySet
from knowledge.models.texts import Revision

PERMANENT = _("An approval is neither changed nor taken back: make a new revision, which needs approvals of its own.")


class ApprovalQuerySet(VisibleQuerySet):
    """Approvals; no row of theirs is written over or deleted."""

    def delete(self):
        raise TypeError("approvals stay")


class Approval(Through, models.Model):
    """A person's approval of exactly one text for one purpose, at an instant (UTC), on behalf of an office or an organisation.

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
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("approved by"))
    office = models.ForeignKey(
        Office, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("on behalf of the office")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("on behalf of")
    )
    at = models.DateTimeField(_("approved at (UTC)"), default=timezone.now)
    remark = models.TextField(_("remark"), blank=True)

    objects = ApprovalQuerySet.as_manager()

    class Meta:
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")
        ordering = ["at", "pk"]
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

    def save(self, *args, **kwargs):
        if self.pk:
            raise ValidationError(PERMANENT)
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise ValidationError(PERMANENT)
