"""What a reader may know of who has reported: Participants the whole table, others what the KP Chair has decided for them."""

from django.db import transaction

from asm_portal.visibility import standing_of
from logistics.models import Disclosure

Readers, Shown = Disclosure.Readers, Disclosure.Shown
WIDTH = Shown.values.index


def shown_to(user):
    """What the reader may know. An Observer may know at least what everyone may."""
    standing = standing_of(user)
    if standing.participant or standing.chair or standing.secretariat:
        return Shown.MATRIX
    groups = [Readers.PUBLIC, Readers.OBSERVERS] if standing.process else [Readers.PUBLIC]
    return max((decided_for(readers) for readers in groups), key=WIDTH)


def decided_for(readers):
    """What the Chair has decided for these readers; without a decision, nothing."""
    decision = Disclosure.objects.in_force(readers)
    return Shown(decision.shown) if decision else Shown.NOTHING


@transaction.atomic
def decide(*, readers, shown, reason, by, document=None):
    """The Chair's office decides what others may know from now on. Raises ValidationError where the public would be told more
    than totals, or without a reason."""
    decision = Disclosure(readers=readers, shown=shown, reason=reason, document=document, decided_by=by)
    decision.full_clean()
    decision._history_user = by
    decision.save()
    return decision
