"""What the page of an enquiry shows to its reader, and what it offers."""

from dataclasses import dataclass
from datetime import date

from asm_portal.areas import areas
from asm_portal.models import Delivery
from asm_portal.post import UNSETTLED
from asm_portal.visibility import standing_of
from communications.enquiries.addressing import mails_of
from communications.enquiries.stages import OF_CHAIR, Stage
from communications.enquiries.waiting import due_on
from communications.models import ChairInstruction, EnquiryMessage, InternalNote, Reply, ReplyDraft


@dataclass(frozen=True)
class Record:
    """The rows of an enquiry that the reader may know of, and what the reader may do about it; `mail` is one to whoever asked
    that failed, came back or may not have gone."""

    instruction: ChairInstruction | None
    drafts: list
    replies: list
    messages: list
    notes: list
    due_on: date | None
    keeps_enquiries: bool
    decides: bool
    may_draft: bool
    may_note_sent: bool
    has_unread: bool
    mail: Delivery | None
    request_url: str

    @property
    def last(self):
        """The newest version that the reader may know of."""
        return self.drafts[0] if self.drafts else None


def record_of(enquiry, reader):
    """The Record of an enquiry that bears its stage (`with_stage`)."""
    standing = standing_of(reader)
    messages = list(EnquiryMessage.objects.visible_to(reader).filter(enquiry=enquiry))
    drafts = ReplyDraft.objects.visible_to(reader).filter(enquiry=enquiry).select_related("by__person", "banked")
    replies = list(Reply.objects.visible_to(reader).filter(enquiry=enquiry).select_related("approval", "banked"))
    keeps_enquiries = standing.secretariat
    return Record(
        instruction=ChairInstruction.objects.about(enquiry).visible_to(reader).first(),
        drafts=list(drafts.order_by("-number")),
        replies=replies,
        messages=messages,
        notes=list(InternalNote.objects.visible_to(reader).filter(enquiry=enquiry).select_related("by__person")),
        due_on=due_on(enquiry) if enquiry.is_open else None,
        keeps_enquiries=keeps_enquiries,
        decides=standing.decides_for_chair and enquiry.stage in OF_CHAIR,
        may_draft=keeps_enquiries and enquiry.is_open and enquiry.stage != Stage.UNINSTRUCTED,
        may_note_sent=(keeps_enquiries or standing.decides_for_chair) and enquiry.stage == Stage.SENDING,
        has_unread=keeps_enquiries and any(message.seen_at is None for message in messages),
        mail=mails_of(enquiry).filter(state__in=UNSETTLED).first(),
        request_url=request_url(enquiry, reader),
    )


def request_url(enquiry, reader):
    """The page of the request for assistance that the enquiry became, "" where there is none that the reader may know of."""
    reference = enquiry.converted_to
    return next((url for area in areas() if reference and (url := area.address_of(reference, reader))), "")
