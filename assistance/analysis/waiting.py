"""For whom a case waits: questions for the requester, requests and answers for the secretariat, and what the clock reminds of."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from asm_portal.areas import DeskItem
from asm_portal.attention import WorkList
from asm_portal.dated import today
from asm_portal.visibility import standing_of
from asm_portal.working_days import working_days_between
from assistance.analysis.clarifying import REMINDER, held, send
from assistance.analysis.record import due_on
from assistance.models import AssistanceRequest, Clarification, ClarificationAnswer
from assistance.requests.people import speaks_for
from knowledge.actions import save

WORDS = 12


def to_analyse(rows):
    """Open requests of which nobody has decided whether they are eligible, and which do not wait for the requester."""
    asked = Clarification.objects.open().values("request")
    return rows.open().filter(analysis=None).exclude(pk__in=asked).prefetch_related("clarifications")


def overdue(rows):
    """Those that should have been analysed by now, the days on which the clock stood aside."""
    late = [row.pk for row in to_analyse(AssistanceRequest.objects) if due_on(row) < today()]
    return rows.filter(pk__in=late)


LATE = WorkList(
    "not-analysed",
    gettext_lazy("Requests for assistance not analysed in time"),
    AssistanceRequest,
    overdue,
    "submitted_at",
    "bad",
)
SILENT = WorkList(
    "silent",
    gettext_lazy("Questions that requesters have not answered after a reminder"),
    Clarification,
    lambda rows: rows.waiting().filter(reminded_at__isnull=False),
    "asked_at",
)
LISTS = (LATE, SILENT)


def desk(reader):
    """What the reader has to answer as a requester and, for the secretariat, what came in and what is to be analysed."""
    items = [*own_questions(reader)]
    return [*items, *answered(reader), *undecided(reader)] if standing_of(reader).secretariat else items


def own_questions(reader):
    """The open questions to those for whom the reader acts."""
    rows = Clarification.objects.visible_to(reader).waiting().select_related("request").order_by("asked_at", "pk")
    for row in rows:
        if speaks_for(row.request, reader):
            yield DeskItem(
                title=_("Answer a question about %(reference)s") % {"reference": row.request.reference},
                url=f"{row.request.get_absolute_url()}#questions",
                detail=Truncator(row.question).words(WORDS),
            )


def answered(reader):
    """Cases in which an answer came that nobody has read."""
    new = ClarificationAnswer.objects.visible_to(reader).filter(seen_at=None).values("clarification__request")
    for case in AssistanceRequest.objects.visible_to(reader).filter(pk__in=new).order_by("submitted_at", "pk"):
        yield DeskItem(
            title=_("New answer about %(reference)s") % {"reference": case.reference},
            url=f"{reverse('assistance:analysis', args=[case.reference])}#questions",
            detail=Truncator(case.subject or case.text).words(WORDS),
        )


def undecided(reader):
    """Requests to analyse, by the day on which that is due."""
    for case in to_analyse(AssistanceRequest.objects.visible_to(reader)).order_by("submitted_at", "pk"):
        due = due_on(case)
        yield DeskItem(
            title=_("Analyse %(reference)s") % {"reference": case.reference},
            url=reverse("assistance:analysis", args=[case.reference]),
            detail=Truncator(case.subject or case.text).words(WORDS),
            due=due,
            tone="bad" if due < today() else "warn",
        )


def due(now):
    """Remind once of each question that has waited for an answer for ASSISTANCE_ANSWER_DAYS working days."""
    days = settings.ASSISTANCE_ANSWER_DAYS
    waiting = Clarification.objects.waiting().filter(reminded_at=None, asked_at__lt=now - timedelta(days=days))
    for question in waiting:
        if working_days_between(question.asked_at.date(), now.date()) >= days:
            remind(question, now)


@transaction.atomic
def remind(question, now):
    """Ask again, unless somebody has answered or reminded meanwhile."""
    question = held(question)
    if question.is_open and not question.reminded_at:
        question.reminded_at = now
        save(question, None)
        send(question, REMINDER)
