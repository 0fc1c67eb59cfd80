"""Review visits, review missions and other journeys that the monitoring body asks for, and its other logistics requests."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from asm_portal.dated import Precision, today
from asm_portal.models.bodies import Body, in_language
from asm_portal.models.exceptions import PersonGrant
from asm_portal.models.organisations import Organisation
from asm_portal.models.people import check_languages
from asm_portal.models.search import Indexed
from asm_portal.references import new_reference
from asm_portal.tracked import Sourced, Tracked
from asm_portal.visibility import (
    EVERYBODY,
    NOBODY,
    Audience,
    Open,
    Visible,
    VisibleQuerySet,
    addressed_to,
    excepted_for,
)
from knowledge.models import Document, Redaction
from logistics.meetings.times import days_in_words
from logistics.models.obligations import ReportDuty

# How what was said reached the portal.
Channel = Redaction.Channel


class VisitQuerySet(VisibleQuerySet):
    """Visits, and where they stand."""

    def over(self):
        """Those that took place."""
        return self.filter(state=Visit.State.CONFIRMED, end_date__lt=today())

    def owing_a_report(self):
        """Those that took place and whose final report is not there."""
        final = Document.objects.filter(state=Document.State.FINAL)
        return self.over().exclude(report_due_on=None).exclude(report__in=final.values("pk"))

    def for_display(self):
        """With all that a row shows, in a constant number of queries."""
        return self.select_related("participant", "body", "report").prefetch_related(
            "participant__names", "report__redactions__public_version"
        )


class Visit(Indexed, Visible, Tracked, Sourced):
    """A journey to a Participant, asked for by a body (the WGM). `end_date` is its last day.

    States: requested → agreed (the Participant agrees to the days, or proposes others) or declined → confirmed by who leads the
    body; postponed, and then days are proposed anew; cancelled. Under way and over follow from the days.

    Until it is confirmed it exists for the Participant, who leads the body, the KP Chair's office and the secretariat only; from
    then on for the body and the team too; for its audience once the Participant and a Chair have agreed to show it; and for
    everyone once it is over, journeys of another kind excepted. What is closed about it is in rows of their own (`Inside`).
    """

    class Kind(models.TextChoices):
        REVIEW_VISIT = "review_visit", _("review visit")
        REVIEW_MISSION = "review_mission", _("review mission")
        OTHER = "other", _("other journey")

    class State(models.TextChoices):
        REQUESTED = "requested", _("waiting for the Participant")
        AGREED = "agreed", _("days agreed")
        DECLINED = "declined", _("days declined")
        CONFIRMED = "confirmed", _("confirmed")
        UNDER_WAY = "under_way", _("under way")
        OVER = "over", _("over")
        POSTPONED = "postponed", _("postponed")
        CANCELLED = "cancelled", _("cancelled")

    class ReportStatus(models.TextChoices):
        DUE = "due", _("report due")
        RECEIVED = "received", _("report received")
        PUBLISHED = "published", _("report published")

    reference = models.CharField(_("reference"), max_length=24, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind, default=Kind.REVIEW_VISIT)
    subject_en = models.CharField(_("subject in English"), max_length=200, blank=True)
    subject_fr = models.CharField(_("subject in French"), max_length=200, blank=True)
    participant = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("Participant visited")
    )
    body = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name=_("body that asks for it"))
    start_date = models.DateField(_("first day"))
    end_date = models.DateField(_("last day"))
    date_precision = models.CharField(
        _("precision of the dates"), max_length=7, choices=Precision, default=Precision.DAY
    )
    languages = models.JSONField(_("languages"), default=list, blank=True, validators=[check_languages])
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.REQUESTED, editable=False)
    participant_shows_at = models.DateTimeField(_("the Participant agreed to show it at"), null=True, editable=False)
    chair_shows_at = models.DateTimeField(_("a Chair agreed to show it at"), null=True, editable=False)
    report_due_on = models.DateField(_("report due on"), null=True, blank=True)
    comments_until = models.DateField(_("comments on the draft until"), null=True, blank=True)
    draft_report = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("draft report")
    )
    report = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("report")
    )
    reply = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("reply of the Participant")
    )
    duty = models.ForeignKey(
        ReportDuty, models.PROTECT, null=True, related_name="+", verbose_name=_("duty to report"), editable=False
    )
    is_demonstration = models.BooleanField(_("demonstration"), default=False, editable=False)

    objects = VisitQuerySet.as_manager()

    class Meta(Visible.Meta):
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        ordering = ["-start_date", "-pk"]
        base_manager_name = "objects"
        constraints = [
            *Visible.Meta.constraints,
            models.CheckConstraint(
                condition=Q(start_date__lte=F("end_date")),
                name="a_visit_ends_after_it_begins",
                violation_error_message=_("The end must come after the beginning."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="other") | ~Q(subject_en="", subject_fr=""),
                name="a_journey_of_another_kind_has_a_subject",
                violation_error_message=_("A journey of another kind needs a subject."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["under_way", "over"]),
                name="whether_a_visit_is_over_follows_from_its_days",
            ),
        ]

    def __str__(self):
        what = self.subject if self.kind == self.Kind.OTHER else capfirst(self.get_kind_display())
        return gettext("%(what)s, %(participant)s, %(year)s") % {
            "what": what,
            "participant": self.participant_name,
            "year": self.start_date.year,
        }

    def save(self, *args, **kwargs):
        if not self.reference:
            self.reference = new_reference("VIS", self.start_date.year)
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("logistics:visit-detail", args=[self.reference])

    @classmethod
    def inside(cls, standing):
        """Whose visit it is: the circle that agrees on it; once it is confirmed the body, and whom an exception opens it to."""
        if standing.secretariat or standing.chair:
            return EVERYBODY
        circle = Q(participant__in=standing.organisations) | Q(body__in=standing.led_bodies)
        return circle | Q(state=cls.State.CONFIRMED) & (Q(body__in=standing.bodies) | excepted_for(cls, standing))

    @classmethod
    def readable(cls, standing):
        shown = Q(state__in=[cls.State.CONFIRMED, cls.State.CANCELLED]) & Q(
            participant_shows_at__isnull=False, chair_shows_at__isnull=False
        )
        past = Q(state=cls.State.CONFIRMED, end_date__lt=standing.day) & ~Q(kind=cls.Kind.OTHER)
        return cls.inside(standing) | shown & addressed_to(standing) | past

    @classmethod
    def changeable(cls, standing):
        """Who plans it: the secretariat, and who leads the body."""
        return super().changeable(standing) | (Q(body__in=standing.led_bodies) if standing.led_bodies else NOBODY)

    @property
    def subject(self):
        return in_language(self, "subject")

    @property
    def participant_name(self):
        """The name that the Participant bore then."""
        return self.participant.name_on(self.start_date)

    @property
    def days(self):
        """The days in words, as exactly as they are known."""
        return days_in_words(self.start_date, self.end_date, self.date_precision)

    @property
    def stage(self):
        """The state as the days make it."""
        if self.state != self.State.CONFIRMED or self.start_date > today():
            return self.State(self.state)
        return self.State.UNDER_WAY if self.end_date >= today() else self.State.OVER

    @property
    def is_over(self):
        return self.stage == self.State.OVER

    @property
    def is_open(self):
        """Whether its days may still be agreed, moved or given up."""
        return self.stage not in (self.State.UNDER_WAY, self.State.OVER, self.State.CANCELLED)

    @property
    def is_shown(self):
        """Whether the Participant and a Chair have agreed that its audience may know of it."""
        return self.participant_shows_at is not None and self.chair_shows_at is not None

    @property
    def is_public(self):
        return self.is_over and self.kind != self.Kind.OTHER

    @property
    def report_status(self):
        """What everyone may know of the report of a visit that is over; "" where none is on record as due or received."""
        if self.report and self.report.state == Document.State.FINAL:
            versions = [self.report, *(row.public_version for row in self.report.redactions.all())]
            is_out = any(
                text.audience == Audience.PUBLIC and text.state == Document.State.FINAL and not text.is_embargoed
                for text in versions
            )
            return self.ReportStatus.PUBLISHED if is_out else self.ReportStatus.RECEIVED
        return self.ReportStatus.DUE if self.is_over and self.report_due_on else ""


class VisitGrant(PersonGrant):
    """A visit opened to a member of its team until an instant."""

    content_object = models.ForeignKey(Visit, models.PROTECT, related_name="grants", verbose_name=_("visit"))

    class Meta(PersonGrant.Meta):
        verbose_name = _("visit opened to a person")
        verbose_name_plural = _("visits opened to a person")


class Inside(Open):
    """What only those whose visit it is may read; it names the visit as `visit`."""

    class Meta:
        abstract = True

    @classmethod
    def readable(cls, standing):
        return Q(visit__in=Visit.objects.filter(Visit.inside(standing)).values("pk"))

    @classmethod
    def changeable(cls, standing):
        return Q(visit__in=Visit.objects.filter(Visit.inside(standing) & Visit.changeable(standing)).values("pk"))


class VisitEvent(Inside):
    """Something that was said or done about a visit: when, on whose behalf and how it came. A row is never changed."""

    class Kind(models.TextChoices):
        REQUESTED = "requested", _("requested")
        PROPOSED = "proposed", _("other days proposed")
        AGREED = "agreed", _("days agreed")
        DECLINED = "declined", _("days declined")
        CONFIRMED = "confirmed", _("confirmed")
        POSTPONED = "postponed", _("postponed")
        CANCELLED = "cancelled", _("cancelled")
        SHOWN = "shown", _("agreed to show it")
        DRAFTED = "drafted", _("draft report filed")
        CIRCULATED = "circulated", _("draft report sent for comments")
        FINISHED = "finished", _("report filed")
        REPLIED = "replied", _("reply filed")
        TRAVEL_DELETED = "travel_deleted", _("travel data deleted")

    class Capacity(models.TextChoices):
        PARTICIPANT = "participant", _("the Participant")
        BODY_CHAIR = "body_chair", _("Chair of the body")
        KP_CHAIR = "kp_chair", _("the KP Chair’s office")
        TEAM = "team", _("the team")
        SECRETARIAT = "secretariat", _("the secretariat")

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="events", verbose_name=_("visit"))
    kind = models.CharField(_("what"), max_length=14, choices=Kind)
    capacity = models.CharField(_("on behalf of"), max_length=11, choices=Capacity)
    channel = models.CharField(_("channel"), max_length=9, choices=Channel, default=Channel.PORTAL)
    at = models.DateTimeField(_("at (UTC)"), default=timezone.now)
    by = models.ForeignKey(
        "asm_portal.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("entered by")
    )
    start_date = models.DateField(_("first day"), null=True, blank=True)
    end_date = models.DateField(_("last day"), null=True, blank=True)
    words = models.TextField(_("words"), blank=True)

    class Meta:
        verbose_name = _("event of a visit")
        verbose_name_plural = _("events of a visit")
        ordering = ["visit", "at", "pk"]

    def __str__(self):
        return capfirst(self.get_kind_display())

    @property
    def days(self):
        """The days that it was about, in words."""
        return days_in_words(self.start_date, self.end_date)


class LogisticsRequest(Open, Tracked):
    """Anything else that who leads the body asks the secretariat to arrange; for the two of them and the KP Chair's office.

    States: received → in hand → done, or declined with a reason.
    """

    class State(models.TextChoices):
        RECEIVED = "received", _("received by the secretariat")
        IN_HAND = "in_hand", _("in hand")
        DONE = "done", _("done")
        DECLINED = "declined", _("declined")

    OPEN = (State.RECEIVED, State.IN_HAND)

    reference = models.CharField(_("reference"), max_length=24, unique=True, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name=_("body that asks for it"))
    text = models.TextField(_("what is asked for"))
    needed_by = models.DateField(_("needed by"))
    visit = models.ForeignKey(
        Visit, models.PROTECT, null=True, blank=True, related_name="requests", verbose_name=_("for the visit")
    )
    channel = models.CharField(_("channel"), max_length=9, choices=Channel, default=Channel.PORTAL)
    requested_at = models.DateTimeField(_("asked for at (UTC)"), default=timezone.now)
    requested_by = models.ForeignKey("asm_portal.User", models.PROTECT, related_name="+", verbose_name=_("entered by"))
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.RECEIVED)
    answer = models.TextField(_("answer of the secretariat"), blank=True)
    answered_at = models.DateTimeField(_("answered at (UTC)"), null=True, blank=True)

    class Meta:
        verbose_name = _("logistics request")
        verbose_name_plural = _("logistics requests")
        ordering = ["needed_by", "pk"]
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(answer=""),
                name="a_declined_request_says_why",
                violation_error_message=_("Say why the request is declined."),
            ),
        ]

    def __str__(self):
        return self.reference

    def save(self, *args, **kwargs):
        if not self.reference:
            self.reference = new_reference("LOG", self.requested_at.year)
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("logistics:logistics-request", args=[self.reference])

    @classmethod
    def readable(cls, standing):
        if standing.secretariat or standing.chair:
            return EVERYBODY
        return Q(body__in=standing.led_bodies) if standing.led_bodies else NOBODY

    @property
    def is_open(self):
        return self.state in self.OPEN
