"""The lists of reports that the secretariat works from."""

from django.utils.translation import gettext_lazy as _

from asm_portal.attention import WorkList
from logistics.models import Contest, Excuse, Submission

TO_FILE = WorkList("to-file", _("Reports to file"), Submission, lambda rows: rows.waiting(), "submitted_at")
TO_DECIDE = WorkList("open", _("Excuses and extensions to decide"), Excuse, lambda rows: rows.waiting(), "requested_at")
CONTESTED = WorkList("open", _("Contested standings to answer"), Contest, lambda rows: rows.open(), "contested_at")
LISTS = (TO_FILE, TO_DECIDE, CONTESTED)
