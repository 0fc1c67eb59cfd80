"""Of the demonstration (J8): the sample request was asked back about, and found eligible. It goes with its request."""

from datetime import timedelta

from assistance.analysis.actions import add_note, analyse, versions
from assistance.analysis.clarifying import answer, ask, read_answers
from assistance.models import Assessment, ClarificationAnswer
from assistance.requests.demonstration import sample
from assistance.themes import Theme

QUESTION = "Sample. In which month does the season begin, and have the six colleagues worked with a loupe before?"
ANSWER = "Sample. In March. Two of them have; the others come from the customs service."
REASON = "Sample. Training for a Participant, asked for by its representative."
NEED = "Sample. One trainer for a week, and a parcel to practise on."
NOTE = "Sample. The Chair’s office was told by telephone that this one comes before the season."


def demonstrate(cast):
    """The sample as it was analysed; nothing where that was done already."""
    request, by = sample(), cast.secretary
    if request is None or request.clarifications.exists():
        return
    question = ask(request=request, question=QUESTION, by=by)
    person, asker = request.asked_by, cast.users["delegate.xa"]
    row = answer(
        clarification=question, text=ANSWER, channel=ClarificationAnswer.Channel.PORTAL, person=person, by=asker
    )
    read_answers(request=request, by=by)
    analyse(
        request=request, is_eligible=True, reason=REASON, themes=[Theme.VALUATION], priority=Assessment.Priority.NORMAL,
        estimated_need=NEED, seen=versions(request), by=by,
    )  # fmt: skip
    add_note(request=request, text=NOTE, by=by)
    put_back(request, question, row)


def put_back(request, question, answered):
    """Let it have happened in the days after the request was sent, so that the clock has something to count."""
    days = {
        request: {"taken_up_at": 1},
        question: {"asked_at": 2, "ended_at": 7},
        answered: {"at": 7, "seen_at": 8},
        request.analysis: {"at": 9},
    }
    for row, facts in days.items():
        row.refresh_from_db()
        for name, count in facts.items():
            setattr(row, name, request.submitted_at + timedelta(days=count))
        row.save()
