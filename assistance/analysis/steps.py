"""What the analysis adds to the steps of a request."""

from django.utils.translation import gettext as _

from asm_portal.visibility import standing_of
from assistance.analysis.record import with_answers
from assistance.models import Analysis, Clarification, Merge
from assistance.requests.timeline import Step


def steps(request, reader):
    """Questions and their answers, whether it is eligible, and with which case it is handled together: which, for the
    secretariat alone."""
    rows = [model.objects.visible_to(reader) for model in (Clarification, Analysis, Merge)]
    yield from told(request, *rows, names_others=standing_of(reader).secretariat)


def told_outside(request):
    """The same for whoever asked without being in the register, by the link of a mail."""
    yield from told(request, Clarification.objects.all(), Analysis.objects.all(), Merge.objects.all())


def told(request, questions, analyses, merges, *, names_others=False):
    for question in with_answers(questions.filter(request=request)):
        yield from of_question(question)
    for analysis in analyses.filter(request=request):
        title = _("Found eligible") if analysis.is_eligible else _("Found not eligible")
        yield Step(analysis.at, title, analysis.reason)
    for merge in merges.filter(request=request).select_related("into"):
        yield from of_merge(merge, names_others)
    for merge in merges.filter(into=request).select_related("request") if names_others else ():
        title = _("%(reference)s was merged into this case") % {"reference": merge.request.reference}
        yield Step(merge.at, title, url=merge.request.get_absolute_url())


def of_question(question):
    """A question, each answer, and that one goes on without any."""
    yield Step(question.row.asked_at, _("Question to the requester: the clock is paused"), question.row.question)
    for answer in question.answers:
        yield Step(answer.at, _("The requester’s answer"), answer.text)
    if question.row.ended_at and not any(answer.at <= question.row.ended_at for answer in question.answers):
        yield Step(question.row.ended_at, _("The secretariat continues without an answer: the clock runs again"))


def of_merge(merge, names_other):
    """Since when it is handled together with another request, and until when."""
    if names_other:
        title = _("Handled together with %(reference)s") % {"reference": merge.into.reference}
        yield Step(merge.at, title, url=merge.into.get_absolute_url())
    else:
        yield Step(merge.at, _("Handled together with another request"))
    if merge.undone_at:
        yield Step(merge.undone_at, _("Handled separately again"))
