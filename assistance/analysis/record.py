"""What the page of an analysis shows."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings

from asm_portal.dated import today
from asm_portal.working_days import after_working_days, working_days_between
from assistance.analysis.clock import working_days
from assistance.models import Analysis, Assessment, AssistanceRequest, Clarification, Merge, RequestNote
from assistance.requests.stages import TONES, stage_of

# Beyond it the numbers of questions are nonsense, and too long for a database.
MOST_QUESTIONS = 1_000


@dataclass(frozen=True)
class Question:
    """A question to the requester with its number in the case, and what was answered."""

    number: int
    row: Clarification
    answers: list


@dataclass(frozen=True)
class Record:
    """The rows of a case that the reader may know of, and how long it has been here."""

    analysis: Analysis | None
    assessment: Assessment | None
    questions: list
    notes: list
    merged: list
    days: int
    due_on: date | None

    @property
    def as_entered(self):
        """What is on record, as the form shows it."""
        told, own = self.analysis, self.assessment
        return {
            "decision": ("yes" if told.is_eligible else "no") if told else "",
            "reason": told.reason if told else "",
            "themes": told.themes if told else [],
            "priority": own.priority if own else Assessment.Priority.NORMAL,
            "estimated_need": own.estimated_need if own else "",
        }

    @property
    def open_questions(self):
        return [question for question in self.questions if question.row.is_open]

    @property
    def has_unread(self):
        return any(answer.seen_at is None for question in self.questions for answer in question.answers)


def questions_of(case, reader):
    """The questions of a case in their order, as far as the reader may know of them."""
    return with_answers(Clarification.objects.visible_to(reader).filter(request=case))


def with_answers(rows):
    """A Question for each of the questions of one case."""
    rows = rows.select_related("by__person").prefetch_related("answers__person", "answers__noted_by__person")
    rows = rows.order_by("asked_at", "pk")
    return [Question(number, row, list(row.answers.all())) for number, row in enumerate(rows, 1)]


def numbered(case, number, reader):
    """The question of a case with this number; None where there is none."""
    rows = Clarification.objects.visible_to(reader).filter(request=case).order_by("asked_at", "pk")
    return rows[number - 1 : number].first() if 0 < number <= MOST_QUESTIONS else None


def record_of(case, reader):
    """The Record of a case."""
    analysis = Analysis.objects.visible_to(reader).filter(request=case).first()
    merged = Merge.objects.visible_to(reader).filter(into=case, undone_at=None).select_related("request__organisation")
    return Record(
        analysis=analysis,
        assessment=Assessment.objects.visible_to(reader).filter(request=case).first(),
        questions=questions_of(case, reader),
        notes=list(RequestNote.objects.visible_to(reader).filter(request=case).select_related("by__person")),
        merged=list(merged),
        days=working_days(case, case.closed_at.date() if case.closed_at else today()),
        due_on=None if analysis or not case.is_open else due_on(case),
    )


def due_on(case):
    """The day by which a request should be analysed; each working day on which the clock stands moves it on."""
    begin = case.submitted_at.date()
    paused = working_days_between(begin, today()) - working_days(case, today())
    return after_working_days(begin, settings.ASSISTANCE_ANALYSIS_DAYS + paused)


@dataclass(frozen=True)
class Side:
    """A case beside another one, before they are merged."""

    case: AssistanceRequest
    stage: str
    tone: str
    open_questions: int
    waiting_referrals: list


def side_of(case, reader):
    stage = stage_of(case)[0]
    referrals = case.referrals.visible_to(reader).filter(state="pending").select_related("body")
    return Side(case, stage.label, TONES[stage], case.clarifications.open().count(), [row.body for row in referrals])
