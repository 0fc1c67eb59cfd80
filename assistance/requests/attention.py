"""The list that the secretariat works from."""

from django.utils.translation import gettext_lazy as _

from asm_portal.attention import WorkList
from assistance.models import AssistanceRequest

RECEIVED = WorkList(
    "received",
    _("Requests for assistance that nobody has taken up"),
    AssistanceRequest,
    lambda rows: rows.open().filter(taken_up_at=None),
    "submitted_at",
)
LISTS = (RECEIVED,)
