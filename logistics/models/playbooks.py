"""Playbooks: what has to be done before and after a meeting or a visit, by which office, how many days from its first day."""

from datetime import timedelta

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from asm_portal.dated import today
from asm_portal.models import Office, Organisation, User
from asm_portal.models.bodies import in_language
from asm_portal.tracked import Sourced, Tracked
from asm_portal.visibility import EVERYBODY, NOBODY, Open, VisibleQuerySet, standing_of
from logistics.models.meetings import Meeting
from logistics.models.visits import Visit

# A year before and after.
FARTHEST = 366
IN_REACH = [MinValueValidator(-FARTHEST), MaxValueValidator(FARTHEST)]


class OwnedBySecretariat(Open):
    """What the secretariat alone reads and keeps."""

    class Meta:
        abstract = True

    @classmethod
    def readable(cls, standing):
        return EVERYBODY if standing.secretariat else NOBODY


class Playbook(OwnedBySecretariat, Tracked, Sourced):
    """The tasks of one kind of meeting or visit, as the secretariat proposes them. A change counts from the next plan on."""

    class Kind(models.TextChoices):
        PLENARY = "plenary", _("Plenary")
        INTERSESSIONAL = "intersessional", _("Intersessional meeting")
        BODY = "body", _("meeting of a body")
        TELECONFERENCE = "teleconference", _("teleconference")
        REVIEW_VISIT = "review_visit", _("review visit or mission")

    kind = models.CharField(_("kind"), max_length=16, choices=Kind, unique=True)

    class Meta:
        verbose_name = _("playbook")
        verbose_name_plural = _("playbooks")
        ordering = ["pk"]
        base_manager_name = "objects"

    def __str__(self):
        return self.get_kind_display()


class Seat(models.TextChoices):
    """Who does a task, before it is known who that is: an office or an organisation is found when the playbook is applied."""

    KP_CHAIR = "kp_chair", _("KP Chair")
    BODY_CHAIR = "body_chair", _("Chair of the body")
    HOST = "host", _("host")
    PARTICIPANT = "participant", _("Participant visited")
    SECRETARIAT = "secretariat", _("secretariat")


class PlaybookTask(OwnedBySecretariat, Tracked):
    """A task of a playbook; `offset` counts days from the first day, those before it negative."""

    playbook = models.ForeignKey(Playbook, models.PROTECT, related_name="tasks", verbose_name=_("playbook"))
    offset = models.SmallIntegerField(
        _("days from the first day"),
        validators=IN_REACH,
        help_text=_("-30: thirty days before it. 7: a week after it."),
    )
    title_en = models.CharField(_("task in English"), max_length=200)
    title_fr = models.CharField(_("task in French"), max_length=200)
    owner = models.CharField(_("owner"), max_length=12, choices=Seat)

    class Meta:
        verbose_name = _("task of a playbook")
        verbose_name_plural = _("tasks of a playbook")
        ordering = ["playbook", "offset", "pk"]
        base_manager_name = "objects"

    def __str__(self):
        return in_language(self, "title")


class PlannedTaskQuerySet(VisibleQuerySet):
    """Tasks of meetings and visits."""

    def owned_by(self, user):
        """Those of the reader's offices and organisations; for the secretariat those that nobody else owns."""
        return self.filter(owned(standing_of(user)))

    def for_display(self):
        """With all that a row shows, in a constant number of queries."""
        owners = self.select_related("office", "organisation", "meeting", "visit__participant", "visit__body")
        return owners.prefetch_related(
            "organisation__names", "visit__participant__names", "meeting__events", "meeting__of_bodies__body"
        )

    def arranged_by(self, user):
        """Those of the meetings and visits that the reader may edit: they may be given to another office, or taken out."""
        return self.filter(arranged(standing_of(user)))


