"""The people of the KP Chair's office, to whom drafts go."""

from django.conf import settings
from django.utils.translation import gettext as _

from asm_portal.models import Office
from logistics.follow_up.owners import OFFICE, people_by_owner


def chair_office():
    """Those who fill the seat of KP Chair today."""
    seats = Office.objects.filter(seat=Office.Seat.KP_CHAIR)
    found = people_by_owner([f"{OFFICE}-{pk}" for pk in seats.values_list("pk", flat=True)])
    return list(dict.fromkeys(person for people in found.values() for person in people))


def in_the_chairs_name():
    """What a mail at the direction of the KP Chair bears, as what it is: the Chair's name with that of the mechanism that sends
    it, in the language that is active, and where answers go. The mechanism is never the speaker (mandate 2)."""
    operator = {"operator": _(settings.OPERATOR_NAME)}
    return {"from_name": _("KP Chair, through the %(operator)s") % operator, "reply_to": settings.CHAIR_ADDRESS}
