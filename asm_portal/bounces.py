"""Mail that comes back: the delivery is marked, and so is the address, so that nobody writes to it again without knowing.

A delivery status notification (RFC 3464) is read by its fields; of older notices, those sent by a mail system, the text. A
message counts only where it names one of our deliveries by its Message-ID and the address it went to: whoever guesses a number
cannot close an address. What is none of ours stays unread in the maildir, for somebody to look at.
"""

import re
from collections import Counter
from dataclasses import dataclass
from email.parser import HeaderParser
from email.utils import getaddresses, parseaddr
from mailbox import Maildir

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from asm_portal.areas import areas
from asm_portal.models import ContactEmail, Delivery
from asm_portal.post import message_id

READ = "S"
LARGEST = 2 * 1024 * 1024
REASON_LENGTH = ContactEmail._meta.get_field("bounce_reason").max_length
MAIL_SYSTEMS = ("mailer-daemon", "postmaster", "mail-daemon")
ADDRESS_FIELDS = ("Original-Recipient", "Final-Recipient")
State = Delivery.State


@dataclass(frozen=True)
class Notice:
    """A notice that a mail was not delivered: of which delivery, to which addresses, and why."""

    delivery: int
    addresses: frozenset
    reason: str


def take_back(now):
    """A duty of the clock: read the maildir of the settings, where there is one."""
    if settings.BOUNCES_MAILDIR:
        read_bounces(settings.BOUNCES_MAILDIR)


def read_bounces(path):
    """Read what is unread in a maildir. Returns how many messages were `bounced`, `known` (of a delivery that had bounced
    before), and `left` unread because they are no notice about one of ours."""
    found = Counter(bounced=0, known=0, left=0)
    box = Maildir(path, create=False)
    for key, message in box.iteritems():
        if READ in message.get_flags():
            continue
        outcome = take(message)
        found[outcome] += 1
        if outcome != "left":
            message.set_subdir("cur")
            message.add_flag(READ)
            box[key] = message
    return found


def take(message):
    """What becomes of one message: "bounced", "known" or "left"."""
    notice = notice_of(message)
    delivery = notice and Delivery.objects.filter(pk=notice.delivery).select_related("person").first()
    if delivery is None or delivery.address.lower() not in notice.addresses:
        return "left"
    return "bounced" if note(delivery, notice.reason) else "known"


@transaction.atomic
def note(delivery, reason):
    """Mark a delivery and its address as bounced; False where the delivery was marked before."""
    sent = Delivery.objects.filter(pk=delivery.pk, state__in=[State.SENT, State.UNCERTAIN])
    if not sent.update(state=State.BOUNCED, error=reason):
        return False
    addresses = ContactEmail.objects.filter(person=delivery.person, address__iexact=delivery.address, bounced_at=None)
    for email in addresses:
        email.bounced_at, email.bounce_reason = timezone.now(), reason[:REASON_LENGTH]
        email._change_reason = "mail came back"
        email.save()
    for area in areas():
        area.bounced(delivery)
    return True


def notice_of(message):
    """The Notice that a message is, or None."""
    if message.get_content_type() == "multipart/report":
        return notice_of_report(message)
    if not is_from_a_mail_system(message) or len(message.as_bytes()) > LARGEST:
        return None
    text = "\n".join(texts(message))
    number = delivery_number(text)
    addresses = re.findall(r"[^\s<>\"',;:()\[\]]+@[\w.-]+\w", text)
    return number and Notice(number, frozenset(map(str.lower, addresses)), first_reason(text))


def notice_of_report(message):
    """The Notice in a report of RFC 3464, where a recipient failed for good."""
    blocks, returned = [], None
    for part in message.walk():
        kind = part.get_content_type()
        if kind == "message/delivery-status" and part.is_multipart():
            blocks = [block for block in part.get_payload() if block.get("Action")]
        elif kind == "message/rfc822" and part.is_multipart():
            returned = part.get_payload(0)
        elif kind == "text/rfc822-headers":
            returned = HeaderParser().parsestr(text_of(part))
    failed = [block for block in blocks if str(block["Action"]).strip().lower() == "failed"]
    number = returned is not None and delivery_number(str(returned.get("Message-ID", "")))
    if not (failed and number):
        return None
    recipients = [str(block.get(name, "")).rpartition(";")[2] for block in failed for name in ADDRESS_FIELDS]
    written = [address for _name, address in getaddresses([str(returned.get("To", "")), *recipients])]
    reason = failed[0].get("Diagnostic-Code") or failed[0].get("Status") or ""
    return Notice(number, frozenset(map(str.lower, written)), " ".join(str(reason).rpartition("smtp;")[2].split()))


def delivery_number(text):
    """The number of the delivery whose Message-ID stands in the text, or None."""
    found = re.search(r"<delivery-(\d{1,18})\.[0-9a-f]+@", text)
    return int(found[1]) if found and message_id(int(found[1])) in text else None


def is_from_a_mail_system(message):
    """Whether no person wrote it: an answer from somebody on leave also names our Message-ID."""
    sender = parseaddr(str(message.get("From", "")))[1]
    return str(message.get("Return-Path", "")).strip() == "<>" or sender.partition("@")[0].lower() in MAIL_SYSTEMS


def texts(message):
    """The texts in a message, and the headers of messages within it."""
    for part in message.walk():
        if part is not message:
            yield "\n".join(f"{name}: {value}" for name, value in part.items())
        if part.get_content_maintype() == "text":
            yield text_of(part)


def text_of(part):
    """What counts in it is ASCII, whatever the character set."""
    return (part.get_payload(decode=True) or b"").decode(errors="replace")


def first_reason(text):
    """The line in which a mail system of the old kind says why: one with a code such as 550 or 5.1.1."""
    found = re.search(r"^.*\b5(?:\d\d|\.\d+\.\d+)\b.*$", text, re.M)
    return " ".join(found[0].split()) if found else ""
