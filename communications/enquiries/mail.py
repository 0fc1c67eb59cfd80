"""The mail that tells the Chair's office that a draft waits; written when it is sent, and dropped once nobody waits any more."""

from asm_portal.areas import Letter
from asm_portal.post import link
from asm_portal.visibility import standing_of
from communications.enquiries.drafting import DRAFT_PREFIX, last_draft
from communications.enquiries.stages import stage_of
from communications.models import ReplyDraft
from communications.models.enquiries import Stage
from logistics.follow_up.owners import reader_of


def letter(delivery):
    """The letter of a delivery of ours; None where it is another's, or the draft waits no more for this person."""
    if not delivery.key.startswith(DRAFT_PREFIX):
        return None
    draft = ReplyDraft.objects.select_related("enquiry").get(pk=delivery.key.removeprefix(DRAFT_PREFIX))
    waits = stage_of(draft.enquiry) == Stage.DECIDING and last_draft(draft.enquiry) == draft
    if not (waits and standing_of(reader_of(delivery.person)).decides_for_chair):
        return None
    url = link(delivery.person, "communications:enquiry-decide", draft.enquiry.reference)
    return Letter("enquiry_draft", {"enquiry": draft.enquiry, "url": url})
