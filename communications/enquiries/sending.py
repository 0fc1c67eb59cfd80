"""What goes out: exactly the text that the Chair's office approved, as mail in the Chair's name, or noted once it was given
another way."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from asm_portal.post import post
from communications.chair_office import in_the_chairs_name
from communications.enquiries.drafting import held_open, last_draft
from communications.enquiries.links import asker_of, key_of_mails
from communications.models import Enquiry, Reply, ReplyDraft
from knowledge.actions import save
from knowledge.text_approvals import is_approved

State = ReplyDraft.State


def can_be_mailed(enquiry):
    """Whether whoever asked gave an address."""
    return asker_of(enquiry) is not None


@transaction.atomic
def send_reply(*, enquiry, by):
    """Send the approved answer as mail in the Chair's name; the enquiry is answered thereby."""
    enquiry = held_open(enquiry)
    if not can_be_mailed(enquiry):
        raise ValidationError(_("There is no e-mail address. Take the answer as a file, and note once it was given."))
    reply = record_reply(enquiry, Reply.Channel.MAIL, timezone.now(), by)
    asker = asker_of(enquiry)
    with translation.override(asker.outsider.preferred_language):
        headers = in_the_chairs_name()
    context = {"enquiry": enquiry, "reply": reply, "name": enquiry.asker.name, "url": asker.status_url}
    context["answers_reach_the_chair"] = bool(headers["reply_to"])
    post(f"{key_of_mails(enquiry.pk)}reply:{reply.pk}", asker.outsider, "enquiry_reply", context, **headers)
    return reply


@transaction.atomic
def note_sent(*, enquiry, channel, by, at=None):
    """Note that the approved answer was given another way: read over the telephone, posted, or sent by the Chair's office."""
    enquiry, at = held_open(enquiry), at or timezone.now()
    if at > timezone.now():
        raise ValidationError({"on": _("This day has not come yet.")})
    return record_reply(enquiry, channel, at, by)


def record_reply(enquiry, channel, at, by):
    """The answer with its approval, and the end of the enquiry; raises ValidationError where no text was approved."""
    draft = approved_draft(enquiry)
    reply = Reply(
        enquiry=enquiry, approval=draft.approval, channel=channel, asked_at=enquiry.waiting_since,
        sent_at=max(at, enquiry.waiting_since), by=by,
    )  # fmt: skip
    reply.full_clean()
    save(reply, by)
    draft.state = State.SENT
    save(draft, by)
    enquiry.outcome, enquiry.closed_at = Enquiry.Outcome.ANSWERED, timezone.now()
    save(enquiry, by)
    return reply


def approved_draft(enquiry):
    """The version that may go out; raises ValidationError where there is none."""
    draft = last_draft(enquiry)
    if draft is None or draft.state != State.APPROVED or not is_approved(draft.approval, draft.text):
        raise ValidationError(_("Only a text that the Chair’s office has approved, exactly as it stands, can be sent."))
    return draft
