"""What reminders and their letters add to the shared pages."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from asm_portal.areas import DeskItem
from asm_portal.dated import today
from asm_portal.visibility import standing_of
from logistics.reminders.letters import waiting_letters
from logistics.reminders.overdue import overdue_cells, sees_overdue


def desk(reader):
    """For the KP Chair's office and the secretariat: what is overdue, and the letters that wait for the Chair."""
    if not sees_overdue(reader):
        return []
    count = len(overdue_cells(today()))
    if not count:
        return []
    title = ngettext("%(count)s report is overdue", "%(count)s reports are overdue", count) % {"count": count}
    items = [
        DeskItem(title, reverse("logistics:report-overdue"), _("With days late, the last reminder and the letters."))
    ]
    return [*items, *(of_letter(letter, reader) for letter in waiting_letters(reader))]


def of_letter(letter, reader):
    if standing_of(reader).chair:
        title, detail = _("Letter: %(letter)s"), _("Prepared after the last reminder. Send it, or decide not to.")
    else:
        title, detail = (
            _("Letter for the KP Chair: %(letter)s"),
            _("Check the text; the Chair decides what becomes of it."),
        )
    return DeskItem(title % {"letter": letter}, letter.get_absolute_url(), detail)
