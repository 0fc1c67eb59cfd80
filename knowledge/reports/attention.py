"""The lists of reports that the secretariat works from."""

from django.utils.translation import gettext_lazy as _

from asm_portal.attention import WorkList
from knowledge.models import AudienceProposal, Document, Redaction

WAITING_VERSIONS = WorkList(
    "open",
    _("Redacted versions that are not public yet"),
    Redaction,
    lambda rows: rows.filter(public_version__state__in=[Document.State.DRAFT, Document.State.CIRCULATED]),
    "asked_on",
)
OPEN_PROPOSALS = WorkList(
    "open",
    _("Wider audiences that wait for a decision"),
    AudienceProposal,
    lambda rows: rows.filter(outcome=AudienceProposal.Outcome.WAITING),
    "proposed_at",
    "info",
)
LISTS = (WAITING_VERSIONS, OPEN_PROPOSALS)
