"""What the analysis adds to the page of a request."""

from asm_portal.areas import Panel
from asm_portal.visibility import standing_of
from assistance.analysis.forms import AnswerForm
from assistance.analysis.record import questions_of, record_of
from assistance.models import Analysis, Outcome
from assistance.requests.people import speaks_for


def on_request(request, reader):
    """For whoever acts for the requester: the questions that are open, and a form to answer. For the secretariat: the way to its
    own page. For every reader: whether it is eligible, and how far the case is in which it goes on."""
    if request.is_draft:
        return []
    panels = asked(request, reader) if speaks_for(request, reader) else []
    if request.merged_into_id:
        panels.append(merged(request.merged_into))
    if standing_of(reader).secretariat:
        panels.append(
            Panel("assistance/analysis/staff_panel.html", {"record": record_of(request, reader)}, is_aside=True)
        )
    elif analysis := Analysis.objects.visible_to(reader).filter(request=request).first():
        panels.append(Panel("assistance/analysis/told_panel.html", {"analysis": analysis}, is_aside=True))
    return panels


def asked(request, reader):
    """The questions that are open, each with its form."""
    rows = [question for question in questions_of(request, reader) if question.row.is_open]
    context = {"questions": [(row, AnswerForm(auto_id=f"answer-{row.number}-%s")) for row in rows]}
    return [Panel("assistance/analysis/question_panel.html", context, is_lead=True)] if rows else []


def merged(into):
    """That it goes on in another case, and what became of that one, as a word: what was said is for whoever asked there."""
    outcome = Outcome.objects.filter(request=into).first()
    context = {"outcome": outcome.get_kind_display() if outcome else ""}
    return Panel("assistance/analysis/merged_panel.html", context, is_lead=True)
