"""What comes in: an enquiry, a later message about it, a note of staff for each other.

    enquiry = file_enquiry(kind="media", channel="mail", name="…", email="…", language="fr", question="…", outlet="…")
    receive_message(enquiry=enquiry, sender="…", text="…", at=now)

Whether `by` may is asked by the page that offers it; without `by`, the one who asks filed it.
"""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from asm_portal.post import post
from communications.enquiries.links import asker_of, key_of_mails
from communications.models import Enquirer, Enquiry, EnquiryMessage, InternalNote
from knowledge.actions import save, save_with_reference

Channel = Enquiry.Channel
# Who sends the same within it has pressed the button twice.
SAME = timedelta(days=1)
LONGEST_QUESTION = 10_000


def sent_before(*, name, email, question):
    """The open enquiry with which somebody asked the same just now; None where there is none."""
    known = Enquiry.objects.open().filter(received_at__gt=timezone.now() - SAME, channel=Channel.PORTAL)
    return known.filter(enquirer__name=name, enquirer__email=email, question=question).first()


@transaction.atomic
def file_enquiry(
    *, kind, name, language, question, email="", outlet="", channel=Channel.PORTAL, reached_at="", received_at=None,
    by=None, is_demonstration=False,
):  # fmt: skip
    """Take in a question; whoever gave an address gets a receipt with the reference and the way to its page.

    The receipt repeats nothing that was typed, so that nobody can send words of their own through it. What is sent from the form
    twice is one enquiry. Raises ValidationError.
    """
    if channel == Channel.PORTAL and (known := sent_before(name=name, email=email, question=question)):
        return known
    at = received_at or timezone.now()
    enquiry = Enquiry(
        kind=kind, channel=channel, language=language, question=question, received_at=at, waiting_since=at,
        filed_by=by, is_demonstration=is_demonstration,
    )  # fmt: skip
    enquiry.full_clean(exclude=["reference"])
    save_with_reference(enquiry, by)
    enquirer = Enquirer(enquiry=enquiry, name=name, outlet=outlet, email=email, reached_at=reached_at)
    enquirer.full_clean()
    enquirer.save()
    send_receipt(enquiry)
    return enquiry


def send_receipt(enquiry, number=1):
    """The receipt with the link to the status page; the `number` tells one that is written anew from those before."""
    asker = asker_of(enquiry)
    if asker:
        context = {"reference": enquiry.reference, "url": asker.status_url}
        key = f"{key_of_mails(enquiry.pk)}receipt" + (f":{number}" if number > 1 else "")
        post(key, asker.outsider, "enquiry_receipt", context, secret=True)


@transaction.atomic
def receive_message(*, enquiry, sender, text, at=None):
    """Keep what came in later about an enquiry, whatever its state; staff see it until they have read it."""
    return EnquiryMessage.objects.create(enquiry=enquiry, sender=sender, text=text, at=at or timezone.now())


@transaction.atomic
def read_messages(*, enquiry):
    """Note that staff have read all that came in."""
    for message in enquiry.messages.select_for_update().filter(seen_at=None):
        message.seen_at = timezone.now()
        message.save()


@transaction.atomic
def add_note(*, enquiry, text, by):
    """Note something for the others of the secretariat."""
    if not text.strip():
        raise ValidationError(_("Write the note first."))
    return save(InternalNote(enquiry=enquiry, text=text.strip(), by=by), by)
