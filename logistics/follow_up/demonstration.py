"""The actions of the demonstration: of the fictional bodies, in every state, some of them overdue."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from django.db.models import Q

from asm_portal.models import Office
from asm_portal.removal import remove
from asm_portal.visibility import Audience
from knowledge.actions import save
from knowledge.demonstration import source
from knowledge.models import Document
from logistics.follow_up.actions import audience_of, record_action
from logistics.follow_up.quoting import text_of
from logistics.models import Action, ActionEvidence, ActionUpdate

Origin, State, Outcome, Kind = Action.Origin, Action.State, Action.Outcome, ActionUpdate.Kind


@dataclass(frozen=True)
class Told:
    """A step of the story: so many days ago, by whom, what."""

    days_ago: int
    part: str
    text: str
    kind: str = Kind.PROGRESS


@dataclass(frozen=True)
class Sample:
    """An action; its source is the key of a document of the demonstration, or words for a letter or a programme of work."""

    title_en: str
    title_fr: str
    origin: str
    owner: str
    opened: int
    due: int | None
    document: tuple = ()
    paragraph: int = 0
    undertaken_in: tuple[str, str] = ("", "")
    body: str = ""
    audience: str = ""
    state: str = State.OPEN
    closed_with: tuple = ()
    facts: tuple = ()
    story: tuple[Told, ...] = ()


SECOND, THIRD = ("decision-2", "XWA"), ("decision-3", "XWA")
SAMPLES = (
    Sample(
        "Use the second version of the record at every export office",
        "Utiliser la deuxième version de la fiche dans chaque bureau",
        Origin.DECISION, "XA", 200, -34, SECOND, paragraph=2, state=State.IN_PROGRESS,
        story=(
            Told(120, "delegate.xa", "Two of five offices use the new record."),
            Told(60, "delegate.xa", "A third office follows in the spring; the other two wait for printed forms."),
        ),
    ),
    Sample(
        "Tell all export offices of the second version", "Informer tous les bureaux d’exportation de la deuxième version",
        Origin.DECISION, "XB", 205, -90, SECOND, state=State.CLOSED, closed_with=("guide", "XWA"),
        facts=(("closed_on", -100), ("outcome", Outcome.DONE)),
        story=(
            Told(140, "delegate.xb", "La circulaire est partie à tous les bureaux.", Kind.PROPOSED),
            Told(100, "chair.xwa", "The guide was sent to every office.", Kind.CLOSED),
        ),
    ),
    Sample(
        "Change the rules of the archives to seven years",
        "Porter à sept ans la durée de conservation dans les règles des archives",
        Origin.DECISION, "XC", 65, 60, THIRD, paragraph=2,
    ),
    Sample(
        "Report on the first year of keeping records longer", "Rendre compte de la première année de conservation prolongée",
        Origin.DECISION, "XWA-CHAIR", 65, 150, THIRD,
    ),
    Sample(
        "Collect the forms in use in four languages", "Rassembler les formulaires utilisés dans quatre langues",
        Origin.MINUTES, "XWA-VICE", 78, -12, ("minutes", "XWA", 4), paragraph=2,
    ),
    Sample(
        "Have the form translated into Portuguese", "Faire traduire le formulaire en portugais",
        Origin.MINUTES, "XO", 185, -60, ("minutes", "XWA", 3), state=State.CLOSED,
        facts=(
            ("closed_on", -70), ("outcome", Outcome.DROPPED),
            ("closing_reason", "A member body of the Coalition had published a translation before."),
        ),
        story=(
            Told(70, "chair.xwa", "A member body of the Coalition had published a translation before.", Kind.CLOSED),
        ),
    ),
    Sample(
        "Draw up a calendar of the seasons of the river", "Établir un calendrier des saisons du fleuve",
        Origin.MINUTES, "XWB-VICE", 240, -75, ("minutes", "XWB", 2),
    ),
    Sample(
        "Bring the two working groups together in one session", "Réunir les deux groupes de travail en une même session",
        Origin.UNDERTAKING, "XKP-CHAIR", 40, 20,
        undertaken_in=(
            "Letter of the KP Chair to both working groups (sample)",
            "Lettre de la Présidence aux deux groupes (exemple)",
        ),
        body="XKP", audience=Audience.PROCESS, state=State.IN_PROGRESS,
        story=(Told(15, "chair", "The days are agreed with both Chairs."),),
    ),
    Sample(
        "Try out a register by stretches of the river", "Essayer un registre par tronçons du fleuve",
        Origin.UNDERTAKING, "XC", 150, 9,
        undertaken_in=("Programme of work of the group (sample)", "Programme de travail du groupe (exemple)"),
        body="XWB", audience=Audience.BODY, state=State.IN_PROGRESS, facts=(("closing_proposed_on", -3),),
        story=(
            Told(45, "member.xwb", "Three stretches are registered."),
            Told(3, "member.xwb", "All seven stretches are registered; the paper shows how.", Kind.PROPOSED),
        ),
    ),
    Sample(
        "Send the figures on the three open points", "Envoyer les chiffres sur les trois points en suspens",
        Origin.UNDERTAKING, "XA", 45, -5, ("answer",),
    ),
    Sample(
        "Publish the terms of reference", "Publier le mandat",
        Origin.UNDERTAKING, "XWA-CHAIR", 630, -560, ("terms", "XWA"), audience=Audience.PUBLIC, state=State.CLOSED,
        closed_with=("terms", "XWA"), facts=(("closed_on", -580), ("outcome", Outcome.DONE)),
    ),
)  # fmt: skip


def demonstrate(cast):
    for sample in SAMPLES:
        if not Action.objects.filter(title_en=sample.title_en, is_demonstration=True).exists():
            make(sample, cast)


def document_of(key):
    return Document.objects.filter(source=source(*key), is_demonstration=True).first() if key else None


def make(sample, cast):
    """The action with its story, told by those who were part of it."""
    document = document_of(sample.document)
    if sample.document and document is None:  # taken out by hand
        return
    action = Action(
        title_en=sample.title_en,
        title_fr=sample.title_fr,
        origin=sample.origin,
        document=document,
        undertaken_in_en=sample.undertaken_in[0],
        undertaken_in_fr=sample.undertaken_in[1],
        body=cast.bodies[sample.body] if sample.body else document.issuing_body,
        opened_on=cast.today - timedelta(days=sample.opened),
        due_on=None if sample.due is None else cast.today + timedelta(days=sample.due),
        state=sample.state,
        closing_document=document_of(sample.closed_with),
        is_demonstration=True,
        **owner_of(sample.owner, cast),
        **quoted(document, sample.paragraph),
        **audience_for(sample, document, cast),
    )
    for name, value in sample.facts:
        setattr(action, name, cast.today + timedelta(days=value) if isinstance(value, int) else value)
    record_action(action=action, by=cast.secretary)
    for told in sample.story:
        tell(action, told, cast)
    if action.closing_proposed_on:
        save(ActionEvidence(action=action, document=document_of(("river", "XWB"))), cast.secretary)


def owner_of(code, cast):
    if organisation := cast.organisations.get(code):
        return {"owner_organisation": organisation}
    return {"owner_office": Office.objects.get(code=code)}


def quoted(document, paragraph):
    text = text_of(document) if paragraph else None
    if not text or paragraph > len(text.paragraphs):
        return {}
    words = text.paragraphs[paragraph - 1]
    return {"paragraph": str(paragraph), "passage": words, "passage_language": text.language}


def audience_for(sample, document, cast):
    if not sample.audience:
        return audience_of(document)
    body = cast.bodies[sample.body] if sample.audience == Audience.BODY else None
    return {"audience": sample.audience, "audience_body": body}


def tell(action, told, cast):
    """A step of the story, on behalf of whom the person stood for."""
    by = cast.users[told.part]
    at = datetime.combine(cast.today - timedelta(days=told.days_ago), time(10), UTC)
    is_owner = told.kind in (Kind.PROGRESS, Kind.PROPOSED)
    office = (
        action.owner_office if is_owner else Office.objects.filter(body=action.body, seat=Office.Seat.CHAIR).first()
    )
    organisation = action.owner_organisation if is_owner else None
    update = ActionUpdate(
        action=action, kind=told.kind, text=told.text, at=at, by=by, office=office, organisation=organisation
    )
    save(update, by)


def forget_demonstration():
    """Take out the samples, and what was recorded besides for a fictional body or owner."""
    of_the_cast = (
        Q(is_demonstration=True)
        | Q(body__is_demonstration=True)
        | Q(audience_body__is_demonstration=True)
        | Q(audience_organisation__is_demonstration=True)
        | Q(owner_office__is_demonstration=True)
        | Q(owner_organisation__is_demonstration=True)
    )
    remove(Action.objects.filter(of_the_cast))
