"""Mail at the direction of the KP Chair."""

from django.conf import settings
from django.utils.translation import gettext as _


def in_the_chairs_name():
    """What a mail at the direction of the KP Chair bears, as what it is: the Chair's name with that of the mechanism that sends
    it, in the language that is active, and where answers go. The mechanism is never the speaker (mandate 2)."""
    operator = {"operator": _(settings.OPERATOR_NAME)}
    return {"from_name": _("KP Chair, through the %(operator)s") % operator, "reply_to": settings.CHAIR_ADDRESS}
