"""The mails of the analysis, written when they leave: a question, its reminder, and what was decided."""

import re

from asm_portal.areas import Letter
from asm_portal.post import Outsider
from assistance.analysis.actions import KEY as DECISION
from assistance.analysis.actions import key_of
from assistance.analysis.clarifying import KEY as QUESTION
from assistance.analysis.clarifying import REMINDER
from assistance.analysis.links import link_for
from assistance.models import Analysis, Clarification
from assistance.requests.mail import page_link, status_link
from assistance.requests.people import addressees

PARTS = re.compile(rf"({QUESTION}|{DECISION})(\d+):(\w+)")


def letter(delivery):
    """The letter of a delivery of ours, as things stand; None where it is another's, or no longer needed."""
    parts = PARTS.fullmatch(delivery.key)
    if parts is None:
        return None
    recipient = delivery.person or Outsider(delivery.address, delivery.language)
    write = question_mail if parts[1] == QUESTION else decision_mail
    return write(delivery, int(parts[2]), parts[3], recipient)


def about(request, recipient):
    """What each mail shows of the request: whoever is outside the register has a page that opens by its address."""
    is_outside = isinstance(recipient, Outsider)
    url = status_link(request, recipient) if is_outside else page_link(request, recipient)
    return {"case": request, "url": url, "name": request.name if is_outside else ""}


def question_mail(delivery, number, occasion, recipient):
    question = Clarification.objects.waiting().filter(pk=number).select_related("request").first()
    if question is None or recipient not in addressees(question.request):
        return None
    context = about(question.request, recipient) | {
        "question": question.question,
        "answer": link_for(question, recipient),
        "is_reminder": occasion == REMINDER,
    }
    return Letter("request_question", context)


def decision_mail(delivery, number, _moment, recipient):
    analysis = Analysis.objects.filter(pk=number).select_related("request").first()
    if analysis is None or key_of(analysis) != delivery.key or recipient not in addressees(analysis.request):
        return None
    return Letter("request_analysed", about(analysis.request, recipient) | {"analysis": analysis})
