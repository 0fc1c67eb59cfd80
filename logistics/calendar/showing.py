"""Entries as the pages of the calendar show them, each time on the clocks of the venue, of UTC and of the reader."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from asm_portal.areas import CalendarEntry
from asm_portal.members import offset_words
from asm_portal.templatetags.portal import date_words
from asm_portal.zones import city
from logistics.calendar.ical import zone_of


@dataclass(frozen=True)
class Shown:
    """An entry, and its time in words: the venue's first; none for whole days."""

    entry: CalendarEntry
    times: list

    @property
    def begins(self):
        """When it begins, where there is little room: 10:00 Luanda."""
        return f"{self.entry.start:%H:%M} {city(zone_of(self.entry.start) or 'UTC')}" if self.entry.is_timed else ""


def shown(entries, reader):
    own = [reader.person.time_zone] if reader.is_authenticated else []
    return [Shown(entry, times_of(entry, own)) for entry in entries]


def times_of(entry, own):
    """The time on each clock, once."""
    if not entry.is_timed:
        return []
    zones = [zone_of(entry.start) or "UTC", "UTC", *own]
    return [time_words(entry, zone) for zone in dict.fromkeys(zones)]


def time_words(entry, zone):
    """10:00–12:00, Luanda (UTC+1); with the days where it ends on another, or the clock there shows another."""
    begin, end = entry.start.astimezone(ZoneInfo(zone)), entry.end.astimezone(ZoneInfo(zone))
    if begin.date() != end.date():
        span = f"{date_words(begin.date())}, {begin:%H:%M} – {date_words(end.date())}, {end:%H:%M}"
    else:
        span = f"{begin:%H:%M}" if begin == end else f"{begin:%H:%M}–{end:%H:%M}"
        span = span if begin.date() == entry.first_day else f"{date_words(begin.date())}, {span}"
    return f"{span} UTC" if zone == "UTC" else f"{span}, {city(zone)} ({offset_words(begin)})"
