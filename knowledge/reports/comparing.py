"""Two reports of a Participant side by side, in a language that both are in."""

from dataclasses import dataclass

from django.utils.translation import get_language

from knowledge.minutes.diff import Comparison, paragraphs, paragraphs_of_file
from knowledge.models import Document, Rendition


@dataclass(frozen=True)
class SideBySide:
    """Two documents and what differs; `rows` is None where they share no language in which both can be read."""

    earlier: Document
    later: Document
    language: str = ""
    rows: list | None = None
    has_changes: bool = False


def texts(document):
    """Language → the newest text in it that can be read; of a document from `for_display`."""
    shown = [rendition.pk for rendition in document.renditions]
    found = {}
    for rendition in Rendition.objects.filter(pk__in=shown).order_by("role"):
        parts = [part.lstrip("# ") for part in paragraphs(rendition.text)] or paragraphs_of_file(
            rendition.extracted_text, rendition.extension
        )
        if parts:
            found.setdefault(rendition.language, parts)
    return found


def side_by_side(earlier, later):
    """What changed from one report to the other, in the reader's language where both are in it."""
    old, new = texts(earlier), texts(later)
    shared = [code for code in (get_language(), "en", *sorted(old)) if code in old and code in new]
    if not shared:
        return SideBySide(earlier, later)
    comparison = Comparison(old[shared[0]], new[shared[0]])
    return SideBySide(earlier, later, shared[0], list(comparison.folded()), comparison.has_changes)
