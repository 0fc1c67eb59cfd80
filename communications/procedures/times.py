"""The instants of a written procedure in words: on the clocks of the zone in which they were announced, and in UTC."""

import zoneinfo
from datetime import UTC

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from asm_portal.members import local_time
from asm_portal.templatetags.portal import date_words


def moment_words(moment, zone):
    """12 December 2026, 16:00 UTC – 18:00, Gaborone (UTC+2): the first alone where the zone is UTC; with the day where the clocks
    there show another one."""
    utc = moment.astimezone(UTC)
    words = _("%(day)s, %(time)s UTC") % {"day": date_words(utc), "time": f"{utc:%H:%M}"}
    if zone == "UTC":
        return words
    day = moment.astimezone(zoneinfo.ZoneInfo(zone)).date()
    there = local_time(zone, moment)
    return f"{words} – {there}" if day == utc.date() else f"{words} – {date_words(day)}, {there}"


def left_words(until):
    """How long it is until an instant: days, in the last two days hours."""
    left = until - timezone.now()
    hours = int(left.total_seconds() // 3600)
    if hours >= 48:
        return ngettext("%(count)s day left", "%(count)s days left", left.days) % {"count": left.days}
    if hours:
        return ngettext("%(count)s hour left", "%(count)s hours left", hours) % {"count": hours}
    return _("less than an hour left") if left.total_seconds() > 0 else ""
