"""Sample communiqués, around the Chair of the demonstration. Each says in its first words that it is a sample."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw, ImageFont

from asm_portal.removal import remove
from communications.communiques import actions, release, writing
from communications.models import Communique
from knowledge import actions as documents
from knowledge.certificates.drawings import CREAM, INK, OCHRE, TEAL, as_file
from knowledge.kinds import FINAL_COMMUNIQUE, OF_THE_CHAIR, STATEMENT
from knowledge.models import Document, DocumentKind
from knowledge.sample_files import pdf

FOLLOWS_IN = timedelta(days=14)
SHOWN = {"en": "Drawing: a parcel goes from the mine to the office to the border; at each, eleven forms are filled in."}
MISSING = "This sample exists in one language."
TEXTS = Path(__file__).with_name("samples")


@dataclass(frozen=True)
class Sample:
    """A communiqué: the name of its texts, its day, its title in each language that it exists in, what becomes of it."""

    name: str
    date: date
    titles: dict
    has_files: bool = False
    kind: str = FINAL_COMMUNIQUE
    is_approved: bool = True
    has_picture: bool = False


SAMPLES = (
    Sample(
        "opening", date(2025, 1, 20), {"fr": "Message de la Présidence à l’ouverture de son mandat (exemple)"},
        kind=STATEMENT,
    ),
    Sample(
        "plenary", date(2025, 11, 20),
        {
            "en": "Final communiqué of the 2025 Plenary (sample)",
            "fr": "Communiqué final de la Plénière de 2025 (exemple)",
            "pt": "Comunicado final da Plenária de 2025 (amostra)",
        },
        has_files=True,
    ),
    Sample(
        "intersessional", date(2026, 6, 11), {"en": "Statement of the Chair after the Intersessional meeting (sample)"},
        kind=STATEMENT, has_picture=True,
    ),
    Sample(
        "draft", date(2026, 11, 19), {"en": "Final communiqué of the 2026 Plenary (sample)"}, is_approved=False
    ),
)  # fmt: skip


def demonstrate(cast):
    """Make the samples that are missing."""
    for sample in SAMPLES:
        known = Document.objects.filter(is_demonstration=True, kind__code__in=OF_THE_CHAIR, date=sample.date)
        if not known.exists():
            make(sample, cast)


def make(sample, cast):
    communique = actions.draft(
        titles=sample.titles, by=cast.secretary, kind=DocumentKind.objects.get(code=sample.kind),
        issuing_body=cast.bodies["XKP"], date=sample.date, is_demonstration=True,
    )  # fmt: skip
    revision = documents.add_revision(document=communique.document, by=cast.secretary)
    for language, title in sample.titles.items():
        text = (TEXTS / f"{sample.name}.{language}.md").read_text()
        file = ContentFile(pdf(title, text, language), f"{sample.name}.pdf") if sample.has_files else None
        documents.add_rendition(revision=revision, language=language, text=text, file=file, by=cast.secretary)
    if sample.has_picture:
        writing.add_picture(text=communique, file=handovers(), alternatives=SHOWN, by=cast.secretary)
    follows_on = None if sample.is_approved else cast.today + FOLLOWS_IN
    text = release.submit(text=communique, by=cast.secretary, missing_reason=MISSING, follows_on=follows_on)
    if sample.is_approved:
        seen = release.seen_of(text)
        release.approve(text=text, seen=seen, by=cast.users["chair"])


def handovers():
    """The drawing in the statement: three places, and the way between them."""
    picture = Image.new("RGB", (720, 240), CREAM)
    draw = ImageDraw.Draw(picture)
    font = ImageFont.load_default(26)
    draw.line((120, 100, 600, 100), fill=OCHRE, width=6)
    for middle, place in ((120, "MINE"), (360, "OFFICE"), (600, "BORDER")):
        draw.ellipse((middle - 56, 44, middle + 56, 156), fill=TEAL, outline=OCHRE, width=5)
        draw.text((middle, 100), "11", fill=CREAM, font=font, anchor="mm")
        draw.text((middle, 196), place, fill=INK, font=font, anchor="mm")
    return as_file(picture, "handovers")


def forget():
    """Take the samples out; their documents go with the other documents of the demonstration."""
    remove(Communique.objects.filter(document__is_demonstration=True))
