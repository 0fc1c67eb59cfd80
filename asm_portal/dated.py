"""Everything is dated: `valid_on(day)` is the one question, `?on=YYYY-MM-DD` the one parameter.

Ranges are UTC dates and half-open: `valid_from` is included, `valid_until` is not, so a range that ends today is already over.
"""

from datetime import UTC, date, datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from asm_portal.tracked import Tracked, TrackedQuerySet


def today():
    """The day of the register, in UTC."""
    return datetime.now(UTC).date()


class Precision(models.TextChoices):
    """How exactly a date is known; a date known to the year is stored as its first day."""

    DAY = "day", _("day")
    MONTH = "month", _("month")
    YEAR = "year", _("year")
    UNKNOWN = "unknown", _("unknown")


class DatedQuerySet(TrackedQuerySet):
    """Records with a range of validity."""

    def valid_on(self, day=None):
        """The records in force on the day (today by default); one without a known start never is."""
        day = day or today()
        return self.filter(Q(valid_until=None) | Q(valid_until__gt=day), valid_from__lte=day)


class Dated(Tracked):
    """A record that holds for a range of days.

    `no_overlap` names the fields that identify the seat: two records that agree in them may not overlap.
    PostgreSQL holds the same rule in an exclusion constraint (see `migrations/0002_no_overlap.py`).
    """

    no_overlap = ()
    # Keys of the rows saved together with this one: the form that holds them all compares them with each other.
    edited_together = ()

    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_from_precision = models.CharField(
        _("precision of the start"), max_length=7, choices=Precision, default=Precision.DAY
    )
    valid_until = models.DateField(
        _("valid until"), null=True, blank=True, help_text=_("The first day on which it no longer holds.")
    )
    valid_until_precision = models.CharField(
        _("precision of the end"), max_length=7, choices=Precision, default=Precision.DAY
    )

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_until=None) | Q(valid_from__lt=F("valid_until")),
                name="%(app_label)s_%(class)s_ends_after_it_begins",
                violation_error_message=_("The end must come after the beginning."),
            )
        ]

    def clean(self):
        super().clean()
        self.refuse_overlap(exempt=self.edited_together)

    def save(self, *args, **kwargs):
        self.refuse_overlap()
        super().save(*args, **kwargs)

    def refuse_overlap(self, exempt=()):
        """Raise ValidationError where another record of the same seat holds on one of these days."""
        if not self.no_overlap or self.valid_from is None:
            return
        others = (
            type(self)
            ._base_manager.exclude(pk__in={self.pk, *exempt} - {None})
            .filter(
                Q(valid_until=None) | Q(valid_until__gt=self.valid_from),
                valid_from__isnull=False,
                **{name: getattr(self, name) for name in self.no_overlap},
            )
        )
        if self.valid_until:
            others = others.filter(valid_from__lt=self.valid_until)
        if other := others.first():
            raise ValidationError(_("These days overlap with “%(other)s”."), params={"other": other}, code="overlap")

    def holds_on(self, day):
        """Whether the record is in force on the day."""
        return (
            self.valid_from is not None
            and self.valid_from <= day
            and (self.valid_until is None or self.valid_until > day)
        )


class DayError(ValueError):
    """A `?on=` that names no day; its text is for the reader."""


def parse_day(data):
    """The day asked for by `?on=2014-11-14`, or by the fields day, month and year; None where none is asked for."""
    parts = [data.get(name, "").strip() for name in ("year", "month", "day")]
    asked = data.get("on", "").strip()
    if not asked and any(parts):
        asked = "-".join(part.zfill(2) for part in parts)
    if not asked:
        return None
    try:
        return date.fromisoformat(asked) if len(asked) == len("2014-11-14") else _no_day(asked)
    except ValueError:
        return _no_day(asked)


def _no_day(asked):
    shown = "".join(sign for sign in asked[:40] if sign.isprintable())
    raise DayError(
        _("“%(asked)s” is not a day. Write the day as year-month-day, for example 2014-11-14.") % {"asked": shown}
    )


class OnDayMixin:
    """A page that shows the register of a day: `self.day`, and `self.day_error` where the day asked for is none."""

    day_error = ""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        try:
            self.asked_day = parse_day(request.GET)
        except DayError as error:
            self.asked_day, self.day_error = None, str(error)
        self.day = self.asked_day or today()

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            day=self.day, asked_day=self.asked_day, day_error=self.day_error, today=today(), **kwargs
        )
