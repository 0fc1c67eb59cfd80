"""What is done to the letters about overdue reports, each verb in one transaction, with the history under the name of `by`."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from asm_portal.dated import today
from asm_portal.editing import CONFLICT
from logistics.models import EscalationLetter
from logistics.reminders.letters import with_standing

State = EscalationLetter.State


@transaction.atomic
def change_letter(*, letter, text_en, text_fr, seen, by):
    """Write the text of a letter that nobody has decided on. `seen` is the version that `by` started from: raises ValidationError
    (code "conflict") where somebody else has changed it since."""
    letter = locked(letter)
    if str(letter.version) != seen:
        raise ValidationError(
            _("Somebody else has changed this letter since you opened it. What you typed is still here, below theirs."),
            code=CONFLICT,
        )
    letter.text_en, letter.text_fr = text_en.replace("\r\n", "\n"), text_fr.replace("\r\n", "\n")
    return written(letter, by)


@transaction.atomic
def mark_sent(*, letter, on, by):
    """Note the day on which the Chair sent the letter. Raises ValidationError for a day ahead, for one before the letter was
    prepared, and where the report had arrived by then."""
    letter = locked(letter)
    if on > today():
        raise ValidationError({"on": _("This day lies ahead. Note the letter once it is sent.")})
    if on < letter.prepared_on:
        raise ValidationError({"on": _("The letter was not yet prepared on that day.")})
    refuse_lapsed(letter, sent_on=on)
    letter.state, letter.decided_on = State.SENT, on
    return written(letter, by)


@transaction.atomic
def decline(*, letter, reason, by):
    """Decide that the letter is not sent, and why."""
    letter = locked(letter)
    refuse_lapsed(letter)
    letter.state, letter.decided_on, letter.reason = State.DECLINED, today(), reason
    return written(letter, by)


def locked(letter):
    """The letter as it is now, for this transaction alone; raises ValidationError where it is decided on."""
    letter = EscalationLetter.objects.select_for_update().get(pk=letter.pk)
    if letter.state != State.PREPARED:
        raise ValidationError(_("It was decided meanwhile what becomes of this letter."), code="decided")
    return letter


def refuse_lapsed(letter, sent_on=None):
    """Raise ValidationError where the report is no longer overdue, unless the letter was sent before it came."""
    (letter,) = with_standing([letter])
    arrived = letter.cell.received_on
    if letter.is_lapsed and not (sent_on and arrived and sent_on <= arrived):
        raise ValidationError(_("The letter has lapsed: the report is no longer overdue."), code="lapsed")


def written(letter, by):
    if letter.state != State.PREPARED:
        letter.decided_by = by
    letter.full_clean()
    letter._history_user = by
    letter.save()
    return letter
