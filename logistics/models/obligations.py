"""What is to be reported: obligations, their periods, and who owes what besides the Participants."""

from calendar import monthrange
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from asm_portal.dated import Dated
from asm_portal.models import Body, FocalPointKind, Office, Organisation
from asm_portal.models.bodies import in_language
from asm_portal.references import new_reference
from asm_portal.tracked import Sourced, Tracked
from asm_portal.visibility import EVERYBODY, DatedVisibleQuerySet, Open, VisibleQuerySet
from knowledge.models import DocumentKind

OWNERS = ("organisation", "body", "office")


def owner_key(owner):
    """What tells an owner from every other, in a key of something sent or of a cell: “organisation:12”."""
    return f"{owner._meta.model_name}:{owner.pk}"


def end_of_month(day, months, on=None):
    """The last day of the month so many months after that of `day`, or its day `on`, as far as the month has it."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    last = monthrange(year, month)[1]
    return date(year, month, min(on or last, last))


class Obligation(Open, Tracked, Sourced):
    """Something that is to be reported, by when as a rule, and to whom. The secretariat changes it when the rule changes.

    The rule: so many months after the end of the period, on the last day of the month or on `due_day`. A kind of document that
    has a deadline of its own (`knowledge.ReportDeadline`) gives the rule instead, so that it is written once. Where there is
    neither, nothing is due by itself: each duty is entered with its day (visits, bodies), or the facts are kept current.
    """

    class Frequency(models.TextChoices):
        YEARLY = "yearly", _("yearly")
        HALF_YEARLY = "half_yearly", _("half-yearly")
        QUARTERLY = "quarterly", _("quarterly")
        PER_CASE = "per_case", _("case by case")
        KEPT_CURRENT = "kept_current", _("kept current")

    class Binds(models.TextChoices):
        PARTICIPANTS = "participants", _("every Participant")
        PRODUCERS = "producers", _("producing Participants")
        BODIES = "bodies", _("bodies")
        REVIEW_TEAMS = "review_teams", _("review teams")

    class Collected(models.TextChoices):
        HERE = "here", _("on this portal")
        STATISTICS_SITE = "statistics_site", _("on the statistics site of the Process")
        REGISTER = "register", _("in the registers of this portal")

    MONTHS = {Frequency.YEARLY: 12, Frequency.HALF_YEARLY: 6, Frequency.QUARTERLY: 3, Frequency.KEPT_CURRENT: 12}

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name_en = models.CharField(_("name in English"), max_length=120)
    name_fr = models.CharField(_("name in French"), max_length=120)
    short_name_en = models.CharField(_("short name in English"), max_length=24, blank=True)
    short_name_fr = models.CharField(_("short name in French"), max_length=24, blank=True)
    position = models.PositiveSmallIntegerField(_("place in lists"), default=0)
    frequency = models.CharField(_("frequency"), max_length=12, choices=Frequency)
    binds = models.CharField(_("whom it binds"), max_length=12, choices=Binds)
    collected = models.CharField(_("where it is collected"), max_length=16, choices=Collected, default=Collected.HERE)
    kind = models.ForeignKey(
        DocumentKind, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("kind of document")
    )
    body = models.ForeignKey(
        Body, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("responsible body")
    )
    focal_point_kind = models.ForeignKey(
        FocalPointKind,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("focal point in charge"),
        help_text=_("Empty: the general focal point."),
    )
    due_months = models.PositiveSmallIntegerField(
        _("months after the end of the period"), null=True, blank=True, validators=[MaxValueValidator(24)]
    )
    due_day = models.PositiveSmallIntegerField(
        _("day of that month"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(31)],
        help_text=_("Empty: the last day of the month."),
    )
    own_rule_en = models.CharField(_("rule in English"), max_length=200, blank=True)
    own_rule_fr = models.CharField(_("rule in French"), max_length=200, blank=True)
    basis = models.CharField(_("what the rule rests on"), max_length=200, blank=True)
    asked_from = models.DateField(
        _("asked for from"), null=True, blank=True, help_text=_("Periods that begin before this day are not asked for.")
    )
    asked_until = models.DateField(
        _("asked for until"),
        null=True,
        blank=True,
        help_text=_("Periods that begin on this day or later are not asked for."),
    )

    class Meta:
        verbose_name = _("obligation to report")
        verbose_name_plural = _("obligations to report")
        ordering = ["position", "code"]
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(
                condition=Q(due_day=None) | Q(due_months__isnull=False),
                name="a_day_of_the_month_needs_its_month",
                violation_error_message=_("Say how many months after the end of the period this day lies."),
            ),
            models.CheckConstraint(
                condition=~Q(frequency__in=["per_case", "kept_current"]) | Q(due_months=None),
                name="a_rule_needs_periods_that_end",
                violation_error_message=_("What has no periods of its own has no such rule."),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def name(self):
        return in_language(self, "name")

    @property
    def short_name(self):
        """For narrow columns."""
        return in_language(self, "short_name") or self.name

    @property
    def deadline(self):
        """The deadline that its kind of document has by itself, None where it has none."""
        return getattr(self.kind, "deadline", None) if self.kind_id else None

    @property
    def rule(self):
        """The rule in words."""
        return self.deadline.rule if self.deadline else in_language(self, "own_rule")

    @property
    def is_kept_current(self):
        return self.frequency == self.Frequency.KEPT_CURRENT

    @property
    def is_of_participants(self):
        return self.binds in (self.Binds.PARTICIPANTS, self.Binds.PRODUCERS)

    def clean(self):
        super().clean()
        if self.deadline and self.due_months is not None:
            raise ValidationError({"due_months": _("This kind of document has its deadline already: change it there.")})

    def asks_for(self, start):
        """Whether a period that begins on this day is asked for."""
        is_early = self.asked_from is not None and start < self.asked_from
        return not is_early and (self.asked_until is None or start < self.asked_until)

    def due_on(self, end):
        """The day by which a period that ends on `end` is to be reported on; None where no rule says so."""
        if self.deadline:
            return self.deadline.after(end.year)
        return None if self.due_months is None else end_of_month(end, self.due_months, self.due_day)


class Producer(Open, Dated, Sourced):
    """A Participant that produces rough diamonds, for as long as it does: it owes what only producers owe."""

    no_overlap = ("organisation_id",)

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("Participant"))

    objects = DatedVisibleQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = _("producing Participant")
        verbose_name_plural = _("producing Participants")
        ordering = ["organisation", "valid_from"]

    def __str__(self):
        return str(self.organisation)


class ReportingPeriodQuerySet(VisibleQuerySet):
    """Periods to report on."""

    def of_participants(self):
        return self.filter(obligation__binds__in=["participants", "producers"])

    def of_year(self, year):
        """Those of a reporting year, in the order of a page."""
        return self.filter(year=year).with_obligation()

    def with_obligation(self):
        rows = self.select_related("obligation__kind__deadline", "obligation__body", "obligation__focal_point_kind")
        return rows.prefetch_related("concerning__names").order_by("obligation__position", "obligation", "start", "pk")


class ReportingPeriod(Open, Tracked):
    """A span of days to report on; `end` is its last day, `year` that in which it ends.

    `due_on` follows the rule of the obligation until its day is fixed by itself (`is_fixed`). What is kept current has none: it
    is looked at as it stands today or, once the year is over, on its last day.
    """

    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="periods", verbose_name=_("obligation"))
    year = models.PositiveSmallIntegerField(_("year"), editable=False)
    slug = models.SlugField(_("part of the address"), max_length=60, editable=False)
    start = models.DateField(_("first day"))
    end = models.DateField(_("last day"))
    due_on = models.DateField(_("due on"), null=True, blank=True)
    is_fixed = models.BooleanField(
        _("day fixed"), default=False, help_text=_("The day was set for this period: the rule no longer moves it.")
    )
    concerning = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("on which Participant"),
        help_text=_("A report on a Participant goes to it for comments before it is final."),
    )

    objects = ReportingPeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("period to report on")
        verbose_name_plural = _("periods to report on")
        ordering = ["-year", "obligation", "start", "pk"]
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(fields=["year", "slug"], name="a_period_has_its_own_address"),
            models.CheckConstraint(
                condition=Q(start__lte=F("end")),
                name="a_period_to_report_on_ends_after_it_begins",
                violation_error_message=_("The period ends before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(due_on=None) | Q(due_on__gte=F("start")),
                name="a_report_is_due_after_its_period_has_begun",
                violation_error_message=_("The report cannot be due before the period begins."),
            ),
        ]

    def __str__(self):
        if self.concerning_id:
            return f"{self.obligation} ({self.concerning}, {self.year})"
        return f"{self.obligation} {self.label_with_year}"

    @classmethod
    def readable(cls, standing):
        """What every Participant owes is no secret; a case is for those who owe or ask for it, and for whom it is about."""
        if standing.secretariat or standing.chair:
            return EVERYBODY
        owed = ReportDuty.objects.filter(ReportDuty.readable(standing)).values("period")
        case = Q(obligation__frequency=Obligation.Frequency.PER_CASE)
        return ~case | Q(pk__in=owed) | Q(concerning__in=standing.organisations)

    def save(self, *args, **kwargs):
        self.year = self.end.year
        self.slug = self.slug or self.make_slug()
        super().save(*args, **kwargs)

    def make_slug(self):
        """“trade-q1”, “annual_report”; that of a case is random, so that cases cannot be counted."""
        frequency, code = self.obligation.frequency, self.obligation.code
        if frequency == Obligation.Frequency.PER_CASE:
            return new_reference("due", self.end.year).lower()
        part = self.part
        return f"{code}-{part.lower()}" if part else code

    @property
    def part(self):
        """Which part of the year it is, in the signs of the Process: Q1, H2; "" for a year or a case."""
        months = {Obligation.Frequency.QUARTERLY: (3, "Q"), Obligation.Frequency.HALF_YEARLY: (6, "H")}
        length, letter = months.get(self.obligation.frequency, (0, ""))
        return f"{letter}{(self.end.month - 1) // length + 1}" if length else ""

    @property
    def label(self):
        """The part of the year in the reader's language (Q1, H2; T1, S2), the Participant of a case, "" for a year."""
        if self.concerning_id:
            return str(self.concerning)
        part = self.part
        if part.startswith("Q"):
            return _now("Q%(number)s") % {"number": part[1:]}
        return _now("H%(number)s") % {"number": part[1:]} if part else ""

    @property
    def label_with_year(self):
        return " ".join(filter(None, (self.label, str(self.year))))


