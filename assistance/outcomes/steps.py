"""What the end of a case adds to the steps of a request."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from assistance.models import Contest, Delivery, HelpQuestion, Outcome
from assistance.requests.timeline import Step

MODELS = (Delivery, Outcome, Contest, HelpQuestion)


def steps(request, reader):
    """What was given, what came of it (a merge tells of itself), who contested it, the closing, and whether it helped."""
    return in_words(request, *(model.objects.visible_to(reader).filter(request=request) for model in MODELS))


def told_outside(request):
    """The same for whoever asked without being in the register."""
    return in_words(request, *(model.objects.filter(request=request) for model in MODELS))


def in_words(request, deliveries, outcomes, contests, questions):
    for delivery in deliveries:
        title = f"{capfirst(delivery.get_kind_display())}{_(':')} {delivery.by_whom}"
        yield Step(delivery.start_date, title, delivery.text)
    for outcome in outcomes.exclude(kind=Outcome.Kind.MERGED):
        title = _("Outcome: %(outcome)s") % {"outcome": outcome.get_kind_display()}
        yield Step(outcome.at, title, outcome.text)
    for contest in contests:
        yield from of_contest(contest)
    if request.closed_at:
        yield Step(request.closed_at, pgettext("request for assistance", "Closed"))
    for question in questions:
        yield from of_help(question)


def of_contest(contest):
    """That the outcome was contested, and how that was answered."""
    title = _("The requester contests the outcome: %(outcome)s") % {"outcome": contest.get_kind_display()}
    yield Step(contest.at, title, contest.text)
    if contest.answered_at:
        said = _("The case is open again") if contest.is_reopened else _("The outcome stands")
        yield Step(contest.answered_at, said, contest.answer)


def of_help(question):
    yield Step(question.asked_at, _("The requester is asked whether it helped"))
    if question.answered_at:
        said = _("Did it help? %(answer)s") % {"answer": capfirst(question.get_answer_display())}
        yield Step(question.answered_at, said, question.text)
