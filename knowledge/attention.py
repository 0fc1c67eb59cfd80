"""The lists of documents that the secretariat works from."""

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from asm_portal.attention import WorkList
from asm_portal.dated import today
from knowledge.models import Document, DocumentTitle, Rendition, Revision
from knowledge.reports import attention as reports

State = Document.State


def not_held(rows):
    """Final documents that are known but of which the archive holds no text."""
    held = Rendition.objects.filter(revision__document=OuterRef("pk"), revision__in=Revision.objects.released())
    return rows.filter(~Exists(held), state=State.FINAL)


def without_french_title(rows):
    title = DocumentTitle.objects.filter(document=OuterRef("pk"), language="fr")
    return rows.filter(~Exists(title)).exclude(state=State.WITHDRAWN)


def not_read(rows):
    """Documents with a file whose text could not be read for the search."""
    failed = Rendition.objects.filter(revision__document=OuterRef("pk"), extraction=Rendition.Extraction.FAILED)
    return rows.filter(Exists(failed)).exclude(state=State.WITHDRAWN)


DRAFTS = WorkList("drafts", _("Drafts"), Document, lambda rows: rows.filter(state=State.DRAFT), "date")
COMMENTS_OVER = WorkList(
    "comments-over",
    _("Minutes whose time for comments is over"),
    Document,
    lambda rows: rows.filter(state=State.CIRCULATED, minutes__comments_until__lt=today()),
    "minutes__comments_until",
)
NOT_HELD = WorkList("not-held", _("Documents known but not held"), Document, not_held, "date")
NO_FRENCH_TITLE = WorkList(
    "no-french", _("Documents without a title in French"), Document, without_french_title, "date"
)
NOT_READ = WorkList("not-read", _("Files whose text could not be read"), Document, not_read, "date", "bad")

LISTS = (*reports.LISTS, DRAFTS, COMMENTS_OVER, NOT_HELD, NO_FRENCH_TITLE, NOT_READ)
