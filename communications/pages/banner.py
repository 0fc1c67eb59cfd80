"""The banner above every page: the same for everyone, so that pages stay shared, and asked for when a page is made."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import get_language

from communications.models import Banner
from knowledge.rendering import Rendered


@dataclass(frozen=True)
class Shown:
    """A banner in a language."""

    tone: str
    language: str
    text: Rendered


def shown():
    """The banners of this moment, each in the reader's language, else in English, else in any."""
    found = {}
    for rendition in Banner.objects.texts(AnonymousUser()):
        found.setdefault(rendition.revision.document_id, {})[rendition.language] = rendition
    for texts in found.values():
        text = texts.get(get_language()) or texts.get("en") or next(iter(texts.values()))
        yield Shown(text.tone, text.language, text.rendered)


def banner(request):
    """For every page: `banners`, asked of the database by the page that shows them."""
    return {"banners": shown}
