"""Two sample messages in the maildir of the demonstration: one answers an enquiry, the other belongs to none. The worker reads
them within a minute."""

from email.message import EmailMessage
from functools import partial

from django.conf import settings
from django.db import transaction

from communications.inbound.actions import remove
from communications.models import Enquiry, InboundMail

# Nobody has an address of this domain (RFC 2606).
INVENTED = ".example"


def demonstrate():
    """Put the samples into the maildir once what they answer is there, unless they were put there before."""
    if settings.INBOUND_MAILDIR:
        transaction.on_commit(partial(put_samples, settings.INBOUND_MAILDIR))


def put_samples(maildir):
    for folder in ("new", "cur", "tmp"):
        (maildir / folder).mkdir(parents=True, exist_ok=True)
    for name, message in samples():
        if not any(maildir.glob(f"*/{name}*")):
            (maildir / "new" / name).write_bytes(message.as_bytes())


def samples():
    """(name of the file, message)."""
    enquiry = Enquiry.objects.open().filter(is_demonstration=True, enquirer__email__endswith=INVENTED).first()
    if enquiry:
        yield (
            "sample-answer",
            message(
                f"{enquiry.asker.name} <{enquiry.asker.email}>",
                f"Re: {enquiry.reference}",
                "Sample. One more thing: our deadline is on Thursday, so an answer by Wednesday evening would help us greatly.",
            ),
        )
    yield (
        "sample-letter",
        message(
            "Musa Teak <m.teak@museum.example>",
            "Photographs of a certificate for an exhibition",
            "Sample. Good day, our museum prepares an exhibition on the history of diamond mining. May we show a picture of an"
            " empty certificate, and whom do we ask?",
        ),
    )


def message(sender, subject, text):
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, settings.CONTACT_EMAIL, subject
    made.set_content(text)
    return made


def forget_demonstration():
    """Take out the samples, and what else came from invented addresses while one tried the portal."""
    for mail in InboundMail.objects.filter(sender__endswith=INVENTED):
        remove(mail)
    if settings.INBOUND_MAILDIR:
        for path in settings.INBOUND_MAILDIR.glob("*/sample-*"):
            path.unlink()
