"""The post office: the one door by which mail leaves the portal.

    post("invitation:42", person, "invitation", {"url": …}, secret=True)

writes a Delivery and its task in the caller's transaction, in the person's own language; the worker then hands it to the mail
server. One row per key, recipient and channel, and one worker per row: a mail goes once. What the mail server has neither
accepted nor refused becomes `uncertain` and is for staff to decide: it is never sent again by itself. Who is not in the register
(a subscriber, somebody who asked a question) is an `Outsider`.

    post_when_due("reminders:2026-03-24", person)

writes a Delivery without a text. When its turn comes, the areas are asked for its `Letter` as things stand then; where none has
one, it is no longer needed and is dropped.
"""

from dataclasses import dataclass
from email.utils import formataddr, parseaddr
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.db.models import F
from django.template import Context
from django.template.loader import get_template
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from asm_portal.areas import areas
from asm_portal.background import ATTEMPTS, LONGEST_RUN, enqueue, task
from asm_portal.models import Delivery

State = Delivery.State
UNSETTLED = (State.FAILED, State.BOUNCED, State.UNCERTAIN)
CAN_GO_AGAIN = (*UNSETTLED, State.SET_ASIDE)
HEADERS = ("leave_url", "from_name", "reply_to", "calendar")
SUBJECT_LENGTH = Delivery._meta.get_field("subject").max_length
LONGEST_TEXT = 19_500  # bytes: the plain text of a mail stays under 20 KB


class DeliveryError(ValueError):
    """What cannot be done with a delivery; its text is for staff."""


@dataclass(frozen=True)
class Outsider:
    """Somebody whom the register does not know: the address they gave, and the language they read."""

    address: str
    preferred_language: str


def post(key, recipient, template, context, *, secret=False, address="", **headers):
    """Put a mail to the recipient, a Person or an Outsider, into the post, once per key; asked again, the first one is returned.

    It goes to a person's primary address as it is when the mail leaves, or to `address`. `secret` erases the text once sent.
    `headers` are those of a Letter: `leave_url` is where the recipient stops mails of this sort, and a POST to it does so without
    a sign-in or a token (RFC 8058); `from_name` stands before the portal's own address; answers go to `reply_to`; `calendar` is
    the text of a calendar file.
    """
    written = render(template, context | {"person": recipient}, recipient.preferred_language)
    facts = {"address": address} if address else {}
    return queue(key, recipient, written | facts | {"is_secret": secret} | headers)


def post_when_due(key, recipient):
    """Put a mail to the recipient into the post whose text is asked of `Area.letter(delivery)` when it is sent; once per key."""
    return queue(key, recipient, {"is_written_when_sent": True})


def reached(key, person, channel):
    """Note that a person was reached otherwise, by telephone or in person (Delivery.Channel), once per key."""
    facts = {"state": State.REACHED, "language": person.preferred_language, "sent_at": timezone.now()}
    delivery, _is_new = Delivery.objects.get_or_create(key=key, person=person, channel=channel, defaults=facts)
    return delivery


@transaction.atomic
def queue(key, recipient, facts):
    is_outsider = isinstance(recipient, Outsider)
    whom = {"person": None, "address": recipient.address} if is_outsider else {"person": recipient}
    delivery, is_new = Delivery.objects.get_or_create(
        key=key,
        channel=Delivery.Channel.MAIL,
        **whom,
        defaults={"language": recipient.preferred_language} | facts,
    )
    if is_new:
        enqueue(send, delivery.pk)
    return delivery


@transaction.atomic
def forget(address, prefix):
    """Forget to which outsider's address mails went whose keys begin so: there remains that something was sent, and what still
    waits is not sent any more."""
    mark = salted_hmac("forgotten", address).hexdigest()[:40]
    rows = Delivery.objects.filter(person=None, address=address, key__startswith=prefix)
    rows.filter(state__in=[State.QUEUED, *CAN_GO_AGAIN]).update(state=State.DROPPED)
    rows.exclude(state=State.SENDING).update(address=mark, subject="", text="", html="", error="", leave_url="")


def link(recipient, url_name, *args):
    """The full address of a page, in the recipient's own language."""
    with translation.override(recipient.preferred_language):
        return settings.SITE_URL + reverse(url_name, args=args)


def render(template, context, language):
    """Subject, text and HTML of a mail in the language."""
    with translation.override(language):
        operator = _(settings.OPERATOR_NAME)
        context = context | {"operator": operator, "site_url": settings.SITE_URL, "language": language}
        subject, text, html = (
            get_template(f"emails/{template}.{part}").template.render(Context(context, autoescape=part == "html"))
            for part in ("subject.txt", "txt", "html")
        )
        text = shortened(text.strip() + "\n")
    return {"subject": " ".join(subject.split())[:SUBJECT_LENGTH], "text": text, "html": html}


def shortened(text):
    """A plain text of at most LONGEST_TEXT bytes, cut after a line, that says where the rest is."""
    if len(text.encode()) <= LONGEST_TEXT:
        return text
    rest = _("There is more. Read all of it on the portal: %(url)s") % {"url": settings.SITE_URL}
    room = LONGEST_TEXT - len(rest.encode())
    kept = text.encode()[:room].decode(errors="ignore")
    return f"{kept.rpartition(chr(10))[0]}\n\n{rest}\n"


@task
def send(delivery_id):
    """Hand a queued mail to the mail server. A second worker, or a second run, finds the row taken."""
    if not claim(delivery_id):
        return
    delivery = Delivery.objects.select_related("person").get(pk=delivery_id)
    if delivery.is_written_when_sent and not write(delivery):
        return settle(delivery, State.DROPPED)
    address = delivery.address or delivery.person.primary_email
    if not address:
        return settle(delivery, State.FAILED, error=_("This person has no working primary address."))
    message = envelope(delivery, address)
    message.connection = get_connection()
    try:
        message.connection.open()
    except (OSError, SMTPException) as problem:
        return try_later(delivery, problem)
    hand_over(delivery, message)


