"""Sample communiqués, around the Chair of the demonstration. Each says in its first words that it is a sample."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.core.files.base import ContentFile

from asm_portal.removal import remove
from communications import actions
from communications.models import Communique
from knowledge import actions as documents
from knowledge.models import Document, DocumentKind
from knowledge.sample_files import pdf

TEXTS = Path(__file__).with_name("samples")


@dataclass(frozen=True)
class Sample:
    """A communiqué: the name of its texts, its day, its title in each language that it exists in, what becomes of it."""

    name: str
    date: date
    titles: dict
    has_files: bool = False
    is_published: bool = True


SAMPLES = (
    Sample(
        "opening", date(2025, 1, 20), {"fr": "Message de la Présidence à l’ouverture de son mandat (exemple)"}
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
        "intersessional", date(2026, 6, 11), {"en": "Statement of the Chair after the Intersessional meeting (sample)"}
    ),
    Sample(
        "draft", date(2026, 11, 19), {"en": "Final communiqué of the 2026 Plenary (sample)"}, is_published=False
    ),
)  # fmt: skip


def demonstrate(cast):
    """Make the samples that are missing."""
    kind = DocumentKind.objects.get(code="final_communique")
    for sample in SAMPLES:
        known = Document.objects.filter(is_demonstration=True, kind=kind, date=sample.date)
        if not known.exists():
            make(sample, kind, cast)


def make(sample, kind, cast):
    communique = actions.draft(
        titles=sample.titles, by=cast.secretary, kind=kind, issuing_body=cast.bodies["XKP"], date=sample.date,
        is_demonstration=True,
    )  # fmt: skip
    revision = documents.add_revision(document=communique.document, by=cast.secretary)
    for language, title in sample.titles.items():
        text = (TEXTS / f"{sample.name}.{language}.md").read_text()
        file = ContentFile(pdf(title, text, language), f"{sample.name}.pdf") if sample.has_files else None
        documents.add_rendition(revision=revision, language=language, text=text, file=file, by=cast.secretary)
    if sample.is_published:
        actions.publish(communique=communique, by=cast.secretary)


def forget():
    """Take the samples out; their documents go with the other documents of the demonstration."""
    remove(Communique.objects.filter(document__is_demonstration=True))