class PlannedTask(Open, Tracked):
    """Something to do for a meeting or a visit. It is due so many days from the first day and moves with it.

    Its owner is an office or an organisation; where neither is named, the secretariat. Known to those who may edit the meeting or
    the visit and, where they may know of that, to its owner.
    """

    meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="planned_tasks", verbose_name=_("meeting")
    )
    visit = models.ForeignKey(
        Visit, models.PROTECT, null=True, blank=True, related_name="planned_tasks", verbose_name=_("visit")
    )
    playbook = models.ForeignKey(
        Playbook, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("playbook"), editable=False
    )
    offset = models.SmallIntegerField(_("days from the first day"), validators=IN_REACH)
    title_en = models.CharField(_("task in English"), max_length=200, blank=True)
    title_fr = models.CharField(_("task in French"), max_length=200, blank=True)
    office = models.ForeignKey(
        Office, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("office")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("organisation")
    )
    done_on = models.DateField(_("done on"), null=True, blank=True)
    done_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("done by")
    )
    note = models.CharField(_("note"), max_length=1_000, blank=True)

    objects = PlannedTaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("planned task")
        verbose_name_plural = _("planned tasks")
        ordering = ["offset", "pk"]
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(
                condition=Q(meeting=None, visit__isnull=False) | Q(meeting__isnull=False, visit=None),
                name="a_planned_task_is_of_a_meeting_or_of_a_visit",
            ),
            models.CheckConstraint(
                condition=Q(office=None) | Q(organisation=None),
                name="a_planned_task_has_one_owner",
                violation_error_message=_("Give the task to an office or to an organisation, not to both."),
            ),
            models.CheckConstraint(
                condition=~Q(title_en="", title_fr=""),
                name="a_planned_task_says_what_to_do",
                violation_error_message=_("Say what is to be done, in English or in French."),
            ),
            models.CheckConstraint(
                condition=Q(done_on=None, done_by=None) | Q(done_on__isnull=False, done_by__isnull=False),
                name="a_planned_task_is_done_by_somebody_on_a_day",
            ),
        ]

    def __str__(self):
        return self.title

    @classmethod
    def readable(cls, standing):
        return arranged(standing) | (owned(standing) & within_sight(standing))

    @classmethod
    def changeable(cls, standing):
        """Its owner says that it is done, as do those who may edit the meeting or the visit."""
        return EVERYBODY

    @property
    def title(self):
        return in_language(self, "title")

    @property
    def owner(self):
        return self.office or self.organisation or gettext("Secretariat")

    @property
    def parent(self):
        """The meeting or the visit."""
        return self.meeting or self.visit

    @property
    def due_on(self):
        return self.parent.start_date + timedelta(days=self.offset)

    @property
    def countdown(self):
        """The day counted from the first one: T−30, T+7."""
        sign = "\N{MINUS SIGN}" if self.offset < 0 else "+"
        return f"T{sign}{abs(self.offset)}" if self.offset else "T"

    @property
    def is_called_off(self):
        """Whether there is nothing to do: the meeting is cancelled, the visit is cancelled or waits for other days."""
        if self.meeting:
            return self.meeting.is_cancelled
        return self.visit.state in (Visit.State.CANCELLED, Visit.State.DECLINED, Visit.State.POSTPONED)

    @property
    def is_open(self):
        return self.done_on is None and not self.is_called_off

    @property
    def days_late(self):
        """Days since it was due, 0 where it is not overdue."""
        return max((today() - self.due_on).days, 0) if self.is_open else 0

    @property
    def is_overdue(self):
        return self.days_late > 0


def arranged(standing):
    """Tasks of the meetings and visits that the reader may edit."""
    meetings = Meeting.objects.filter(Meeting.readable(standing) & Meeting.changeable(standing))
    visits = Visit.objects.filter(Visit.readable(standing) & Visit.changeable(standing))
    return Q(meeting__in=meetings.values("pk")) | Q(visit__in=visits.values("pk"))


def within_sight(standing):
    """Tasks of the meetings that the reader may know of, and of the visits that are theirs."""
    meetings, visits = Meeting.objects.filter(Meeting.readable(standing)), Visit.objects.filter(Visit.inside(standing))
    return Q(meeting__in=meetings.values("pk")) | Q(visit__in=visits.values("pk"))


def owned(standing):
    """Tasks of the reader's offices and organisations; of the secretariat those that nobody else owns."""
    mine = Q(office__in=standing.offices) | Q(organisation__in=standing.organisations)
    return mine | Q(office=None, organisation=None) if standing.secretariat else mine
