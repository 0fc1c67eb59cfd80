"""The sample workshop, held for the sample request, and a draft that waits for the KP Chair’s office."""

from datetime import timedelta

from asm_portal.dated import today
from asm_portal.removal import remove
from assistance.models import Workshop, WorkshopFigure, WorkshopItem, WorkshopPart, WorkshopPoint
from assistance.requests.demonstration import sample
from assistance.workshops import actions, approving
from knowledge.text_approvals import approvals_of
from logistics.follow_up.owners import OFFICE

HELD, TITLE = "demonstration: workshop", "Sample: valuers learn to examine rough diamonds"
DRAFT, DRAFT_TITLE = "demonstration: draft of a workshop", "Sample: keeping a register of small diggings"
Kind, Role, Item, Point = Workshop.Kind, WorkshopPart.Role, WorkshopItem.Kind, WorkshopPoint.Kind
LISTS = {
    Item.AIM: [
        ("Six new colleagues sort and value a parcel by themselves", "Six nouveaux collègues trient et évaluent seuls un lot"),
        ("The office has exercises of its own", "Le bureau dispose de ses propres exercices"),
    ],
    Item.PROGRAMME: [
        ("First day: crystal shapes and weights", "Premier jour : formes cristallines et poids"),
        ("Second day: colour and clarity", "Deuxième jour : couleur et pureté"),
        ("Third day: a parcel valued in groups", "Troisième jour : évaluation d’un lot en groupes"),
    ],
    Item.METHOD: [("Exercises on sample stones", "Exercices sur des pierres d’essai"), ("Group work", "Travaux de groupe")],
    Item.EXPECTED: [
        ("Two valuers agree on a parcel, within a tenth", "Deux évaluateurs s’accordent sur un lot, à un dixième près"),
    ],
}  # fmt: skip
SUMMARY = {
    "en": "Three days for the valuation office: six colleagues learned to examine and value rough diamonds.",
    "fr": "Trois jours pour le bureau d’évaluation : six collègues ont appris à examiner et à évaluer des diamants bruts.",
}
TITLES = {
    "en": TITLE,
    "fr": "Exemple : des évaluateurs apprennent à examiner les diamants bruts",
}
RECOMMENDATION = (
    "Share the exercises with the other members of the working group.",
    "Mettre les exercices à la disposition des autres membres du groupe de travail.",
)


def demonstrate(cast):
    """Both, unless they are there."""
    if not Workshop.objects.filter(source=HELD).exists():
        held(cast)
    if not Workshop.objects.filter(source=DRAFT).exists():
        draft(cast)


def held(cast):
    """The workshop of the sample request: agreed to, approved, published, with a recommendation that XWA accepted."""
    first = cast.today - timedelta(days=30)
    workshop = write(cast, HELD, TITLES, first, first + timedelta(days=2), request=sample())
    by = {"by": cast.secretary}
    for language, words in SUMMARY.items():
        text = workshop.texts.get(language=language)
        text.summary = words
        actions.write_text(text=text, **by)
    actions.write_lists(workshop=workshop, lists=LISTS, **by)
    present = {"public": {"words_en": "valuation office", "words_fr": "bureau d’évaluation", "count": 6}}
    actions.write_audience(workshop=workshop, people=6, present=present, **by)
    for row in rows(workshop, cast):
        actions.write_row(row=row, **by)
    note = "The head of the valuation office, by mail (sample)."
    actions.note_agreement(workshop=workshop, agreed_by="requester", agreed_on=today(), note=note, **by)
    workshop = approving.submit(workshop=workshop, **by)
    workshop = approving.approve(workshop=workshop, seen=approving.digest(workshop), by=cast.users["chair"])
    workshop = actions.publish(workshop=workshop, **by)
    owner = {OFFICE: cast.bodies["XWA"].offices.get(code="XWA-CHAIR").pk}
    actions.accept_recommendation(
        point=workshop.points.get(kind=Point.RECOMMENDATION), body=cast.bodies["XWA"], owner=owner,
        due_on=cast.today + timedelta(days=90), **by,
    )  # fmt: skip


def write(cast, source, titles, first, last, **facts):
    """A training of XA, as a draft."""
    place = cast.organisations["XA"]
    workshop = Workshop(
        kind=Kind.TRAINING, start_date=first, end_date=last, country=place, city_en="Alder Harbour", city_fr="Port-Aldère",
        theme_codes=["valuation"], source=source, **facts,
    )  # fmt: skip
    return actions.write(workshop=workshop, titles=titles, beneficiaries=[place], by=cast.secretary)


def rows(workshop, cast):
    """Who held it, what those present thought of it, and what they said."""
    yield WorkshopPart(
        workshop=workshop, role=Role.PROVIDER, organisation=cast.organisations["XO"], part_en="sent two trainers",
        part_fr="a envoyé deux personnes pour la formation",
    )  # fmt: skip
    yield WorkshopPart(
        workshop=workshop, role=Role.ORGANISER, organisation=cast.organisations["XA"], part_en="gave the room and the stones",
        part_fr="a fourni la salle et les pierres",
    )  # fmt: skip
    yield WorkshopFigure(
        workshop=workshop,
        label_en="found the exercises useful",
        label_fr="ont trouvé les exercices utiles",
        value=6,
        out_of=6,
    )
    yield WorkshopPoint(
        workshop=workshop, kind=Point.CONCERN, text_en="There are too few sample stones of low quality.",
        text_fr="Les pierres d’essai de faible qualité sont trop peu nombreuses.",
    )  # fmt: skip
    yield WorkshopPoint(
        workshop=workshop, kind=Point.RECOMMENDATION, text_en=RECOMMENDATION[0], text_fr=RECOMMENDATION[1]
    )


def draft(cast):
    """A workshop without a request, of which only the secretariat knows."""
    day = cast.today - timedelta(days=10)
    write(cast, DRAFT, {"en": DRAFT_TITLE}, day, day)


def forget_demonstration():
    """Take them out, drafts again first: a workshop and its approval hold on to each other."""
    invented = Workshop.objects.filter(is_demonstration=True)
    approvals = approvals_of(*invented)
    remove(invented)
    remove(approvals)
