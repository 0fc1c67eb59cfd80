"""The papers of a visit. What is filed here is for the Participant, the body and the team; a document of the archive keeps its
readers and is opened to the team besides."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from asm_portal.dated import today
from asm_portal.visibility import Audience, standing_of
from knowledge import actions as documents
from knowledge.actions import save
from knowledge.models import Document, DocumentKind
from logistics.models import Visit, VisitPaper
from logistics.visits.opening import close_text, open_text

PAPER_KIND = "meeting_paper"
BOTH = ("en", "fr")


def written_for(visit):
    """The audience of what is written for the visit: the Participant; body and team read it by exceptions."""
    return {"audience": Audience.ORGANISATION, "audience_organisation": visit.participant}


def attachable(user, visit):
    """The documents of the archive that the reader may give to the team: those that they keep, and those that all who take part
    may read anyway."""
    found = Document.objects.visible_to(user).listed().filter(state=Document.State.FINAL)
    if not standing_of(user).secretariat:
        own = Document.objects.editable_by(user).values("pk")
        found = found.filter(Q(audience__in=[Audience.PUBLIC, Audience.PROCESS]) | Q(pk__in=own))
    return found.filter(is_demonstration=visit.is_demonstration).exclude(pk__in=visit.papers.values("document"))


def titles_of(pattern, visit):
    """The title of a text about the visit, in both languages."""
    titles = {}
    for language in BOTH:
        with translation.override(language):
            titles[language] = str(pattern) % {"visit": visit}
    return titles


@transaction.atomic
def add_paper(*, visit, document, by):
    """Put a document of the archive among the papers, in the revision of today."""
    visit = Visit.objects.select_for_update().get(pk=visit.pk)
    paper = VisitPaper(visit=visit, document=document, revision=document.revisions.released().order_by("number").last())
    paper.full_clean()
    save(paper, by)
    open_text(document, visit, by)
    return paper


@transaction.atomic
def file_paper(*, visit, title, language, file, by):
    """File a new paper. Raises ValidationError with the reason where the file is refused."""
    document = documents.add_document(
        kind=DocumentKind.objects.get(code=PAPER_KIND), titles={language: title}, by=by, issuing_body=visit.body,
        organisation=visit.participant, date=today(), is_demonstration=visit.is_demonstration, **written_for(visit),
    )  # fmt: skip
    revision = documents.add_revision(document=document, by=by)
    documents.add_rendition(revision=revision, language=language, file=file, by=by)
    documents.publish(document=document, by=by)
    return add_paper(visit=visit, document=document, by=by)


@transaction.atomic
def remove_paper(*, paper, by):
    """Take a document out of the papers; what this visit opened of it is closed."""
    visit = Visit.objects.select_for_update().get(pk=paper.visit_id)
    if not VisitPaper.objects.filter(pk=paper.pk).exists():
        raise ValidationError(_("Somebody was faster: this paper is not there any more."))
    close_text(paper.document, visit)
    paper._history_user = by
    paper.delete()
