"""The calendar as other programs take it over: iCalendar (RFC 5545), with the zones that its times are read in.

A cancelled entry stays, as cancelled: a program that is not told keeps showing it.
"""

from datetime import UTC, datetime, timedelta
from functools import cache
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _

from asm_portal.exports import escaped, folded
from asm_portal.feeds import BEGINNING

MEDIA_TYPE = "text/calendar; charset=utf-8"
# How often a program may ask again.
REFRESH = "PT6H"
DAY = timedelta(days=1)


def calendar_file(name, entries):
    """The entries as one calendar of that name."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//{host()}//ASM portal//EN",
        "CALSCALE:GREGORIAN",
        f"NAME:{escaped(name)}",
        f"X-WR-CALNAME:{escaped(name)}",
        f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESH}",
        f"X-PUBLISHED-TTL:{REFRESH}",
        *(line for zone, first, last in zones_of(entries) for line in zone_lines(zone, first, last)),
        *(line for entry in entries for line in event_lines(entry)),
        "END:VCALENDAR",
    ]
    return "".join(f"{folded(line)}\r\n" for line in lines)


def host():
    return urlsplit(settings.SITE_URL).hostname


def event_lines(entry):
    """An entry as an event. Its stamp is that of its last change, so that an unchanged calendar stays the same, byte for byte."""
    changed = utc(entry.changed_at or BEGINNING)
    title = _("Cancelled: %(title)s") % {"title": entry.title} if entry.is_cancelled else entry.title
    return [
        "BEGIN:VEVENT",
        f"UID:{entry.uid}@{host()}",
        f"SEQUENCE:{entry.sequence}",
        f"DTSTAMP:{changed}",
        f"LAST-MODIFIED:{changed}",
        *span_lines(entry),
        f"SUMMARY:{escaped(title)}",
        *([f"LOCATION:{escaped(entry.place)}"] if entry.place else []),
        f"CATEGORIES:{escaped(entry.kind.label)}",
        f"STATUS:{status_of(entry)}",
        f"URL:{settings.SITE_URL}{entry.url}",
        "END:VEVENT",
    ]


def status_of(entry):
    if entry.is_cancelled:
        return "CANCELLED"
    return "TENTATIVE" if entry.is_tentative else "CONFIRMED"


def span_lines(entry):
    """When it begins and ends; the end of whole days is the day after the last one."""
    if not entry.is_timed:
        after = [f"DTEND;VALUE=DATE:{entry.end + DAY:%Y%m%d}"] if entry.end < entry.end.max else []
        return [f"DTSTART;VALUE=DATE:{entry.start:%Y%m%d}", *after]
    end = [local("DTEND", entry.end)] if entry.end > entry.start else []
    return [local("DTSTART", entry.start), *end]


def local(name, moment):
    """An instant on the clock of its zone."""
    zone = zone_of(moment)
    return f"{name};TZID={zone}:{moment:%Y%m%dT%H%M%S}" if zone else f"{name}:{utc(moment)}"


def zone_of(moment):
    """The name of the zone of an instant; "" for UTC, which needs none."""
    name = getattr(moment.tzinfo, "key", "")
    return "" if name == "UTC" else name


def utc(moment):
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def zones_of(entries):
    """(zone, first year, last year) of the times, in the order of their names."""
    years = {}
    for entry in entries:
        for moment in (entry.start, entry.end) if entry.is_timed else ():
            years.setdefault(zone_of(moment), set()).add(moment.year)
    return [(zone, min(found), max(found)) for zone, found in sorted(years.items()) if zone]


@cache
def zone_lines(zone, first_year, last_year):
    """The zone with every change of its clocks in these years, and from the last of December before."""
    begin = datetime(first_year - 1, 12, 31, tzinfo=UTC).astimezone(ZoneInfo(zone))
    changes = [(begin.replace(tzinfo=None), begin.utcoffset(), begin), *changes_of(zone, first_year, last_year)]
    observed = [line for onset, before, after in changes for line in observance_lines(onset, before, after)]
    return ["BEGIN:VTIMEZONE", f"TZID:{zone}", *observed, "END:VTIMEZONE"]


def changes_of(zone, first_year, last_year):
    """(what the clock shows at the change, as it went before; the offset before; the instant after) of each change."""
    place, day = ZoneInfo(zone), datetime(first_year, 1, 1, tzinfo=UTC)
    while day.year <= last_year:
        before, after = day.astimezone(place), (day + DAY).astimezone(place)
        if before.utcoffset() != after.utcoffset():
            change = minute_of_change(day, place)
            yield (change + before.utcoffset()).replace(tzinfo=None), before.utcoffset(), change.astimezone(place)
        day += DAY


def minute_of_change(day, place):
    """The first minute of the day (UTC) at which the clock goes otherwise than at its beginning."""
    low, high, before = 0, 24 * 60, day.astimezone(place).utcoffset()
    while high - low > 1:
        middle = (low + high) // 2
        same = (day + timedelta(minutes=middle)).astimezone(place).utcoffset() == before
        low, high = (middle, high) if same else (low, middle)
    return day + timedelta(minutes=high)


def observance_lines(onset, before, after):
    """What the clock shows from an instant on; put back for a time, as in Morocco, it is no daylight-saving time."""
    part = "DAYLIGHT" if after.dst() > timedelta() else "STANDARD"
    return [
        f"BEGIN:{part}",
        f"DTSTART:{onset:%Y%m%dT%H%M%S}",
        f"TZOFFSETFROM:{offset_text(before)}",
        f"TZOFFSETTO:{offset_text(after.utcoffset())}",
        f"TZNAME:{after.tzname()}",
        f"END:{part}",
    ]


def offset_text(offset):
    """+0100, -0330."""
    minutes = round(offset.total_seconds() / 60)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}{abs(minutes) % 60:02}"