def write(delivery):
    """Write the mail as things stand now; False where no area has a letter for it any more."""
    language = delivery.person.preferred_language if delivery.person else delivery.language
    try:
        with translation.override(language):
            found = next((letter for area in areas() if (letter := area.letter(delivery))), None)
        if found is None:
            return False
        written = render(found.template, found.context | {"person": delivery.person}, language)
    except Exception as problem:
        try_later(delivery, problem)
        raise
    facts = written | {name: getattr(found, name) for name in HEADERS} | {"language": language}
    for name, value in facts.items():
        setattr(delivery, name, value)
    delivery.save(update_fields=list(facts))
    return True


def claim(delivery_id):
    """Take a queued row for this worker; False where there is nothing to take."""
    return bool(
        Delivery.objects.filter(pk=delivery_id, state=State.QUEUED).update(
            state=State.SENDING, claimed_at=timezone.now(), attempts=F("attempts") + 1
        )
    )


def hand_over(delivery, message):
    """Give the mail to the mail server and note its answer: accepted, refused, later, or none."""
    (address,) = message.to
    try:
        message.send()
    except (SMTPResponseException, SMTPRecipientsRefused) as refusal:
        if not is_final(refusal):
            return try_later(delivery, refusal)
        settle(delivery, State.FAILED, error=f"{address}: {refusal}")
    except BaseException as problem:  # also when the worker is told to stop at once
        settle(delivery, State.UNCERTAIN, error=f"{address}: {problem!r}")
        raise
    else:
        settle(delivery, State.SENT, address=address, sent_at=timezone.now())
    finally:
        message.connection.close()


def message_id(number):
    """The Message-ID of a delivery, by which a repetition, and what comes back, can be told. Only who was sent it knows it."""
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ")
    mark = salted_hmac("message-id", str(number)).hexdigest()[:20]
    return f"<delivery-{number}.{mark}@{host}>"


def envelope(delivery, address):
    """The mail, to one recipient."""
    headers = {
        "Message-ID": message_id(delivery.pk),
        "Auto-Submitted": "auto-generated",
        "Content-Language": delivery.language,
    }
    if delivery.leave_url:
        headers |= {
            "List-Unsubscribe": f"<{delivery.leave_url}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    message = EmailMultiAlternatives(
        delivery.subject, delivery.text, sender(delivery), [address], headers=headers, reply_to=answers_to(delivery)
    )
    message.attach_alternative(delivery.html, "text/html")
    if delivery.calendar:
        message.attach("invitation.ics", delivery.calendar, "text/calendar")
    return message


def sender(delivery):
    """The portal's address, under the name that the mail bears."""
    _name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return formataddr((delivery.from_name, address)) if delivery.from_name else settings.DEFAULT_FROM_EMAIL


def answers_to(delivery):
    return [delivery.reply_to] if delivery.reply_to else None


def is_final(refusal):
    """Whether the mail server refused for good (5xx) and not for now (4xx)."""
    if isinstance(refusal, SMTPRecipientsRefused):
        return all(code >= 500 for code, _words in refusal.recipients.values())
    return refusal.smtp_code >= 500


def try_later(delivery, problem):
    """Back into the queue, with the error for the background to try again; failed after the last attempt."""
    if delivery.attempts >= ATTEMPTS:
        return settle(delivery, State.FAILED, error=repr(problem))
    settle(delivery, State.QUEUED, error=repr(problem))
    raise problem


def settle(delivery, state, *, error="", **facts):
    """Note what became of a claimed mail; the text of a secret one is erased once it is sent."""
    if state == State.SENT and delivery.is_secret:
        facts |= {"text": "", "html": "", "leave_url": ""}
    Delivery.objects.filter(pk=delivery.pk, state=State.SENDING).update(state=state, error=error, **facts)


def doubt(now):
    """What a dead worker left half sent may or may not have gone."""
    left = Delivery.objects.filter(state=State.SENDING, claimed_at__lt=now - LONGEST_RUN)
    left.update(state=State.UNCERTAIN, error="the worker ended while it was sending")


@transaction.atomic
def send_again(delivery, address=""):
    """Staff decide that a mail is to go (again), to the address the person has now; to `address` where that of somebody outside
    the register was corrected."""
    delivery = Delivery.objects.select_for_update().get(pk=delivery.pk)
    if delivery.channel != Delivery.Channel.MAIL or delivery.state not in CAN_GO_AGAIN:
        raise DeliveryError(_("Only mail that failed, came back or may not have gone can be sent again."))
    if delivery.is_secret and not delivery.text:
        raise DeliveryError(_("The text held a secret and was erased. Start what it was about again."))
    if delivery.state in (State.BOUNCED, State.SET_ASIDE) and delivery.person_id:
        delivery.address = ""
    delivery.address = address or delivery.address
    delivery.state, delivery.attempts, delivery.error = State.QUEUED, 0, ""
    delivery.save(update_fields=["state", "attempts", "error", "address"])
    enqueue(send, delivery.pk)


@transaction.atomic
def set_aside(delivery):
    """Staff decide that a mail which did not arrive, or may not have, need not be sent any more."""
    delivery = Delivery.objects.select_for_update().get(pk=delivery.pk)
    if delivery.state not in UNSETTLED:
        raise DeliveryError(_("Only mail that failed, came back or may not have gone can be set aside."))
    delivery.state = State.SET_ASIDE
    delivery.save(update_fields=["state"])
