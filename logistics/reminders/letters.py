"""The letter that is prepared for the KP Chair once the last reminder has passed without a report."""

from django.conf import settings
from django.template import Context
from django.template.loader import get_template
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from asm_portal.dated import today
from asm_portal.models import Delivery, Organisation
from asm_portal.typesetting import pdf
from logistics.models import EscalationLetter, Reminder, ReportingPeriod, owner_key
from logistics.reminders.ladder import owed, steps_of_the_ladder
from logistics.reporting.standing import cells

State = EscalationLetter.State
TEXT = "logistics/reminders/letter.txt"


def prepare_letters(day):
    """Prepare a letter for each report of a Participant that is overdue beyond the last step; asked again, it does nothing."""
    steps = steps_of_the_ladder()
    prepared = set(EscalationLetter.objects.values_list("period", "organisation"))
    for item in owed(day, steps[-1:]):
        is_beyond = item.cell.is_overdue and item.cell.days_late > steps[-1].days
        if is_beyond and isinstance(item.owner, Organisation) and (item.cell.period.pk, item.owner.pk) not in prepared:
            prepare(item.cell, item.owner)


def prepare(cell, organisation):
    """The letter about an overdue report, in both languages; there is one, however often it is asked for."""
    reminded = days_of_reminders(cell.period, organisation)
    texts = {
        f"text_{language}": text_of(cell, organisation, reminded, language) for language, _name in settings.LANGUAGES
    }
    made, _is_new = EscalationLetter.objects.get_or_create(
        period=cell.period, organisation=organisation, defaults=texts
    )
    return made


def days_of_reminders(period, organisation):
    """The days on which reminders about it were sent to anybody of the Participant."""
    rows = Reminder.objects.filter(period=period, organisation=organisation, delivery__state=Delivery.State.SENT)
    return sorted({moment.date() for moment in rows.values_list("delivery__sent_at", flat=True)})


def text_of(cell, organisation, reminded, language):
    """The text as it is proposed to the Chair, from the data."""
    with translation.override(language):
        url = settings.SITE_URL + reverse("logistics:matrix-owner", args=[cell.period.year, organisation.code])
        context = {"cell": cell, "participant": str(organisation), "reminded": reminded, "url": url, "today": cell.day}
        return get_template(TEXT).template.render(Context(context, autoescape=False)).strip() + "\n"


def with_standing(letters):
    """The letters, each with the `cell` of the report that it is about, as it stands today."""
    letters = list(letters)
    periods = ReportingPeriod.objects.with_obligation().filter(pk__in={letter.period_id for letter in letters})
    by_key = {period.pk: period for period in periods}
    found = cells(by_key.values(), {letter.organisation for letter in letters})
    for letter in letters:
        letter.period = by_key[letter.period_id]
        letter.cell = found[letter.period_id, owner_key(letter.organisation)]
        letter.is_lapsed = letter.state == State.PREPARED and not letter.cell.is_overdue
    return letters


def waiting_letters(user):
    """The letters that the reader may know of, that nobody has decided on and whose report is still overdue."""
    rows = EscalationLetter.objects.visible_to(user).filter(state=State.PREPARED).select_related("organisation")
    return [letter for letter in with_standing(rows.prefetch_related("organisation__names")) if not letter.is_lapsed]


def paper(letter, language):
    """The letter as a PDF, on the Chair's own paper: without a head."""
    with translation.override(language):
        data = {
            "title": str(letter),
            "footer": _("Reference: %(reference)s") % {"reference": letter.reference},
            "day": str(letter.decided_on or today()),
            "paragraphs": [
                part.splitlines() for part in getattr(letter, f"text_{language}").split("\n\n") if part.strip()
            ],
        }
    return pdf("escalation_letter", data, language=language)
