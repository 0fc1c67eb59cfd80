"""Instants as those who decide read them: in UTC, and on the clock of the KP Chair."""

import zoneinfo

from asm_portal.members import local_time
from asm_portal.templatetags.portal import date_words
from logistics.follow_up.owners import chair_office


def chair_zone():
    """The time zone in which the KP Chair's office works; UTC where the seat is vacant."""
    people = chair_office()
    return people[0].time_zone if people else "UTC"


def in_zone(moment, zone):
    """The moment on the clocks of a zone, with its day: 24 November 2026, 14:05, Luanda (UTC+1)."""
    return f"{date_words(moment.astimezone(zoneinfo.ZoneInfo(zone)).date())}, {local_time(zone, moment)}"


def in_zones(moment, *zones):
    """The moment in UTC and in each of the zones, each once."""
    return [in_zone(moment, zone) for zone in dict.fromkeys(["UTC", *zones]) if zone]
