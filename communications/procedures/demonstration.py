"""Two written procedures of a fictional working group: one under way, one adopted with its decision."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from django.db.models import Q

from asm_portal.models import Office
from asm_portal.removal import remove
from asm_portal.visibility import Audience
from communications.models import Declaration, Outcome, Position, WrittenProcedure
from communications.procedures.actions import held, text_for_members
from communications.procedures.deciding import record_decision
from communications.procedures.tally import tally_of
from knowledge.actions import save, save_with_reference
from knowledge.approvals import digest
from knowledge.demonstration import source
from knowledge.models import Decision, Document, DocumentKind

Kind = Position.Kind
ZONE = "Indian/Reunion"


@dataclass(frozen=True)
class Said:
    """What an organisation said, so many days ago, through whom."""

    days_ago: int
    organisation: str
    part: str
    kind: str
    text: str = ""
    channel: str = Position.Channel.PORTAL


@dataclass(frozen=True)
class Sample:
    """A procedure on a document of the demonstration, open between two days counted from today."""

    document: tuple
    question_en: str
    question_fr: str
    opened: int
    closes: int
    said: tuple[Said, ...]
    titles: dict | None = None


SAMPLES = (
    Sample(
        ("form", "XWA"),
        "Shall the form for the record of a parcel be used from next year on? (sample)",
        "Le formulaire pour la fiche d’un colis doit-il être utilisé dès l’année prochaine ? (exemple)",
        opened=-8, closes=9,
        said=(
            Said(5, "XA", "delegate.xa", Kind.NO_OBJECTION),
            Said(4, "XO", "observer", Kind.COMMENT, "Les villages demandent un champ pour le nom du lieu d’extraction."),
            Said(2, "XA", "vice.xwa", Kind.SUPPORT, "Our export offices have tried it out for a month."),
        ),
    ),
    Sample(
        ("guide", "XWA"),
        "Shall the guide for export offices be adopted? (sample)",
        "Le guide à l’usage des bureaux d’exportation doit-il être adopté ? (exemple)",
        opened=-140, closes=-120,
        said=(
            Said(133, "XB", "member.xwa", Kind.OBJECTION, "Le point 4 manque d’un exemple pour un colis divisé."),
            Said(129, "XB", "member.xwa", Kind.TAKEN_BACK),
            Said(128, "XB", "member.xwa", Kind.SUPPORT, "La Présidence ajoutera l’exemple dans la prochaine version."),
            Said(122, "XA", "secretariat", Kind.SUPPORT, channel=Position.Channel.TELEPHONE),
        ),
        titles={
            "en": "Decision on the guide for export offices (sample)",
            "fr": "Décision sur le guide des bureaux d’exportation (exemple)",
        },
    ),
)  # fmt: skip


def demonstrate(cast):
    for sample in SAMPLES:
        if not WrittenProcedure.objects.filter(question_en=sample.question_en, is_demonstration=True).exists():
            make(sample, cast)


def moment(cast, days):
    return datetime.combine(cast.today + timedelta(days=days), time(14), UTC)


def make(sample, cast):
    """The procedure as it would stand had its members used the portal on those days."""
    document = Document.objects.filter(source=source(*sample.document), is_demonstration=True).first()
    if document is None:  # taken out by hand
        return
    by, body = cast.users["chair.xwa"], cast.bodies["XWA"]
    revision = text_for_members(document, body)
    procedure = WrittenProcedure(
        body=body, document=document, revision=revision, sha256=digest(revision), question_en=sample.question_en,
        question_fr=sample.question_fr, zone=ZONE, opens_at=moment(cast, sample.opened), support_percent=50,
        closes_at=moment(cast, sample.closes), put_at=moment(cast, sample.opened), put_by=by, audience=Audience.BODY,
        audience_body=body, is_demonstration=True,
    )  # fmt: skip
    save_with_reference(procedure, by)
    for said in sample.said:
        position = Position(
            procedure=procedure, organisation=cast.organisations[said.organisation], kind=said.kind, text=said.text,
            channel=said.channel, by=cast.users[said.part], at=moment(cast, -said.days_ago),
        )  # fmt: skip
        save(position, position.by)
    if sample.titles:
        settle(procedure, sample, cast)


def settle(procedure, sample, cast):
    """The declaration of the Chair a day after the end, and the decision."""
    by, declared = cast.users["chair.xwa"], moment(cast, sample.closes + 1)
    Declaration.objects.create(
        procedure=procedure, outcome=Outcome.ADOPTED, by=by, office=Office.objects.get(code="XWA-CHAIR"), at=declared,
        sha256=procedure.sha256, **tally_of(held(procedure)).frozen,
    )  # fmt: skip
    record_decision(
        procedure=procedure,
        kind=DocumentKind.objects.get(code="administrative_decision"),
        titles=sample.titles,
        adopted_on=procedure.closes_at.date(),
        in_force_from=procedure.closes_at.date(),
        instrument=Decision.Instrument.ADMINISTRATIVE_DECISION,
        by=cast.secretary,
    )


def forget_demonstration():
    """Take out the samples, and what was prepared besides for a fictional body."""
    remove(WrittenProcedure.objects.filter(Q(is_demonstration=True) | Q(body__is_demonstration=True)))
