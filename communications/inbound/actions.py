"""What becomes of a message: it answers an enquiry, or is held until the secretariat attaches it, files it, or sets it aside."""

import hashlib
import re
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from communications.enquiries.filing import LONGEST_QUESTION, file_enquiry, receive_message
from communications.inbound.messages import read_letter
from communications.models import Enquiry, InboundMail

State, Nature = InboundMail.State, InboundMail.Nature
REFERENCE = re.compile(r"\bENQ-\d{4}-[0-9A-HJKMNP-TV-Z]{5}\b", re.I)


@transaction.atomic
def keep(incoming):
    """Keep a message that came in (boxes.Incoming); one that answers an enquiry goes there. None where it is known already."""
    letter = read_letter(incoming.raw)
    if InboundMail.objects.filter(fingerprint=letter.fingerprint).exists():
        return None
    mail = InboundMail(
        fingerprint=letter.fingerprint, message_id=letter.message_id, sender_name=letter.sender_name, sender=letter.sender,
        subject=letter.subject, text=letter.text, sent_at=letter.sent_at, nature=letter.nature, size=incoming.size,
    )  # fmt: skip
    if incoming.is_whole:
        mail.sha256 = hashlib.sha256(incoming.raw).hexdigest()
        mail.raw.save("", ContentFile(incoming.raw), save=False)
    if enquiry := answered_by(letter):
        attach_to(mail, enquiry, by=None)
    mail.save()
    return mail


def answered_by(letter):
    """The enquiry that a message answers: its subject names it, and it comes from the address of whoever asked."""
    named = REFERENCE.search(letter.subject)
    if not named or letter.nature != Nature.LETTER or not letter.sender:
        return None
    return Enquiry.objects.filter(reference=named[0].upper(), enquirer__email__iexact=letter.sender).first()


def attach_to(mail, enquiry, by):
    receive_message(enquiry=enquiry, sender=mail.sender, text=mail.text, at=mail.received_at)
    settle(mail, State.ATTACHED, by, enquiry=enquiry)


def settle(mail, state, by, **facts):
    mail.state, mail.settled_at, mail.settled_by = state, timezone.now(), by
    for name, value in facts.items():
        setattr(mail, name, value)


def taken(mail, *states):
    """The message, which nobody else settles until this is written. Raises ValidationError where it is in none of the states."""
    mail = InboundMail.objects.select_for_update().get(pk=mail.pk)
    if mail.state not in states:
        raise ValidationError(
            _("Somebody has dealt with this message: %(state)s.") % {"state": mail.get_state_display()}
        )
    return mail


@transaction.atomic
def attach(*, mail, reference, by):
    """Attach a held message to an enquiry, as something that came in later."""
    mail = taken(mail, State.HELD)
    enquiry = Enquiry.objects.filter(reference=reference.strip().upper()).first()
    if enquiry is None:
        raise ValidationError(_("There is no enquiry with this reference."))
    if enquiry.asker is None:
        raise ValidationError(_("Who asked is forgotten, so there is nobody to answer."))
    attach_to(mail, enquiry, by)
    mail.save()


@transaction.atomic
def file_as_enquiry(*, mail, kind, language, by, outlet=""):
    """Make an enquiry of a held message; whoever wrote it gets the receipt that every enquirer gets."""
    mail = taken(mail, State.HELD)
    if not mail.text:
        raise ValidationError(_("This message holds no text that could be the question. File the enquiry by hand."))
    enquiry = file_enquiry(
        kind=kind, channel=Enquiry.Channel.MAIL, name=mail.sender_name or mail.sender, email=mail.sender, outlet=outlet,
        language=language, question=mail.text[:LONGEST_QUESTION], received_at=mail.received_at, by=by,
        is_demonstration=by.person.is_demonstration,
    )  # fmt: skip
    settle(mail, State.FILED, by, enquiry=enquiry)
    mail.save()
    return enquiry


@transaction.atomic
def set_aside(*, mail, reason, by):
    """Say why nothing is to be done about a held message."""
    mail = taken(mail, State.HELD)
    settle(mail, State.SET_ASIDE, by, reason=reason.strip())
    mail.save()


@transaction.atomic
def hold_again(*, mail, by):
    """Take back that a message was set aside."""
    mail = taken(mail, State.SET_ASIDE)
    mail.state, mail.settled_at, mail.settled_by, mail.reason = State.HELD, None, None, ""
    mail.save()


def forget(now):
    """Delete what was attached or filed once it is forgotten who asked, and what was set aside for as long."""
    long_ago = now - timedelta(days=settings.ENQUIRER_DATA_DAYS)
    over = Q(enquiry__isnull=False, enquiry__enquirer=None) | Q(state=State.SET_ASIDE, settled_at__lt=long_ago)
    for mail in InboundMail.objects.filter(over):
        remove(mail)


@transaction.atomic
def remove(mail):
    """Delete a message with its file; it stays in the mailbox, marked as read."""
    if mail.raw:
        transaction.on_commit(partial(mail.raw.storage.delete, mail.raw.name))
    mail.delete()
