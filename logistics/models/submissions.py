"""What was reported, and what else happened to a duty: drafts, submissions, excuses, contests."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from asm_portal.models import Office, User
from asm_portal.models.organisations import LANGUAGE_CHOICES
from asm_portal.references import new_reference
from asm_portal.tracked import Tracked
from asm_portal.uploads import check_upload
from asm_portal.visibility import Open, VisibleQuerySet
from knowledge.models import Revision
from logistics.models.obligations import OWNERS, Obligation, Owned


def stored_name(_record, _filename):
    """A name that tells nothing; the name that readers see is made from the reference."""
    return f"submissions/{uuid.uuid4().hex}"


class ReceivedFile(models.Model):
    """The file of a report as it came in; no file where a report was received on paper, or was sent elsewhere."""

    file = models.FileField(_("file"), upload_to=stored_name, blank=True, max_length=120, validators=[check_upload])
    filename = models.CharField(_("name of the file"), max_length=200, blank=True)
    media_type = models.CharField(_("media type"), max_length=100, blank=True)
    extension = models.CharField(_("extension"), max_length=8, blank=True)
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0)
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True, db_index=True)
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGE_CHOICES, blank=True)

    FACTS = ("filename", "media_type", "extension", "size", "sha256")

    class Meta:
        abstract = True


class SubmissionDraft(ReceivedFile, Owned, Open):
    """A report on its way: what was entered so far, kept after each step, until it is sent or thrown away.

    It is its owner's affair alone, and a submission takes its place.
    """

    contacts_right = models.BooleanField(_("contacts still right"), default=False)
    is_declared = models.BooleanField(_("declared"), default=False)
    other_year = models.PositiveSmallIntegerField(_("year that the file speaks of instead"), null=True, blank=True)
    is_year_confirmed = models.BooleanField(_("year of the report confirmed"), default=False)
    what_changed = models.CharField(_("what changed"), max_length=300, blank=True)
    saved_at = models.DateTimeField(_("saved at (UTC)"), default=timezone.now)
    saved_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("saved by"))

    objects = VisibleQuerySet.as_manager()

    class Meta(Owned.Meta):
        verbose_name = _("draft of a report")
        verbose_name_plural = _("drafts of reports")
        ordering = ["-saved_at", "-pk"]
        constraints = [
            *Owned.Meta.constraints,
            *(
                models.UniqueConstraint(fields=["period", name], name=f"the_{name}_has_one_draft_of_a_report")
                for name in OWNERS
            ),
        ]

    def __str__(self):
        return f"{self.period}, {self.owner}"

    @classmethod
    def readable(cls, standing):
        return cls.owned_by(standing)


class SubmissionQuerySet(VisibleQuerySet):
    """Reports that were sent."""

    def standing(self):
        """Those that were not recalled."""
        return self.filter(recalled_at=None)

    def waiting(self):
        """Those that the secretariat has to file."""
        here = {"period__obligation__collected": Obligation.Collected.HERE}
        return self.standing().filter(stage=Submission.Stage.FINAL, accepted_at=None, **here)


class Submission(ReceivedFile, Owned, Open, Tracked):
    """A version of a report that was sent: by its owner on this portal, or taken down by the secretariat from mail or paper.

    `received_on` is the UTC day that counts: that of the sending here, that on which mail or paper came in, or that on which
    statistics were sent to their own site. Stages of the report of a review team: draft → the Participant's comments → final,
    each a version that is recorded from the page of the visit; only a final one counts, and others are final at once. A version
    stands until its owner recalls it, which is possible until the secretariat has filed it (`accepted_at`): from then on it is in
    the archive (`revision`).
    """

    class Channel(models.TextChoices):
        PORTAL = "portal", _("on this portal")
        MAIL = "mail", _("by e-mail")
        PAPER = "paper", _("on paper")
        ELSEWHERE = "elsewhere", _("on the statistics site of the Process")

    class Stage(models.TextChoices):
        DRAFT = "draft", _("draft")
        COMMENTS = "comments", _("with the Participant for comments")
        FINAL = "final", _("final")

    reference = models.CharField(_("reference of the receipt"), max_length=24, unique=True, editable=False)
    number = models.PositiveSmallIntegerField(_("version of the report"), default=1)
    stage = models.CharField(_("stage"), max_length=8, choices=Stage, default=Stage.FINAL)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel, default=Channel.PORTAL)
    received_on = models.DateField(_("received on"))
    submitted_at = models.DateTimeField(_("submitted at (UTC)"), default=timezone.now)
    submitted_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("submitted by"))
    what_changed = models.CharField(_("what changed"), max_length=300, blank=True)
    accepted_at = models.DateTimeField(_("filed at (UTC)"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("filed by")
    )
    revision = models.OneToOneField(
        Revision, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("revision in the archive")
    )
    recalled_at = models.DateTimeField(_("recalled at (UTC)"), null=True, blank=True)
    recalled_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("recalled by")
    )
    recall_reason = models.TextField(_("why it was recalled"), blank=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta(Owned.Meta):
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ["-submitted_at", "-pk"]
        base_manager_name = "objects"
        constraints = [
            *Owned.Meta.constraints,
            *(
                models.UniqueConstraint(fields=["period", name, "number"], name=f"the_{name}_has_a_version_once")
                for name in OWNERS
            ),
            models.CheckConstraint(
                condition=Q(recalled_at=None) | Q(accepted_at=None) & ~Q(recall_reason=""),
                name="a_filed_report_is_not_recalled_and_a_recall_has_a_reason",
                violation_error_message=_("A report that was filed is not recalled, and a recall says why."),
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(stage="final"),
                name="only_a_final_report_is_filed",
                violation_error_message=_("Only a final report is filed."),
            ),
        ]

    def __str__(self):
        return f"{self.period}, {self.owner}"

    def save(self, *args, **kwargs):
        if not self.reference:
            self.reference = new_reference("RCP", self.submitted_at.year)
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("logistics:receipt", args=[self.reference])

    @property
    def is_recalled(self):
        return self.recalled_at is not None

    @property
    def is_sent_elsewhere(self):
        return self.channel == self.Channel.ELSEWHERE


class ExcuseQuerySet(VisibleQuerySet):
    """Excuses, extensions, and what is not due."""

    def waiting(self):
        return self.filter(state=Excuse.State.REQUESTED)

    def granted(self):
        return self.filter(state=Excuse.State.GRANTED)


class Excuse(Owned, Open, Tracked):
    """That a report need not come, or may come later. Requested by its owner → granted or refused, and a granted one may end.

    Granted by those who lead the responsible body, or by the secretariat as their Chair directs (`direction` says who and when).
    Excused: for good, or up to `until`, the day by which it is due then. Extended: due on `until`. Not due: it never was.
    The granted one that was decided last holds.
    """

    class Kind(models.TextChoices):
        EXCUSED = "excused", _("excused")
        EXTENDED = "extended", _("extended")
        NOT_DUE = "not_due", _("not due")

    class State(models.TextChoices):
        REQUESTED = "requested", _("requested")
        GRANTED = "granted", _("granted")
        REFUSED = "refused", _("refused")
        ENDED = "ended", _("ended")

    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.REQUESTED, editable=False)
    reason = models.TextField(_("reason"))
    until = models.DateField(
        _("until"), null=True, blank=True, help_text=_("The new day by which it is due; empty: for good.")
    )
    requested_at = models.DateTimeField(_("requested at (UTC)"), default=timezone.now, editable=False)
    requested_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", editable=False, verbose_name=_("requested by")
    )
    decided_at = models.DateTimeField(_("decided at (UTC)"), null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", editable=False, verbose_name=_("decided by")
    )
    decided_for = models.ForeignKey(
        Office, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("office that decided")
    )
    direction = models.CharField(
        _("at whose direction"), max_length=200, blank=True, help_text=_("Which Chair directed it, when and how.")
    )
    answer = models.TextField(_("answer"), blank=True)

    objects = ExcuseQuerySet.as_manager()

    class Meta(Owned.Meta):
        verbose_name = _("excuse or extension")
        verbose_name_plural = _("excuses and extensions")
        ordering = ["-requested_at", "-pk"]
        base_manager_name = "objects"
        constraints = [
            *Owned.Meta.constraints,
            *(
                models.UniqueConstraint(
                    fields=["period", name],
                    condition=Q(state="requested"),
                    name=f"the_{name}_asks_for_one_excuse_at_a_time",
                    violation_error_message=_("A request for this report waits for its decision already."),
                )
                for name in OWNERS
            ),
            models.CheckConstraint(
                condition=Q(kind="excused") | Q(kind="extended", until__isnull=False) | Q(kind="not_due", until=None),
                name="an_extension_has_its_day",
                violation_error_message=_("An extension needs its new day; what is not due has none."),
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="an_excuse_has_a_reason"),
            models.CheckConstraint(
                condition=Q(state="requested") | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="a_decided_excuse_says_who_decided_and_when",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.period}, {self.owner}"


class ContestQuerySet(VisibleQuerySet):
    """What owners say against their standing."""

    def open(self):
        return self.filter(settled_at=None)


class Contest(Owned, Open, Tracked):
    """An owner says that what is shown of it is wrong; the secretariat settles it with an answer."""

    class Outcome(models.TextChoices):
        CORRECTED = "corrected", _("corrected")
        STANDS = "stands", _("stands as it was")

    text = models.TextField(_("what is wrong"))
    contested_at = models.DateTimeField(_("contested at (UTC)"), default=timezone.now, editable=False)
    contested_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", editable=False, verbose_name=_("contested by")
    )
    outcome = models.CharField(_("outcome"), max_length=9, choices=Outcome, blank=True, editable=False)
    answer = models.TextField(_("answer"), blank=True, editable=False)
    settled_at = models.DateTimeField(_("settled at (UTC)"), null=True, blank=True, editable=False)
    settled_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", editable=False, verbose_name=_("settled by")
    )

    objects = ContestQuerySet.as_manager()

    class Meta(Owned.Meta):
        verbose_name = _("contested standing")
        verbose_name_plural = _("contested standings")
        ordering = [F("settled_at").desc(nulls_first=True), "-contested_at", "-pk"]
        base_manager_name = "objects"
        constraints = [
            *Owned.Meta.constraints,
            *(
                models.UniqueConstraint(
                    fields=["period", name],
                    condition=Q(settled_at=None),
                    name=f"the_{name}_contests_a_standing_once_at_a_time",
                    violation_error_message=_("You have contested this already; the secretariat has yet to answer."),
                )
                for name in OWNERS
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None) | (Q(settled_by__isnull=False) & ~Q(answer="") & ~Q(outcome="")),
                name="a_settled_contest_has_its_answer",
            ),
        ]

    def __str__(self):
        return f"{self.period}, {self.owner}"
