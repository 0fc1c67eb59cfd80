"""What the requester is asked: while a question is open, the clock of the case stands. No answer is ever thrown away: not a
second one, not one that comes late, not one to a case that is closed by then."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from asm_portal.post import post_when_due
from assistance.models import Clarification, ClarificationAnswer
from assistance.requests.actions import held_open, take_up
from assistance.requests.people import addressees
from knowledge.actions import save

KEY = "clarification:"
ASKED, REMINDER = "asked", "reminder"
# More answers than anybody means to give to one question.
MOST = 10


@transaction.atomic
def ask(*, request, question, by):
    """Ask the requester something; the clock stands from now on. Raises ValidationError."""
    request = held_open(request)
    if request.clarifications.open().filter(question=question.strip()).exists():
        raise ValidationError({"question": _("The requester has been asked exactly this and has not answered yet.")})
    if not request.taken_up_at and request.kinds:
        take_up(request=request, by=by)
    asked = save(Clarification(request=request, question=question.strip(), by=by), by)
    send(asked, ASKED)
    return asked


def send(clarification, occasion):
    for recipient in addressees(clarification.request):
        post_when_due(f"{KEY}{clarification.pk}:{occasion}", recipient)


def held(clarification):
    """The question as it is now, for nobody else to change."""
    return Clarification.objects.select_for_update(of=("self",)).select_related("request").get(pk=clarification.pk)


@transaction.atomic
def answer(*, clarification, text, channel, person=None, noted_by=None, by=None):
    """Keep an answer; returns it. The first one sets the clock going again. `person` gave it, or nobody of the register;
    `noted_by` is who of the secretariat wrote it down. The same sent twice is kept once."""
    clarification, text = held(clarification), text.strip()
    answers = clarification.answers.order_by("pk")
    if same := answers.filter(text=text, person=person, noted_by=noted_by).first():
        return same
    if answers.count() >= MOST:
        raise ValidationError(
            {
                "text": _(
                    "This question has already been answered many times. Please write to the secretariat. Your text stays here."
                )
            }
        )
    row = ClarificationAnswer(clarification=clarification, text=text, channel=channel, person=person, noted_by=noted_by)
    row.full_clean()
    save(row, by or noted_by)
    if clarification.is_open:
        run_again(clarification, by or noted_by)
    return row


@transaction.atomic
def go_on(*, clarification, by):
    """Go on without an answer. Raises ValidationError where the clock runs already."""
    clarification = held(clarification)
    if not clarification.is_open:
        raise ValidationError(
            _("This question has been answered in the meantime, or somebody has continued without an answer.")
        )
    return run_again(clarification, by)


def run_again(clarification, by):
    clarification.ended_at = timezone.now()
    return save(clarification, by)


@transaction.atomic
def read_answers(*, request, by):
    """Note that the secretariat has read what was answered."""
    rows = ClarificationAnswer.objects.filter(clarification__request=request, seen_at=None)
    for row in rows.select_for_update(of=("self",)):
        row.seen_at = timezone.now()
        save(row, by)
