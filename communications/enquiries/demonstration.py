"""Enquiries of the demonstration: one answered and in the bank, one before the Chair, one to be drafted, one that waits for an
instruction."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone

from asm_portal.models import Delivery
from asm_portal.removal import remove
from communications.enquiries import bank, deciding, drafting, filing
from communications.enquiries.bank import content_of
from communications.enquiries.links import key_of_mails
from communications.models import BankedAnswer, ChairInstruction, Enquiry
from knowledge.text_approvals import approvals_of, digest

STANDING = "Questions of the public about how the scheme works may be drafted at once."


@dataclass(frozen=True)
class Sample:
    """An enquiry, the draft of its answer, and how far it is."""

    question: str
    days_ago: int
    asked: dict = field(default_factory=dict)
    answer: str = ""
    is_approved: bool = False


SAMPLES = (
    Sample(
        "I hold a stone that I inherited. Does it need a certificate when I take it to another country in my pocket?",
        4,
        {"kind": "public", "language": "en", "name": "Ines Sample", "email": "ines.sample@reader.example"},
        "The certificates of the scheme are for rough diamonds, which are neither cut nor polished. If your stone is rough, ask"
        " the authority of the country that you leave before you travel: it issues the certificate and seals the parcel.\n\n"
        "A cut or polished diamond needs no certificate of the scheme.",
        is_approved=True,
    ),
    Sample(
        "Combien de groupes de travail se réunissent cette année, et leurs procès-verbaux sont-ils publics ?",
        3,
        {
            "kind": "media", "outlet": "Le Courrier d’exemple", "language": "fr", "name": "Marc Exemple",
            "email": "marc.exemple@courrier.example",
        },
        "Les procès-verbaux sont réservés aux membres de chaque groupe. Un résumé public paraît lorsque la présidence du groupe"
        " et la Présidence du Processus l’ont approuvé tous les deux.",
    ),
    Sample(
        "Where can a school class learn how rough diamonds are recorded from the mine to the border?",
        2,
        {"kind": "public", "language": "en", "name": "Tess Sample", "email": "tess.sample@school.example"},
    ),
    Sample(
        "La Présidence s’exprimera-t-elle sur la prochaine réunion avant qu’elle ait lieu ? Nous aimerions enregistrer un"
        " entretien.",
        1,
        {
            "kind": "media", "outlet": "Radio Exemple", "language": "fr", "name": "Otto Exemple", "channel": "telephone",
            "reached_at": "+000 20 555 0199",
        },
    ),
)  # fmt: skip


def demonstrate(cast):
    """Make the samples that are missing."""
    chair, secretary = cast.users["chair"], cast.secretary
    if not ChairInstruction.objects.filter(is_demonstration=True, words=STANDING).exists():
        drafting.record_instruction(words=STANDING, kind="public", by=chair)
    for sample in SAMPLES:
        if not Enquiry.objects.filter(is_demonstration=True, question=sample.question).exists():
            make(sample, chair, secretary)


def make(sample, chair, secretary):
    by = secretary if sample.asked.get("channel") else None
    at = timezone.now() - timedelta(days=sample.days_ago)
    enquiry = filing.file_enquiry(
        **sample.asked, question=sample.question, received_at=at, by=by, is_demonstration=True
    )
    if not sample.answer:
        return
    if enquiry.kind == Enquiry.Kind.MEDIA:
        drafting.record_instruction(enquiry=enquiry, words="Please draft an answer.", by=chair)
    drafting.draft_reply(enquiry=enquiry, text=sample.answer, seen=0, by=secretary)
    drafting.submit_reply(enquiry=enquiry, by=secretary)
    if sample.is_approved:
        deciding.approve_reply(enquiry=enquiry, seen=digest(sample.answer), by=chair)
        put_into_bank(enquiry, chair, secretary)


def put_into_bank(enquiry, chair, secretary):
    reply = enquiry.replies.get()
    answer = bank.bank_reply(reply=reply, question=enquiry.question, text=reply.text, documents=[], by=secretary)
    bank.approve_answer(answer=answer, seen=digest(content_of(answer)), by=chair)


def forget_demonstration():
    """Take the enquiries out, with all that was answered, approved and instructed and the mails that went to the askers."""
    invented = Enquiry.objects.filter(is_demonstration=True)
    approvals = approvals_of(*invented, *BankedAnswer.objects.filter(is_demonstration=True))
    for pk in list(invented.values_list("pk", flat=True)):
        Delivery.objects.filter(person=None, key__startswith=key_of_mails(pk)).delete()
    remove(invented)
    remove(ChairInstruction.objects.filter(is_demonstration=True))
    remove(approvals)
