"""The meetings of the demonstration that lie ahead when it is first loaded: proposed, convened, moved, cancelled, with agenda and
papers, and with joining details for those they are for."""

from dataclasses import dataclass
from datetime import time, timedelta

from asm_portal.visibility import Audience
from knowledge import actions as texts
from knowledge.demonstration import source
from knowledge.models import Document
from logistics.meetings import actions, matters
from logistics.meetings.agenda_actions import add_item, show_agenda, take_over
from logistics.models import Meeting

Format, Kind = Meeting.Format, Meeting.Kind
VENUE = "Atlantic/Azores"


@dataclass(frozen=True)
class Item:
    """An agenda item: titles in English and French, the keys of its papers among the sample documents, and for whom it is."""

    title_en: str
    title_fr: str
    papers: tuple = ()
    audience: str = ""
    text: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class Ahead:
    """A meeting so many days after the first run; `by` is who plans it."""

    key: str
    bodies: tuple[str, ...]
    days_ahead: int
    by: str
    facts: dict
    days: int = 1
    hours: tuple[time, time] = (time(10), time(12))
    zone: str = VENUE
    is_convened: bool = True
    moved_by_days: int = 0
    reason: tuple[str, str] = ("", "")
    is_cancelled: bool = False
    joining: str = ""
    agenda: tuple[Item, ...] = ()
    is_shown: bool = False
    is_taken_over: bool = False


OPENING = Item("Opening and adoption of the agenda", "Ouverture et adoption de l’ordre du jour")
ANY_OTHER = Item("Any other business", "Questions diverses")

AHEAD = (
    Ahead(
        "XWB call", ("XWB",), 12, "chair.xwb",
        {"kind": Kind.TELECONFERENCE, "format": Format.ONLINE, "audience": Audience.BODY},
        zone="Pacific/Tahiti", is_cancelled=True,
        reason=(
            "The report on the dry season is not finished; it is taken up at the next meeting.",
            "Le rapport sur la saison sèche n’est pas terminé ; il sera examiné à la prochaine réunion.",
        ),
    ),
    Ahead(
        "XWB next", ("XWB",), 24, "chair.xwb",
        {"kind": Kind.BODY, "format": Format.ONLINE, "audience": Audience.BODY},
        hours=(time(8, 30), time(10)), zone="Pacific/Tahiti", joining=Audience.BODY,
        agenda=(
            OPENING,
            Item("A register that follows the river", "Un registre qui suit le fleuve", (("river", "XWB"),)),
            ANY_OTHER,
        ),
    ),
    Ahead(
        "XWA next", ("XWA",), 31, "chair.xwa",
        {"kind": Kind.BODY, "format": Format.ONLINE, "audience": Audience.BODY, "languages": ["en", "fr"]},
        moved_by_days=7, joining=Audience.BODY,
        reason=(
            "A public holiday of a member fell on the first day announced.",
            "Un jour férié chez un membre tombait à la première date annoncée.",
        ),
        agenda=(
            OPENING,
            Item("Minutes of the meeting by telephone", "Procès-verbal de la réunion téléphonique", (("minutes", "XWA", 5),)),
            Item("The form for the record of a parcel", "Le formulaire pour la fiche d’un colis", (("form", "XWA"),)),
        ),
        is_taken_over=True,
    ),
    Ahead(
        "plenary", (), 60, "chair",
        {
            "kind": Kind.PLENARY, "format": Format.IN_PERSON, "audience": Audience.PUBLIC, "city_en": "Alderburg",
            "city_fr": "Alderbourg", "title_en": "Sample Plenary of Alderburg", "title_fr": "Plénière fictive d’Alderbourg",
            "languages": ["en", "fr", "pt"],
        },
        days=4, hours=(time(9), time(17)), is_shown=True,
        agenda=(
            OPENING,
            Item("Reports of the working groups", "Rapports des groupes de travail", (("table", "XWA"),)),
            Item(
                "Keeping records longer", "Conserver les fiches plus longtemps", (("decision-3", "XWA"),),
                text=("For decision.", "Pour décision."),
            ),
            Item("Requests to take part", "Demandes de participation", audience=Audience.PARTICIPANTS),
            ANY_OTHER,
        ),
    ),
    Ahead(
        "joint", ("XWA", "XWB"), 75, "chair.xwa",
        {
            "kind": Kind.BODY, "format": Format.HYBRID, "audience": Audience.PROCESS, "city_en": "Alderburg",
            "city_fr": "Alderbourg",
        },
        days=3, hours=(time(9, 30), time(16)), is_convened=False, joining=Audience.BODY,
        agenda=(
            OPENING,
            Item("One record for mine and river", "Une seule fiche, de la mine au fleuve", (("terms", "XWA"), ("terms", "XWB"))),
            ANY_OTHER,
        ),
    ),
)  # fmt: skip


