"""The mail of a day: written when it is sent, of what is still owed then."""

from django.conf import settings
from django.utils.translation import gettext as _

from asm_portal.areas import Letter
from asm_portal.dated import today
from asm_portal.templatetags.portal import date_words
from logistics.models import Reminder
from logistics.reminders.ladder import PREFIX, by_person, owed, steps_of_the_ladder
from logistics.reporting.duties import duty_url


def letter(delivery):
    """What the person is asked for now. None where the mail is no reminder, or where nothing of what it was to be about is owed
    any more: a version has arrived, an excuse was granted, or somebody else answers for it now."""
    if not delivery.key.startswith(PREFIX):
        return None
    meant = {(row.period_id, row.owner_key) for row in Reminder.objects.filter(delivery=delivery)}
    owners = {owner for _period, owner in meant}
    asked = by_person(owed(today(), steps_of_the_ladder(), only=owners), today())
    items = asked.get(delivery.person, [])
    if not any(item.key in meant for item in items):
        return None
    items.sort(key=lambda item: (item.cell.due_on, str(item.cell.period)))
    lines = [line(item) for item in items]
    owners = sorted({str(item.owner) for item in items})
    return Letter(
        "report_reminder", {"lines": lines, "first": lines[0], "owners": ", ".join(owners), "several": len(owners) > 1}
    )


def line(item):
    """A report as the mail lists it."""
    period = item.cell.period
    return {
        "what": str(period),
        "owner": str(item.owner),
        "words": words(item.cell),
        "is_overdue": item.cell.days_late > 0,
        "url": settings.SITE_URL + duty_url("report-detail", period, item.owner),
    }


def words(cell):
    """How it stands; what is kept current and still holds is to be confirmed again."""
    if cell.period.obligation.is_kept_current and not cell.days_late:
        return _("To be confirmed again by %(day)s.") % {"day": date_words(cell.due_on)}
    return cell.cause
