"""The papers of the demonstration: made by the verbs of `knowledge.actions`, as an editor would, around the fictional cast.

Each sample has a key in its `source`, by which a second run finds it and leaves it alone. The texts are in `samples/`, a file per
sample and language. Days are counted back from the day of the first run, so that something always waits for comments.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Q
from django.utils import timezone, translation

from asm_portal.models.exceptions import grant
from asm_portal.removal import remove
from asm_portal.templatetags.portal import date_words
from asm_portal.visibility import Audience
from knowledge import actions
from knowledge.models import Decision, Document, DocumentKind, DocumentLink, DocumentShare
from knowledge.sample_files import MAKERS

TEXTS = Path(__file__).parent / "samples"
Link = DocumentLink.Kind


@dataclass(frozen=True)
class Sample:
    """A document of the demonstration. `formats` says in which languages it exists, and in which file format besides the text
    on the page; "" for the text alone."""

    key: str
    kind: str
    body: str
    titles: dict
    days_ago: int
    formats: dict
    facts: dict = field(default_factory=dict)
    decision: dict | None = None


@dataclass(frozen=True)
class MinutesSample:
    """Minutes of a fictional meeting: adopted so many days ago, else circulated with so many days left, else a draft."""

    body: str
    number: int
    days_ago: int
    topic_en: str
    topic_fr: str
    formats: dict
    adopted_days_ago: int | None = None
    days_for_comments: int | None = None


MINUTES = (
    MinutesSample("XWA", 1, 430, "The record of a parcel", "La fiche d’un colis", {"en": "pdf", "fr": "docx"}, 330),
    MinutesSample("XWA", 2, 320, "Weighing at the hand-over", "La pesée à la remise", {"en": "pdf", "fr": "pdf"}, 200),
    MinutesSample("XWA", 3, 190, "Forms in four languages", "Des formulaires en quatre langues", {"en": "docx"}, 90),
    MinutesSample(
        "XWA", 4, 80, "How long records are kept", "La durée de conservation", {"en": "pdf", "fr": "pdf"}, 25
    ),
    MinutesSample("XWA", 5, 20, "Records by telephone", "Les fiches par téléphone", {"en": "docx", "fr": ""}, None, 18),
    MinutesSample("XWA", 6, 4, "Plan of work", "Le programme de travail", {"en": ""}),
    MinutesSample("XWB", 1, 400, "Moving diggings", "Les exploitations mobiles", {"en": "pdf", "fr": "pdf"}, 260),
    MinutesSample("XWB", 2, 250, "Seasons of the river", "Les saisons du fleuve", {"en": "pdf", "fr": ""}, 60),
    MinutesSample("XWB", 3, 30, "A register by stretches", "Un registre par tronçons", {"en": "docx"}, None, 5),
    MinutesSample("XWB", 4, 6, "Visits in the dry season", "Les visites en saison sèche", {"en": ""}),
)

BOTH = {"en": "pdf", "fr": "pdf"}
AGREED = {"adopted_by": Decision.Mode.BODY, "topic": "sample"}
SAMPLES = (
    Sample(
        "terms", "terms_of_reference", "XWA",
        {"en": "Terms of reference: parcels and records (sample)", "fr": "Mandat : colis et registres (exemple)"},
        640, BOTH, {"audience": Audience.PUBLIC},
    ),
    Sample(
        "terms", "terms_of_reference", "XWB",
        {"en": "Terms of reference: river diggings (sample)", "fr": "Mandat : exploitation fluviale (exemple)"},
        630, BOTH, {"audience": Audience.PUBLIC},
    ),
    Sample(
        "decision-1", "administrative_decision", "XWA",
        {"en": "Decision on the record of parcels (sample)", "fr": "Décision sur la fiche des colis (exemple)"},
        540, BOTH, {"audience": Audience.PUBLIC, "official_number": "SAMPLE 1"}, AGREED,
    ),
    Sample(
        "decision-2", "administrative_decision", "XWA",
        {
            "en": "Decision on the record of parcels, second version (sample)",
            "fr": "Décision sur la fiche des colis, deuxième version (exemple)",
        },
        210, BOTH, {"audience": Audience.PUBLIC, "official_number": "SAMPLE 2"}, AGREED,
    ),
    Sample(
        "decision-3", "administrative_decision", "XWA",
        {"en": "Decision on keeping records longer (sample)", "fr": "Décision sur la conservation des fiches (exemple)"},
        70, BOTH, {"audience": Audience.PUBLIC, "official_number": "SAMPLE 3"}, AGREED,
    ),
    Sample(
        "form", "meeting_paper", "XWA",
        {"en": "A form for the record of a parcel", "fr": "Un formulaire pour la fiche d’un colis"},
        35, {"en": "docx", "fr": "docx"}, {"audience": Audience.BODY},
    ),
    Sample(
        "guide", "guidelines", "XWA",
        {"en": "Guide for export offices", "fr": "Guide à l’usage des bureaux d’exportation"},
        150, BOTH, {"audience": Audience.BODY},
    ),
    Sample(
        "survey", "meeting_paper", "XWA", {"en": "What diggers say about records"},
        110, {"en": "pdf"}, {"audience": Audience.BODY},
    ),
    Sample(
        "river", "meeting_paper", "XWB",
        {"en": "A register that follows the river", "fr": "Un registre qui suit le fleuve"},
        28, {"en": "docx", "fr": ""}, {"audience": Audience.BODY},
    ),
    Sample(
        "withdrawn", "meeting_paper", "XWA", {"en": "First list of export offices", "fr": "Première liste des bureaux"},
        300, {"en": "pdf"}, {"audience": Audience.PROCESS},
    ),
    Sample(
        "table", "statistics_table", "XWA",
        {"en": "Parcels recorded by quarter (sample)", "fr": "Colis enregistrés par trimestre (exemple)"},
        10, {"en": ""}, {"audience": Audience.PUBLIC},
    ),
    Sample(
        "answer", "meeting_paper", "", {"en": "Letter of Alderia on open points (sample)"},
        45, {"en": "docx"}, {"audience": Audience.ORGANISATION},
    ),
)  # fmt: skip


def source(*parts):
    return "demonstration: " + " ".join(str(part) for part in parts if part)


def missing(key):
    return not Document.objects.filter(source=key, is_demonstration=True).exists()


def demonstrate(cast):
    for sample in MINUTES:
        if missing(source("minutes", sample.body, sample.number)):
            make_minutes(sample, cast)
    made = {sample.key: make(sample, cast) for sample in SAMPLES if missing(source(sample.key, sample.body))}
    for step in (chain_decisions, withdraw_one, embargo_one, open_to_a_person, share_with_a_body):
        step(made, cast)


def make_minutes(sample, cast):
    """The minutes, brought to their stage."""
    body, by, held = cast.bodies[sample.body], cast.secretary, cast.today - timedelta(days=sample.days_ago)
    document = actions.add_document(
        kind=DocumentKind.objects.get(code="minutes"),
        titles={language: minutes_title(sample.number, held, language) for language in ("en", "fr")},
        by=by,
        minutes={"body": body, "meeting_date": held},
        issuing_body=body,
        audience=Audience.BODY,
        audience_body=body,
        date=held,
        source=source("minutes", sample.body, sample.number),
        is_demonstration=True,
    )
    topics = {"en": sample.topic_en, "fr": sample.topic_fr}
    texts = {
        language: text(
            "minutes", language, body, number=sample.number, date=words(held, language), topic=topics[language]
        )
        for language in sample.formats
    }
    add_texts(document, sample.formats, texts, by)
    bring_to_stage(document.minutes, sample, cast)


def bring_to_stage(minutes, sample, cast):
    if sample.adopted_days_ago is not None:
        actions.adopt_minutes(
            minutes=minutes,
            adopted_by_en="written procedure",
            adopted_by_fr="procédure écrite",
            by=cast.secretary,
            adopted_on=cast.today - timedelta(days=sample.adopted_days_ago),
        )
    elif sample.days_for_comments is not None:
        until = cast.today + timedelta(days=sample.days_for_comments)
        actions.circulate_minutes(minutes=minutes, comments_until=until, by=cast.secretary)


def minutes_title(number, held, language):
    title = {"en": "Minutes of meeting {}, {}", "fr": "Procès-verbal de la réunion {}, {}"}[language]
    return title.format(number, words(held, language))


def words(day, language):
    with translation.override(language):
        return date_words(day)


def make(sample, cast):
    """The document, final and released, unless a later step embargoes it."""
    body = cast.bodies.get(sample.body)
    day = cast.today - timedelta(days=sample.days_ago)
    document = actions.add_document(
        kind=DocumentKind.objects.get(code=sample.kind),
        titles=sample.titles,
        by=cast.secretary,
        decision=sample.decision and sample.decision | {"in_force_from": day},
        issuing_body=body,
        organisation=cast.organisations["XA"] if sample.key == "answer" else None,
        date=day,
        source=source(sample.key, sample.body),
        is_demonstration=True,
        **sample.facts,
    )
    texts = {language: text(sample.key, language, body) for language in sample.formats}
    add_texts(document, sample.formats, texts, cast.secretary)
    if sample.key != "table":
        actions.publish(document=document, by=cast.secretary)
    return document


def text(key, language, body, **values):
    name = {"en": body.name_en, "fr": body.name_fr}[language] if body else ""
    return (TEXTS / f"{key}.{language}.md").read_text().format(body=name, **values)


def add_texts(document, formats, texts, by):
    """The first revision, with the text on the page and the file where there is one."""
    revision = actions.add_revision(document=document, by=by)
    titles = {title.language: title.title for title in document.titles.all()}
    for language, extension in formats.items():
        file = None
        if extension:
            content = MAKERS[extension](titles[language], texts[language], language)
            file = SimpleUploadedFile(f"sample.{extension}", content)
        actions.add_rendition(revision=revision, language=language, by=by, file=file, text=texts[language])


def chain_decisions(made, cast):
    """The second decision supersedes the first, the third amends the second."""
    if "decision-2" in made and "decision-1" in made:
        actions.link(
            later=made["decision-2"], kind=Link.SUPERSEDES, earlier=made["decision-1"], by=cast.secretary,
            effective_on=made["decision-2"].date,
        )  # fmt: skip
    if "decision-3" in made and "decision-2" in made:
        actions.link(
            later=made["decision-3"], kind=Link.AMENDS, earlier=made["decision-2"], by=cast.secretary,
            effective_on=made["decision-3"].date,
            note_en="Point 3: seven years instead of five.", note_fr="Point 3 : sept ans au lieu de cinq.",
        )  # fmt: skip


def withdraw_one(made, cast):
    if "withdrawn" in made:
        actions.withdraw(
            document=made["withdrawn"],
            by=cast.secretary,
            reason_en="It named an office that does not exist.",
            reason_fr="Elle nommait un bureau qui n’existe pas.",
            on=cast.today - timedelta(days=120),
        )


def embargo_one(made, cast):
    if "table" in made:
        actions.publish(document=made["table"], by=cast.secretary, embargoed_until=timezone.now() + timedelta(days=30))


def open_to_a_person(made, cast):
    """A paper of one body, opened to a member of the other one only."""
    if "survey" in made:
        grant(
            record=made["survey"],
            user=cast.users["member.xwb"],
            until=timezone.now() + timedelta(days=180),
            reason="Presents the survey to the Working Group on River Diggings.",
            by=cast.secretary,
        )


def share_with_a_body(made, cast):
    if "guide" in made:
        DocumentShare.objects.create(
            content_object=made["guide"],
            body=cast.bodies["XWB"],
            until=timezone.now() + timedelta(days=180),
            reason="Joint session of the two working groups.",
            by=cast.secretary,
        )


def forget_demonstration():
    """Take out the samples, and whatever was filed for a fictional body or about a fictional organisation."""
    of_the_cast = (
        Q(is_demonstration=True)
        | Q(issuing_body__is_demonstration=True)
        | Q(audience_body__is_demonstration=True)
        | Q(organisation__is_demonstration=True)
        | Q(audience_organisation__is_demonstration=True)
        | Q(minutes__body__is_demonstration=True)
    )
    remove(Document.objects.filter(of_the_cast))
