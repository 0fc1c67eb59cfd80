"""The Chair's office decides on a draft: exactly this text is approved, is returned with a remark, or gives way to its own."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communications.enquiries.drafting import held_open, keep_version, last_draft, require_last
from communications.enquiries.sending import can_be_mailed, send_reply
from communications.models import ReplyDraft
from knowledge.actions import save
from knowledge.approvals import CHANGED, require_office
from knowledge.text_approvals import approve_text, digest

State = ReplyDraft.State


def held_for_decision(enquiry, seen):
    """The draft that waits, its enquiry locked; raises ValidationError where it is not the text that the page showed, whose
    digest is `seen`, or where somebody has decided on it already."""
    draft = last_draft(held_open(enquiry))
    if draft and draft.state in (State.APPROVED, State.RETURNED):
        raise ValidationError(
            _("Somebody of the Chair’s office has decided on this text already: %(state)s.")
            % {"state": draft.get_state_display()}
        )
    if draft is None or draft.state != State.SUBMITTED or digest(draft.text) != seen:
        raise ValidationError(CHANGED)
    return draft


@transaction.atomic
def approve_reply(*, enquiry, seen, by, sends_itself=False):
    """Approve exactly the text that the page showed. It goes out at once, unless the Chair's office `sends_itself` or there is no
    address."""
    return settle(held_for_decision(enquiry, seen), seen, by, sends_itself)


def settle(draft, seen, by, sends_itself):
    enquiry = draft.enquiry
    approval = approve_text(record=enquiry, content=draft.text, by=by, seen=seen)
    draft.state, draft.approval, draft.sends_itself = State.APPROVED, approval, sends_itself
    save(draft, by)
    if not sends_itself and can_be_mailed(enquiry):
        send_reply(enquiry=enquiry, by=by)
        enquiry.refresh_from_db()
    return draft


@transaction.atomic
def return_reply(*, enquiry, seen, remark, by):
    """Give a draft back to the secretariat, with what is to be changed."""
    require_office(by, enquiry.is_demonstration)
    draft = held_for_decision(enquiry, seen)
    if not remark.strip():
        raise ValidationError({"remark": _("Say what should be changed.")})
    draft.state, draft.remark = State.RETURNED, remark.strip()
    return save(draft, by)


@transaction.atomic
def answer_instead(*, enquiry, text, seen, by, sends_itself=False):
    """Answer in the Chair's own words, which are approved thereby. `seen` is the number of the version that the page showed."""
    enquiry = held_open(enquiry)
    last = require_last(enquiry, seen)
    draft = keep_version(enquiry, last, text, by, is_by_chair=True, submitted_at=timezone.now())
    return settle(draft, digest(text), by, sends_itself)