class Owned(models.Model):
    """Something of one owner, which is an organisation, a body or an office, and of a period."""

    period = models.ForeignKey(ReportingPeriod, models.PROTECT, verbose_name=_("period"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("organisation")
    )
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("body"))
    office = models.ForeignKey(
        Office, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("office")
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=False, body=None, office=None)
                | Q(organisation=None, body__isnull=False, office=None)
                | Q(organisation=None, body=None, office__isnull=False),
                name="%(app_label)s_%(class)s_has_one_owner",
                violation_error_message=_("Name one owner: an organisation, a body or an office."),
            )
        ]

    @property
    def owner(self):
        return self.organisation or self.body or self.office

    @property
    def owner_key(self):
        """As `owner_key(owner)`, without asking for the owner."""
        name = next(name for name in OWNERS if getattr(self, f"{name}_id"))
        return f"{name}:{getattr(self, f'{name}_id')}"

    @classmethod
    def owned_by(cls, standing):
        """Those of the organisations that the reader represents, of the bodies they lead and of the offices they fill."""
        return (
            Q(organisation__in=standing.organisations)
            | Q(body__in=standing.led_bodies)
            | Q(office__in=standing.offices)
        )

    @classmethod
    def readable(cls, standing):
        """The owner, those who lead the responsible body, the Chair's office and the secretariat."""
        if standing.secretariat or standing.chair:
            return EVERYBODY
        return cls.owned_by(standing) | Q(period__obligation__body__in=standing.led_bodies)


def of_owner(owner):
    """The column of an Owned record that names the owner, as keywords."""
    return {owner._meta.model_name: owner}


class ReportDuty(Owned, Open, Tracked):
    """That a body, an office or an organisation owes a report; Participants owe theirs without such a row."""

    class Meta(Owned.Meta):
        verbose_name = _("duty to report")
        verbose_name_plural = _("duties to report")
        ordering = ["period", "pk"]
        base_manager_name = "objects"
        constraints = [
            *Owned.Meta.constraints,
            *(
                models.UniqueConstraint(fields=["period", name], name=f"the_{name}_owes_a_report_once")
                for name in OWNERS
            ),
        ]

    def __str__(self):
        return f"{self.period}, {self.owner}"
