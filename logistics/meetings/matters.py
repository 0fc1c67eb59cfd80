"""What may come onto the agenda of a meeting: actions still open, earlier decisions, and documents to lay before it."""

from django.db.models import Q

from knowledge.models import Decision, Document, Revision
from logistics.models import Action

MOST = 30
MOST_PAPERS = 12


def bodies_of(meeting):
    return meeting.of_bodies.values("body")


def open_actions(meeting, reader):
    """The open actions of the meeting's bodies and of their offices, those due first; all for one of the whole Process."""
    found = Action.objects.visible_to(reader).open().filter(is_demonstration=meeting.is_demonstration)
    if meeting.kind not in meeting.OF_THE_PROCESS:
        found = found.filter(Q(body__in=bodies_of(meeting)) | Q(owner_office__body__in=bodies_of(meeting)))
    known = meeting.agenda.filter(action__isnull=False).values("action")
    return first(found.exclude(pk__in=known)).for_display()


def earlier_decisions(meeting, reader):
    """The newest decisions of the meeting's bodies; for a meeting of the whole Process, those that no body took alone."""
    found = own_documents(meeting, reader).filter(decision__isnull=False, state=Document.State.FINAL)
    if meeting.kind in meeting.OF_THE_PROCESS:
        found = found.exclude(decision__adopted_by=Decision.Mode.BODY)
    else:
        found = found.filter(issuing_body__in=bodies_of(meeting))
    known = meeting.agenda.filter(arises_from__isnull=False).values("arises_from")
    return first(found.exclude(pk__in=known)).for_display(reader)


def likely_papers(meeting, reader, item):
    """The newest documents of the meeting's bodies, or of the whole Process, that hold a released text and are no papers of the
    item yet."""
    found = own_documents(meeting, reader).filter(pk__in=Revision.objects.released().values("document"))
    if meeting.kind not in meeting.OF_THE_PROCESS:
        found = found.filter(issuing_body__in=bodies_of(meeting))
    if item.pk:
        found = found.exclude(pk__in=item.papers.values("document"))
    return first(found, MOST_PAPERS).for_display(reader)


def own_documents(meeting, reader):
    """Documents that the reader may know of, invented ones for a meeting of the demonstration only."""
    return Document.objects.visible_to(reader).listed().filter(is_demonstration=meeting.is_demonstration)


def first(rows, most=MOST):
    """The first of them as a query that can still be narrowed."""
    return rows.model.objects.filter(pk__in=list(rows.values_list("pk", flat=True)[:most]))
