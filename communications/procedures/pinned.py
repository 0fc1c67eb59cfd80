"""The text of a written procedure as its page shows it: the revision that was put to the members, whatever came after."""

from dataclasses import dataclass

from django.utils.translation import get_language

from knowledge.approvals import digest
from knowledge.models import Document, Rendition, Revision
from knowledge.reading import READ, OtherText, Reading


@dataclass(frozen=True)
class Pinned:
    """A revision of a document, the text of it that is shown, its renditions, and what has happened to it since."""

    document: Document
    revision: Revision
    renditions: list
    reading: Reading | None
    newer: int
    is_changed: bool

    @property
    def files(self):
        return [rendition for rendition in self.renditions if rendition.file]


def pinned(procedure, user, asked=""):
    """The text of a procedure in the language asked for, else the reader’s, else the first; None where they may not read it."""
    document = Document.objects.visible_to(user).for_display(user).filter(pk=procedure.document_id).first()
    revision = Revision.objects.visible_to(user).filter(pk=procedure.revision_id).first()
    if document is None or revision is None:
        return None
    rows = Rendition.objects.visible_to(user).filter(revision=revision).defer("text", "extracted_text")
    renditions = list(rows.select_related("revision__document"))
    return Pinned(
        document=document,
        revision=revision,
        renditions=renditions,
        reading=reading_of(renditions, revision, asked),
        newer=document.latest_number if document.latest_number > revision.number else 0,
        is_changed=bool(procedure.sha256) and procedure.sha256 != digest(revision),
    )


def reading_of(renditions, revision, asked):
    texts = {}
    for rendition in renditions:
        if rendition.html:
            texts.setdefault(rendition.language, rendition)
    if not texts:
        return None
    shown = texts.get(asked) or texts.get(get_language()) or next(iter(texts.values()))
    others = [OtherText(code, READ[code]) for code in texts if code != shown.language]
    return Reading(shown, others, revision.number)
