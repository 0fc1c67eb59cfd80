"""Weekly opening hours, told on a clock at the place itself: `{"mon": [["08:00", "12:00"], ["14:00", "17:30"]], …}`.

A day that is not named is a day on which it is closed; no day named at all means that the hours are not known. Public holidays
are not known either: what is said here is what is usual.
"""

import re
import zoneinfo
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import groupby, pairwise

from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MOMENT = re.compile(r"([01]\d|2[0-3]):[0-5]\d|24:00")
SPAN = re.compile(r"(\d{1,2})(?:[:hH.](\d\d)?)?\s*[-–—]\s*(\d{1,2})(?:[:hH.](\d\d)?)?")
MIDNIGHT = "24:00"


def check_hours(value):
    """Raise ValidationError unless it is weekly hours as above, each day's in order and apart from each other."""
    if not isinstance(value, dict) or set(value) - set(DAYS):
        raise ValidationError(_("Give the hours by day of the week."))
    for day, spans in value.items():
        if not spans or not all(is_span(span) for span in spans) or any(a[1] >= b[0] for a, b in pairwise(spans)):
            raise ValidationError(
                _("%(day)s: these are no hours of one day. Write for example 08:00–12:00, 14:00–17:30."),
                params={"day": WEEKDAYS[DAYS.index(day)]},
            )


def is_span(span):
    """Whether it is two times of one day, the earlier one first."""
    return (
        isinstance(span, list | tuple)
        and len(span) == 2
        and all(isinstance(end, str) and MOMENT.fullmatch(end) for end in span)
        and span[0] < span[1]
    )


def parse_spans(text):
    """The spans that somebody typed for a day: "8-12, 14h00–17h30" → [["08:00", "12:00"], ["14:00", "17:30"]]. What is none of
    that comes back as typed, for `check_hours` to refuse."""
    parts = [part.strip() for part in re.split(r"[,;/]", text) if part.strip()]
    found = [SPAN.fullmatch(part) for part in parts]
    if not all(found):
        return parts
    return [[f"{int(a):02}:{b or '00'}", f"{int(c):02}:{d or '00'}"] for a, b, c, d in (one.groups() for one in found)]


def spans_in_words(spans):
    return ", ".join(f"{start}–{end}" for start, end in spans)


def in_words(hours):
    """The week in a line, days with the same hours together: Mon–Fri 08:00–16:30, Sat 08:00–12:00."""
    week = [(number, spans_in_words(hours.get(day, ()))) for number, day in enumerate(DAYS)]
    runs = [(words, [number for number, _words in run]) for words, run in groupby(week, key=lambda pair: pair[1])]
    return f"{gettext(';')} ".join(f"{days_in_words(numbers)} {words}" for words, numbers in runs if words)


def days_in_words(numbers):
    first, last = WEEKDAYS_ABBR[numbers[0]], WEEKDAYS_ABBR[numbers[-1]]
    return str(first) if len(numbers) == 1 else f"{first}–{last}"


@dataclass(frozen=True)
class Opening:
    """Whether a place is open at a moment (None: not known), and the local moment at which that changes, if ever."""

    is_open: bool | None
    changes_at: datetime | None = None

    @property
    def words(self):
        """Open until 16:30. Closed, opens on Monday at 08:00."""
        if self.is_open is None:
            return gettext("Opening hours not known")
        if self.changes_at is None:
            return gettext("Open at all hours")
        told = {"day": WEEKDAYS[self.changes_at.weekday()], "time": f"{self.changes_at:%H:%M}"}
        if self.is_open:
            return gettext("Open now, until %(time)s") % told
        return gettext("Closed now, opens on %(day)s at %(time)s") % told


def opening(hours, zone, moment):
    """The Opening of a place with these hours in this zone at the moment."""
    if not hours:
        return Opening(None)
    here = moment.astimezone(zoneinfo.ZoneInfo(zone))
    spans = merged(spans_around(hours, here))
    current = next((span for span in spans if span[0] <= here < span[1]), None)
    if current:
        # A week and a day lie ahead: what does not end before never does.
        return Opening(True, current[1] if current[1] < here + timedelta(days=7) else None)
    return Opening(False, next(start for start, _end in spans if start > here))


def spans_around(hours, here):
    """The spans from yesterday to a week from now, as local moments, told on the wall clock whatever daylight saving does."""
    for offset in range(-1, 9):
        date = (here + timedelta(days=offset)).date()
        for start, end in hours.get(DAYS[date.weekday()], ()):
            yield at(date, start, here.tzinfo), at(date, end, here.tzinfo)


def at(date, clock, zone):
    if clock == MIDNIGHT:
        return datetime.combine(date + timedelta(days=1), time(), zone)
    return datetime.combine(date, time.fromisoformat(clock), zone)


def merged(spans):
    """The spans with those that touch at midnight made one."""
    found = []
    for start, end in spans:
        if found and found[-1][1] == start:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found
