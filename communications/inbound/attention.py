"""The list that the secretariat works from."""

from django.utils.translation import gettext_lazy as _

from asm_portal.attention import WorkList
from communications.models import InboundMail

HELD = WorkList(
    "held",
    _("Incoming mail that belongs to no enquiry yet"),
    InboundMail,
    lambda rows: rows.filter(state=InboundMail.State.HELD),
    "received_at",
)
