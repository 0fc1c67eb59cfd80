"""Of the demonstration: what the fictional Chair has decided to show, and the letters about what fictional Participants owe."""

from asm_portal.models import Organisation
from asm_portal.removal import remove
from logistics.matrix.disclosure import decide
from logistics.models import Disclosure, EscalationLetter, Reminder
from logistics.reminders.letters import prepare_letters


def demonstrate(cast):
    chair = cast.users["chair"]
    if not Disclosure.objects.filter(decided_by=chair).exists():
        reason = "Observers of the demonstration see how many have reported, and nobody’s name."
        decide(readers=Disclosure.Readers.OBSERVERS, shown=Disclosure.Shown.TOTALS, reason=reason, by=chair)
    if Organisation.objects.facts().exclude(tracked_from=None).exists():
        return
    prepare_letters(cast.today)


def forget_demonstration():
    remove(Reminder.objects.filter(person__is_demonstration=True))
    remove(EscalationLetter.objects.filter(organisation__is_demonstration=True))
    remove(Disclosure.objects.filter(decided_by__person__is_demonstration=True))
