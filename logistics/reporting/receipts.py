"""Receipts: the answer that the owner keeps, by mail and on paper, and that anybody who holds it can check later."""

import re

from django.utils import translation

from asm_portal.post import link, post
from logistics.models import Submission
from logistics.reporting.owners import contacts_of

DIGEST = re.compile(r"[0-9a-f]{64}")


def send_receipt(submission):
    """The receipt to the contacts of the owner and to whoever sent the report, each in their own language; it holds no secret."""
    contacts = contacts_of(submission.owner, submission.period.obligation)
    sender = submission.submitted_by.person
    is_of_owner = submission.channel == Submission.Channel.PORTAL and sender.primary_email
    for person in {person.pk: person for person in (*contacts, *([sender] if is_of_owner else []))}.values():
        post(f"receipt:{submission.reference}", person, "report_receipt", context_for(submission, person))


def context_for(submission, person):
    """What the mail shows, in the language of the person."""
    with translation.override(person.preferred_language):
        words = {
            "report": str(submission.period),
            "owner": str(submission.owner),
            "channel": submission.get_channel_display(),
        }
    facts = {name: getattr(submission, name) for name in ("reference", "number", "received_on", "submitted_at")}
    file = {name: getattr(submission, name) for name in ("filename", "size", "sha256")}
    return words | facts | file | {
        "url": link(person, "logistics:receipt", submission.reference),
        "check_url": link(person, "logistics:receipt-check"),
    }  # fmt: skip


def digest_in(text):
    """A SHA-256 as people copy it, with or without spaces and capitals; "" where it is none."""
    found = "".join(text.split()).lower()
    return found if DIGEST.fullmatch(found) else ""


def receipt_with(reference, sha256):
    """The submission of which somebody holds the receipt: they know its reference and the SHA-256 of its file; else None."""
    given = digest_in(sha256)
    reference = "".join(reference.split()).upper()[:24]
    return Submission.objects.filter(reference=reference, sha256=given).first() if given else None
