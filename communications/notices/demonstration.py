"""The notices of the demonstration: one sent, which not everybody has confirmed, one before the Chair, one draft."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from asm_portal.removal import remove
from asm_portal.visibility import Audience
from communications.models import Notice
from communications.models.notice_recipients import TARGETS
from communications.notices import actions
from communications.notices.content import content_of
from communications.notices.distribution import distribute
from knowledge.text_approvals import approvals_of, digest
from logistics.models import Meeting

State = Notice.State
LAST_MINUTE = time(23, 59)


@dataclass(frozen=True)
class Sample:
    """A notice: its words, to whom, in how many days it is to be confirmed, and how far it is."""

    en: tuple[str, str]
    fr: tuple[str, str]
    body: str = ""
    days: int = 7
    state: str = State.DRAFT
    is_meeting: bool = False


SAMPLES = (
    Sample(
        (
            "Where records of shipments are kept from now on (sample)",
            "From the first day of next month each authority keeps the record of a shipment for seven years.\n\n"
            "Please tell your export offices:\n\n* keep the record with the certificate;\n* a copy on paper is enough;\n"
            "* the second version of the form replaces the first.\n\nQuestions go to the Chair’s office.",
        ),
        (
            "Où sont conservées désormais les fiches des envois (exemple)",
            "À partir du premier jour du mois prochain, chaque autorité conserve la fiche d’un envoi pendant sept ans.\n\n"
            "Merci d’en informer vos bureaux d’exportation :\n\n* la fiche est conservée avec le certificat ;\n"
            "* une copie sur papier suffit ;\n* la deuxième version du formulaire remplace la première.\n\n"
            "Les questions s’adressent à la Présidence.",
        ),
        days=3, state=State.SENT,
    ),
    Sample(
        (
            "Next meeting of the working group: who takes part (sample)",
            "The working group meets on the days given beside this notice. Please say who will speak.",
        ),
        (
            "Prochaine réunion du groupe de travail : qui participe (exemple)",
            "Le groupe de travail se réunit aux jours indiqués à côté de cet avis. Merci de dire qui prendra la parole.",
        ),
        body="XWA", days=10, state=State.SUBMITTED, is_meeting=True,
    ),
    Sample(
        (
            "How to reach the Chair’s office at the end of the year (sample)",
            "The Chair’s office is closed from the twenty-fourth of December. In urgent cases call the secretariat.",
        ),
        (
            "Comment joindre la Présidence à la fin de l’année (exemple)",
            "La Présidence est fermée à partir du vingt-quatre décembre. En cas d’urgence, appelez le secrétariat.",
        ),
    ),
)  # fmt: skip


def demonstrate(cast):
    """Make the samples that are missing."""
    for sample in SAMPLES:
        if not Notice.objects.filter(is_demonstration=True, texts__title=sample.en[0]).exists():
            make(sample, cast)


def make(sample, cast):
    recipient = {"audience": "" if sample.body else Audience.PARTICIPANTS} | dict.fromkeys(TARGETS)
    if sample.body:
        recipient["body"] = cast.bodies[sample.body]
    meeting = meeting_of(recipient["body"]) if sample.is_meeting else None
    deadline = datetime.combine(cast.today + timedelta(days=sample.days), LAST_MINUTE, ZoneInfo("UTC"))
    notice = Notice(
        kind=Notice.Kind.MEETING if meeting else Notice.Kind.INFORMATION,
        meeting=meeting,
        confirm_by=deadline,
        is_demonstration=True,
    )
    texts = {"en": sample.en, "fr": sample.fr}
    actions.write_notice(notice=notice, texts=texts, recipients=[recipient], documents=[], by=cast.secretary)
    if sample.state != State.DRAFT:
        given = {"notice": notice, "seen": digest(content_of(notice))}
        actions.submit_notice(**given, by=cast.secretary)
        if sample.state == State.SENT:
            actions.approve_notice(**given, by=cast.users["chair"])
            actions.send_notice(**given, by=cast.secretary)
            distribute.call(notice.pk)


def meeting_of(body):
    """The next meeting of the body, None where it was taken out."""
    coming = Meeting.objects.filter(of_bodies__body=body, is_demonstration=True).taking_place()
    return coming.order_by("-start_date", "-pk").first()


def forget_demonstration():
    """Take out the samples, and what was written besides to invented recipients."""
    invented = Notice.objects.filter(is_demonstration=True)
    approvals = approvals_of(*invented)
    remove(invented)
    remove(approvals)
