"""Meetings of the Process."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, CharField, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from asm_portal.dated import Precision, today
from asm_portal.models.bodies import Body, in_language
from asm_portal.models.organisations import Organisation
from asm_portal.models.people import check_languages, check_time_zone
from asm_portal.models.search import Indexed
from asm_portal.references import new_reference
from asm_portal.tracked import Sourced, Tracked
from asm_portal.visibility import (
    NOBODY,
    Audience,
    Through,
    Visible,
    VisibleQuerySet,
    addressed_to,
    excepted_for,
)
from knowledge.models import Document, Minutes
from logistics.meetings.times import days_in_words, instant_of


class Account(models.TextChoices):
    """What there is on record of a meeting that is over."""

    ADOPTED = "adopted", pgettext_lazy("minutes", "Adopted")
    PUBLISHED = "published", pgettext_lazy("a communiqué", "Published")
    CIRCULATED = "circulated", _("Circulated, not yet adopted")
    DRAFT = "draft", _("Draft")
    NONE = "none", _("None, with a reason")
    OWED = "owed", _("Owed")


def account_of(document, reason, finished):
    """The account that a document gives, or the reason why there is none; a withdrawn one gives none."""
    state, states = f"{document}__state", Document.State
    by_state = {states.FINAL: finished, states.CIRCULATED: Account.CIRCULATED, states.DRAFT: Account.DRAFT}
    given = [When(**{state: found}, then=Value(account.value)) for found, account in by_state.items()]
    none = When(~Q(**{f"{reason}_en": "", f"{reason}_fr": ""}), then=Value(Account.NONE.value))
    return Case(*given, none, default=Value(Account.OWED.value), output_field=CharField())


class EventKind(models.TextChoices):
    """What becomes of a meeting."""

    PROPOSED = "proposed", pgettext_lazy("a meeting", "proposed")
    CONVENED = "convened", pgettext_lazy("a meeting", "convened")
    MOVED = "moved", pgettext_lazy("a meeting", "moved")
    CANCELLED = "cancelled", pgettext_lazy("a meeting", "cancelled")


class MeetingQuerySet(VisibleQuerySet):
    """Meetings, what they owe, and whether they take place."""

    def taking_place(self):
        """Those that are not cancelled, as far as their events tell."""
        events = Meeting.events.rel.related_model.objects
        last = events.filter(meeting=OuterRef("pk")).order_by("-at", "-pk").values("kind")[:1]
        return self.annotate(last_kind=Coalesce(Subquery(last), Value(""))).exclude(last_kind="cancelled")

    def owing_a_communique(self):
        """Plenaries that are over, each with its `account`."""
        plenaries = self.filter(kind__in=[Meeting.Kind.PLENARY, Meeting.Kind.SPECIAL_PLENARY], end_date__lt=today())
        return plenaries.annotate(account=account_of("communique", "no_communique_reason", Account.PUBLISHED))


class Meeting(Indexed, Visible, Tracked, Sourced):
    """A meeting; ordinals disagree between sources, so it is known by its kind and year. `end_date` is its last day.

    `start_time` (on the first day) and `end_time` (on the last) are read on a clock in `zone`. Its status is that of its last
    event; those of the past on record without events were simply held. `sequence` grows whenever what a calendar shows of it
    changes. Addressed to a body, it is for the members of each of its bodies. The agenda is for those bodies until
    `agenda_shown_at`, from then on for all whom the meeting is for.
    """

    class Kind(models.TextChoices):
        PLENARY = "plenary", _("Plenary")
        SPECIAL_PLENARY = "special_plenary", _("special Plenary")
        INTERSESSIONAL = "intersessional", _("Intersessional meeting")
        BODY = "body", _("meeting of a body")
        TELECONFERENCE = "teleconference", _("teleconference")
        AD_HOC = "ad_hoc", _("ad hoc meeting")
        PREPARATORY = "preparatory", _("preparatory meeting")

    class Format(models.TextChoices):
        IN_PERSON = "in_person", _("in person")
        HYBRID = "hybrid", _("in person and online")
        ONLINE = "online", _("online")

    # Those of the whole Process, which the KP Chair convenes.
    OF_THE_PROCESS = (Kind.PLENARY, Kind.SPECIAL_PLENARY, Kind.INTERSESSIONAL)
    # What a calendar shows.
    IN_CALENDARS = (
        "kind", "title_en", "title_fr", "start_date", "end_date", "start_time", "end_time", "zone", "city_en", "city_fr",
        "country_id", "format",
    )  # fmt: skip

    reference = models.CharField(_("reference"), max_length=24, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    title_fr = models.CharField(_("title in French"), max_length=200, blank=True)
    start_date = models.DateField(_("first day"))
    end_date = models.DateField(_("last day"))
    date_precision = models.CharField(
        _("precision of the dates"), max_length=7, choices=Precision, default=Precision.DAY
    )
    zone = models.CharField(
        _("time zone of the venue"), max_length=40, blank=True, validators=[check_time_zone], help_text="Africa/Luanda"
    )
    start_time = models.TimeField(_("begins at, on the first day"), null=True, blank=True)
    end_time = models.TimeField(_("ends at, on the last day"), null=True, blank=True)
    city_en = models.CharField(_("city in English"), max_length=80, blank=True)
    city_fr = models.CharField(_("city in French"), max_length=80, blank=True)
    country = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("state of the venue")
    )
    host = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("host")
    )
    format = models.CharField(_("format"), max_length=10, choices=Format, default=Format.IN_PERSON)
    languages = models.JSONField(
        _("languages with interpretation"), default=list, blank=True, validators=[check_languages]
    )
    communique = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("communiqué")
    )
    no_communique_reason_en = models.CharField(_("why there is no communiqué, in English"), max_length=300, blank=True)
    no_communique_reason_fr = models.CharField(_("why there is no communiqué, in French"), max_length=300, blank=True)
    agenda_shown_at = models.DateTimeField(_("agenda shown at (UTC)"), null=True, blank=True, editable=False)
    sequence = models.PositiveIntegerField(_("number of changes in calendars"), default=0, editable=False)
    is_demonstration = models.BooleanField(_("demonstration"), default=False, editable=False)

    objects = MeetingQuerySet.as_manager()

    class Meta(Visible.Meta):
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["-start_date", "-pk"]
        base_manager_name = "objects"
        constraints = [
            *Visible.Meta.constraints,
            models.CheckConstraint(
                condition=Q(start_date__lte=F("end_date")),
                name="a_meeting_ends_after_it_begins",
                violation_error_message=_("The end must come after the beginning."),
            ),
            models.CheckConstraint(
                condition=Q(communique=None) | Q(no_communique_reason_en="", no_communique_reason_fr=""),
                name="a_meeting_has_a_communique_or_a_reason_for_none",
                violation_error_message=_("Give the communiqué or the reason why there is none, not both."),
            ),
            models.CheckConstraint(
                condition=Q(start_time=None, end_time=None) | Q(start_time__isnull=False) & ~Q(zone=""),
                name="the_times_of_a_meeting_have_a_zone",
                violation_error_message=_("A time needs the time zone of the venue, and an end needs a beginning."),
            ),
        ]

    def __str__(self):
        return self.title or (
            f"{capfirst(self.get_kind_display())} {self.start_date.year}" + (f", {self.city}" if self.city else "")
        )

    def get_absolute_url(self):
        return reverse("logistics:meeting-detail", args=[self.reference])

    @classmethod
    def readable(cls, standing):
        return addressed_to(standing) | of_joint_session(standing, "pk") | excepted_for(cls, standing)

    @classmethod
    def changeable(cls, standing):
        """Its editors: the secretariat, those who lead one of its bodies, and for meetings of the whole Process the KP Chair."""
        led = Q(pk__in=MeetingBody.objects.filter(body__in=standing.led_bodies).values("meeting"))
        return (
            super().changeable(standing)
            | (led & ~Q(audience=Audience.SECRETARIAT) if standing.led_bodies else NOBODY)
            | (Q(kind__in=cls.OF_THE_PROCESS) if standing.chair and not standing.reads_only else NOBODY)
        )

    @property
    def title(self):
        return in_language(self, "title")

    @property
    def heading(self):
        """What it is called beside its days: its title, else its kind and bodies; asked of prefetched `of_bodies__body`."""
        bodies = [row.body for row in self.of_bodies.all()]
        kind = capfirst(self.get_kind_display())
        if self.title or not bodies or self.kind in self.OF_THE_PROCESS:
            return self.title or kind
        if len(bodies) == 1:
            return f"{kind}{gettext(':')} {bodies[0]}"
        return gettext("Joint session: %(bodies)s") % {
            "bodies": ", ".join(body.abbreviation or body.name for body in bodies)
        }

    @property
    def name(self):
        """What it is called where its days do not stand beside it: its heading, with year and city where that says neither body
        nor title."""
        return str(self) if self.heading == capfirst(self.get_kind_display()) else self.heading

    @property
    def days(self):
        """Its days in words."""
        return days_in_words(self.start_date, self.end_date, self.date_precision)

    @property
    def city(self):
        return in_language(self, "city")

    @property
    def no_communique_reason(self):
        return in_language(self, "no_communique_reason")

    @property
    def last_event(self):
        """The last of its events, None where there is none on record; asked of prefetched `events`."""
        return max(self.events.all(), key=lambda event: (event.at, event.pk), default=None)

    @property
    def status(self):
        """The kind of its last event, "" where there is none on record."""
        return self.last_event.kind if self.last_event else ""

    @property
    def is_cancelled(self):
        return self.status == EventKind.CANCELLED

    @property
    def is_convened(self):
        """Whether it was convened, and not cancelled since."""
        kinds = [event.kind for event in sorted(self.events.all(), key=lambda event: (event.at, event.pk))]
        decisive = [kind for kind in kinds if kind in (EventKind.CONVENED, EventKind.CANCELLED)]
        return decisive[-1:] == [EventKind.CONVENED]

    @property
    def is_over(self):
        return self.end_date < today()

    @property
    def starts_at(self):
        """The instant at which it begins, on a clock of its zone; None where no time is set."""
        return self.start_time and instant_of(self.start_date, self.start_time, self.zone)

    @property
    def ends_at(self):
        """The instant at which it ends, on a clock of its zone; None where no time is set."""
        return self.end_time and instant_of(self.end_date, self.end_time, self.zone)

    def clean(self):
        super().clean()
        if not (self.start_time and self.zone and self.start_date and self.end_date):
            return
        problems = {}
        for name, bound in (("start_time", "starts_at"), ("end_time", "ends_at")):
            try:
                getattr(self, bound)
            except ValidationError as problem:
                problems[name] = problem
        if problems:
            raise ValidationError(problems)
        if self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError({"end_time": _("The end must come after the beginning.")})

    def save(self, *args, **kwargs):
        if not self.reference:
            self.reference = new_reference("MTG", self.start_date.year)
        stored = Meeting.objects.filter(pk=self.pk).values_list(*self.IN_CALENDARS).first()
        if stored and stored != tuple(getattr(self, name) for name in self.IN_CALENDARS):
            self.sequence += 1
        super().save(*args, **kwargs)


def of_joint_session(standing, meeting):
    """The records addressed to a body, of meetings that another body of the reader's shares; `meeting` is the way to the
    meeting."""
    if not standing.bodies:
        return NOBODY
    shared = MeetingBody.objects.filter(body__in=standing.bodies)
    return Q(**{"audience": Audience.BODY, f"{meeting}__in": shared.values("meeting")})


def editable_meetings(standing):
    """The ids of the meetings that the reader may change."""
    rows = Meeting.objects.filter(Meeting.readable(standing) & Meeting.changeable(standing))
    return rows.values("pk")


class MeetingBodyQuerySet(VisibleQuerySet):
    """Meetings as their bodies answer for them."""

    def owing_minutes(self):
        """Meetings that are over, of bodies that keep minutes, each with its `account`. A Plenary and an Intersessional meeting
        have a communiqué instead."""
        kept = self.filter(meeting__end_date__lt=today()).exclude(
            body__kind__in=[Body.Kind.PLENARY, Body.Kind.INTERSESSIONAL]
        )
        return kept.annotate(account=account_of("minutes__document", "no_minutes_reason", Account.ADOPTED))


class MeetingBody(Indexed, Through, Tracked):
    """A body that a meeting is of; a joint session has several, each with its minutes or with those of another of them."""

    visible_through = "meeting"

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="of_bodies", verbose_name=_("meeting"))
    body = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name=_("body"))
    minutes = models.ForeignKey(
        Minutes, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("minutes")
    )
    no_minutes_reason_en = models.CharField(_("why no minutes were kept, in English"), max_length=300, blank=True)
    no_minutes_reason_fr = models.CharField(_("why no minutes were kept, in French"), max_length=300, blank=True)

    objects = MeetingBodyQuerySet.as_manager()

    class Meta:
        verbose_name = _("body of a meeting")
        verbose_name_plural = _("bodies of a meeting")
        ordering = ["meeting", "body"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "body"], name="a_meeting_names_a_body_once"),
            models.CheckConstraint(
                condition=Q(minutes=None) | Q(no_minutes_reason_en="", no_minutes_reason_fr=""),
                name="a_meeting_has_minutes_or_a_reason_for_none",
                violation_error_message=_("Give the minutes or the reason why none were kept, not both."),
            ),
        ]

    def __str__(self):
        return str(self.body)

    @classmethod
    def changeable(cls, standing):
        """Its editors: the secretariat, and those who lead the body, not those of another body of a joint session."""
        led = Q(body__in=standing.led_bodies) if standing.led_bodies else NOBODY
        return super(Through, cls).changeable(standing) | led

    def found_as(self):
        """A meeting is found by the names of its bodies."""
        return [self.meeting]

    @property
    def no_minutes_reason(self):
        return in_language(self, "no_minutes_reason")

    def clean(self):
        super().clean()
        if self.minutes is None or self.minutes.body_id == self.body_id:
            return
        if not (self.meeting_id and self.meeting.of_bodies.filter(body=self.minutes.body_id).exists()):
            raise ValidationError({"minutes": _("These minutes are of a body that the meeting is not of.")})
