"""The times of a meeting: read on a clock at the venue, told in the venue's zone, in UTC and in the reader's own."""

import zoneinfo
from dataclasses import dataclass
from datetime import UTC, datetime

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from asm_portal.dated import Precision
from asm_portal.members import offset_words
from asm_portal.templatetags.portal import date_words
from asm_portal.zones import city


def days_in_words(first, last, precision=Precision.DAY):
    """Days in words: 11–14 May 2026, 29 October – 1 November 2004; dates known to the month or the year as that."""
    if precision != Precision.DAY or first == last:
        return " – ".join(dict.fromkeys(date_words(day, precision) for day in (first, last)))
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{date_words(last)}"
    begin = date_format(first, "j F") if first.year == last.year else date_words(first)
    return f"{begin} – {date_words(last)}"


def instant_of(day, time, zone):
    """The instant at which a clock of the zone shows the time on the day; raises ValidationError where it never does, or does
    twice, because the clocks are changed."""
    place = zoneinfo.ZoneInfo(zone)
    first, second = (datetime.combine(day, time.replace(fold=fold), place) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return first
    words = {"time": f"{time:%H:%M}", "day": date_words(day), "zone": zone}
    if first.astimezone(UTC).astimezone(place).time() != time:
        raise ValidationError(
            _("There is no %(time)s in %(zone)s on %(day)s: the clocks are put forward. Choose another time."),
            params=words,
            code="skipped",
        )
    raise ValidationError(
        _("%(time)s comes twice in %(zone)s on %(day)s: the clocks are put back. Choose a time before or after."),
        params=words,
        code="twice",
    )


@dataclass(frozen=True)
class Clock:
    """What a clock shows when a meeting begins and ends. Templates print `starts` and `ends`: their filters would turn an
    instant into UTC."""

    place: str
    start: datetime
    end: datetime | None

    @property
    def offset(self):
        """How far the clock is from UTC, "" for UTC itself."""
        return "" if self.place == "UTC" else offset_words(self.start)

    @property
    def starts(self):
        return f"{self.start:%H:%M}"

    @property
    def ends(self):
        return f"{self.end:%H:%M}" if self.end else ""

    @property
    def ends_another_day(self):
        return self.end is not None and self.end.date() != self.start.date()


def clocks(meeting, reader):
    """The clock of the venue, UTC and, for a reader who is a person, their own; each once. None where no time is set."""
    if meeting.starts_at is None:
        return []
    zones = [meeting.zone, "UTC"]
    if person := getattr(reader, "person", None):
        zones.append(person.time_zone)
    return [clock_in(zone, meeting) for zone in dict.fromkeys(zones)]


def clock_in(zone, meeting):
    place = zoneinfo.ZoneInfo(zone)
    end = meeting.ends_at and meeting.ends_at.astimezone(place)
    return Clock(city(zone), meeting.starts_at.astimezone(place), end)
