"""Sample pages and a banner of the site. Each says in its first words that it is a sample."""

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from django.utils import timezone

from asm_portal.removal import remove
from communications.communiques import release
from communications.models import Banner, StandingPage
from communications.pages import actions
from knowledge import actions as documents

TEXTS = Path(__file__).with_name("samples")
BANNER_LASTS = timedelta(days=30)
MISSING = "The French text is with the translator (sample)."


@dataclass(frozen=True)
class Sample:
    """A page or a banner: the name of its texts, its title in each language that it exists in, how far it has come."""

    model: type
    name: str
    titles: dict
    is_approved: bool = True
    own: dict = field(default_factory=dict)


PAGES = (
    Sample(
        StandingPage, "scheme", {"en": "What the scheme is (sample)", "fr": "Ce qu’est le Système (exemple)"},
        own={"slug": "scheme"},
    ),
    Sample(
        StandingPage, "joining", {"en": "How to join (sample)", "fr": "Comment y participer (exemple)"},
        own={"slug": "joining"},
    ),
    Sample(
        StandingPage, "questions", {"en": "Frequent questions (sample)"}, is_approved=False, own={"slug": "questions"}
    ),
)  # fmt: skip
BANNER = Sample(
    Banner, "banner", {"en": "Change of address (sample)", "fr": "Changement d’adresse (exemple)"}, is_approved=False
)


def demonstrate(cast):
    """Make the samples that are missing: two pages that stand, one and a banner that lie before the KP Chair's office."""
    for sample in PAGES:
        if not StandingPage.objects.filter(slug=sample.own["slug"]).exists():
            make(sample, cast)
    if not Banner.objects.filter(document__is_demonstration=True).exists():
        make(BANNER, cast, ends_at=timezone.now() + BANNER_LASTS)


def make(sample, cast, **own):
    by = cast.secretary
    text = actions.draft(sample.model, titles=sample.titles, own=sample.own | own, by=by, is_demonstration=True)
    revision = documents.add_revision(document=text.document, by=by)
    for language in sample.titles:
        words = (TEXTS / f"{sample.name}.{language}.md").read_text()
        documents.add_rendition(revision=revision, language=language, text=words, by=by)
    text = release.submit(text=text, by=by, missing_reason="" if "fr" in sample.titles else MISSING)
    if sample.is_approved:
        release.approve(text=text, seen=release.seen_of(text), by=cast.users["chair"])


def forget_demonstration():
    """Take the samples out; their documents go with the other documents of the demonstration."""
    for model in (StandingPage, Banner):
        remove(model.objects.filter(document__is_demonstration=True))
