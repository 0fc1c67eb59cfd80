"""The paragraphs of a source, to choose the one that an action is quoted from."""

from dataclasses import dataclass

from django.utils.translation import get_language

from knowledge.minutes.diff import paragraphs, paragraphs_of_file

MOST = 300


@dataclass(frozen=True)
class Text:
    """The paragraphs of a released text and their language."""

    language: str
    paragraphs: tuple[str, ...]


def text_of(document):
    """The newest released text in the reader's language, else in English, else in any; None where none can be read."""
    revision = document and document.revisions.released().order_by("number").last()
    if not revision:
        return None
    by_language = {rendition.language: rendition for rendition in revision.renditions.order_by("-role")}
    shown = by_language.get(get_language()) or by_language.get("en") or next(iter(by_language.values()), None)
    parts = shown and (paragraphs(shown.text) or paragraphs_of_file(shown.extracted_text, shown.extension))
    return Text(shown.language, tuple(part.lstrip("#").strip() for part in parts[:MOST])) if parts else None
