"""What the search index holds of a document: per language its title and the texts of its newest renditions."""

from html import unescape

from django.utils.html import strip_tags

from asm_portal.areas import Entry
from asm_portal.searching.sources import tag_of
from knowledge.models import Document


def entries(document):
    """Entries of a document. The text of a revision that is not released yet is for its editors; a tombstone is not found."""
    if document.state == Document.State.WITHDRAWN:
        return []
    titles = {row.language: row.title for row in document.titles.all()}
    title = titles.get("en") or next(iter(titles.values()), document.reference)
    revisions = sorted(document.revisions.all(), key=lambda revision: revision.number)
    released = texts([revision for revision in revisions if revision.released_at and not revision.only_circulated])
    drafts = texts([revision for revision in revisions if not revision.released_at])
    shared = {"reference": document.reference, "number": document.official_number, "tags": tags(document)}
    shown = [
        Entry(language, titles.get(language, title), released.get(language, ""), **shared)
        for language in sorted({*titles, *released} or {"en"})
    ]
    hidden = [
        Entry(language, titles.get(language, title), draft, is_draft=True, **shared)
        for language, draft in sorted(drafts.items())
    ]
    return [*shown, *hidden]


def tags(document):
    """Whom it concerns and whose it is: found under any name that they bear or bore."""
    minutes = getattr(document, "minutes", None)
    concerned = (document.organisation, document.issuing_body, document.audience_body, minutes and minutes.body)
    return tuple(dict.fromkeys(tag_of(record) for record in concerned if record))


def texts(revisions):
    """Language → words of the newest renditions in it; of revisions in their order."""
    newest = {}
    for revision in revisions:
        for rendition in revision.renditions.all():
            newest[rendition.language, rendition.role] = words(rendition)
    languages = {language for language, _role in newest}
    return {
        language: "\n".join(text for (spoken, _role), text in sorted(newest.items()) if spoken == language and text)
        for language in languages
    }


def words(rendition):
    return "\n".join(part for part in (unescape(strip_tags(rendition.html)), rendition.extracted_text) if part)
