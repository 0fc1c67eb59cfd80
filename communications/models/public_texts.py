"""What the KP Chair's office releases to the public: the workflow that its communiqués and the site's own pages go through."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from asm_portal.models import User
from asm_portal.models.people import check_time_zone
from asm_portal.tracked import Tracked
from asm_portal.visibility import Through
from knowledge.approvals import Purpose, digest
from knowledge.models import Approval, Document, Rendition


class Stage(models.TextChoices):
    """How far the newest revision has come."""

    DRAFTING = "drafting", _("draft")
    SUBMITTED = "submitted", _("before the KP Chair’s office")
    APPROVED = "approved", _("approved")
    SCHEDULED = "scheduled", _("scheduled")
    PUBLISHED = "published", _("published")
    ARCHIVED = "archived", _("archived")


class ReleaseOn(models.TextChoices):
    """What happens once the KP Chair's office has approved."""

    APPROVAL = "approval", _("as soon as the KP Chair’s office has approved it")
    TIME = "time", _("at a time")
    WORD = "word", _("when the secretariat publishes it")


# Those in which the Chair speaks to everyone.
EXPECTED = ("en", "fr")
OUT = (Stage.PUBLISHED, Stage.ARCHIVED)


class PublicText(Through, Tracked):
    """A text that goes out as the KP Chair's office approved it; the text lives in the document's renditions.

    `stage` is that of the newest revision: a published text whose correction is being written is a draft again and stays public
    as it was. `release_at` (an instant, UTC) was announced in `release_zone`. Where English or French is missing,
    `missing_reason` says why to those who decide, and `follows_on` tells readers when it comes. `is_recorded` marks what was
    issued elsewhere before it came here, without an approval of ours. Only the verbs of `communiques.release` set the stage.
    """

    visible_through = "document"
    # Whether Plenary has adopted the text, so that it changes by a corrigendum alone.
    is_adopted = False

    document = models.OneToOneField(Document, models.PROTECT, related_name="+", verbose_name=_("document"))
    stage = models.CharField(_("stage"), max_length=10, choices=Stage, default=Stage.DRAFTING, editable=False)
    release_on = models.CharField(_("release"), max_length=8, choices=ReleaseOn, default=ReleaseOn.APPROVAL)
    release_at = models.DateTimeField(_("release at (UTC)"), null=True, blank=True)
    release_zone = models.CharField(
        _("time zone of the release"), max_length=40, blank=True, validators=[check_time_zone]
    )
    missing_reason = models.CharField(_("why a language is missing"), max_length=300, blank=True)
    follows_on = models.DateField(_("the other language follows on"), null=True, blank=True)
    submitted_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("submitted by")
    )
    remark = models.TextField(_("why the KP Chair’s office gave it back"), blank=True)
    approval = models.ForeignKey(
        Approval, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("approval")
    )
    published_at = models.DateTimeField(_("published at (UTC)"), null=True, blank=True)
    is_recorded = models.BooleanField(_("issued before it came here"), default=False, editable=False)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(stage__in=["drafting", "submitted"]) | Q(approval__isnull=False) | Q(is_recorded=True),
                name="%(app_label)s_%(class)s_goes_out_with_an_approval",
            ),
            models.CheckConstraint(
                condition=~Q(stage="scheduled") | Q(release_at__isnull=False) & ~Q(release_zone=""),
                name="%(app_label)s_%(class)s_is_scheduled_for_an_instant",
            ),
        ]

    def __str__(self):
        return str(self.document)

    @property
    def revision(self):
        """The newest revision, whether or not anybody has seen it; asked of the database each time."""
        return self.document.revisions.order_by("number").last()

    @property
    def is_void(self):
        """Whether the text is no longer the one that was approved for the release that lies ahead."""
        if self.stage not in (Stage.APPROVED, Stage.SCHEDULED):
            return False
        revision = self.revision
        return self.approval.revision_id != revision.pk or self.approval.sha256 != digest(revision, Purpose.RELEASE)

    @property
    def missing(self):
        """Of the languages in which the Chair speaks to everyone, those in which there is no text that readers have or will have
        with this revision; asked of the database each time."""
        rows = Rendition.objects.filter(revision__document=self.document_id)
        written = set(rows.values_list("language", flat=True))
        return [code for code in EXPECTED if code not in written]

    @property
    def is_out(self):
        """Whether readers have it, in whatever revision."""
        return self.published_at is not None

    @property
    def is_late(self):
        """Whether the instant of its release has passed without it."""
        return self.stage == Stage.SCHEDULED and self.release_at <= timezone.now()