def demonstrate(cast):
    for ahead in AHEAD:
        key = f"demonstration: meeting {ahead.key}"
        if not Meeting.objects.filter(source=key, is_demonstration=True).exists():
            bring_about(ahead, key, cast)
    revise_form(cast)


def bring_about(ahead, key, cast):
    by, host = cast.users[ahead.by], cast.organisations["XA"] if "city_en" in ahead.facts else None
    first = cast.today + timedelta(days=ahead.days_ahead)
    times = {
        "start_date": first, "end_date": first + timedelta(days=ahead.days - 1), "start_time": ahead.hours[0],
        "end_time": ahead.hours[1], "zone": ahead.zone,
    }  # fmt: skip
    meeting = actions.propose_meeting(
        bodies=[cast.bodies[code] for code in ahead.bodies], by=by, country=host, host=host, source=key,
        is_demonstration=True, **times, **ahead.facts,
    )  # fmt: skip
    if ahead.is_convened:
        actions.convene(meeting=meeting, by=by)
    if ahead.joining:
        tell(meeting, ahead.joining, by)
    make_agenda(meeting, ahead, by)
    because = {"reason_en": ahead.reason[0], "reason_fr": ahead.reason[1]}
    if ahead.moved_by_days:
        later = timedelta(days=ahead.moved_by_days)
        days = {name: times[name] + later for name in ("start_date", "end_date")}
        actions.move(meeting=meeting, by=by, **times | days, **because)
    if ahead.is_cancelled:
        actions.cancel(meeting=meeting, by=by, **because)


def tell(meeting, audience, by):
    actions.tell_how_to_join(
        meeting=meeting,
        by=by,
        audience=audience,
        link=f"https://meet.example/{meeting.reference.lower()}",
        text_en="By telephone: +000 20 555 0199, code 4711 (invented).",
        text_fr="Par téléphone : +000 20 555 0199, code 4711 (inventé).",
    )


def make_agenda(meeting, ahead, by):
    for item in ahead.agenda:
        english, french = item.text
        add_item(
            meeting=meeting, by=by, title_en=item.title_en, title_fr=item.title_fr, text_en=english, text_fr=french,
            audience=item.audience, papers=[paper for key in item.papers if (paper := sample(key))],
        )  # fmt: skip
    if ahead.is_taken_over:
        decisions = matters.earlier_decisions(meeting, by)[:1]
        take_over(meeting=meeting, by=by, actions=matters.open_actions(meeting, by)[:1], documents=decisions)
        add_item(meeting=meeting, by=by, title_en=ANY_OTHER.title_en, title_fr=ANY_OTHER.title_fr)
    if ahead.is_shown:
        show_agenda(meeting=meeting, by=by)


def sample(key):
    """A sample document; None where somebody has taken it out."""
    return Document.objects.filter(source=source(*key), is_demonstration=True).first()


def revise_form(cast):
    """A second revision of a paper that lies before a meeting: the agenda keeps the first."""
    document = sample(("form", "XWA"))
    if document is None or document.revisions.count() != 1:
        return
    by = cast.users["chair.xwa"]
    revision = texts.add_revision(
        document=document, by=by, what_changed_en="One line for each weighing", what_changed_fr="Une ligne par pesée"
    )
    text = "# A form for the record of a parcel\n\nOne line for each weighing, signed by both sides."
    texts.add_rendition(revision=revision, language="en", text=text, by=by)
    texts.release_revision(revision=revision, by=by)
