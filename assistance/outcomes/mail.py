"""The mails at the end of a case, written when they leave: the outcome, the answer to who contests it, and “did it help?”."""

import re

from asm_portal.areas import Letter
from asm_portal.post import Outsider, link
from assistance.models import AssistanceRequest, Contest, HelpQuestion, Outcome
from assistance.outcomes.actions import ANSWER, OUTCOME
from assistance.outcomes.helping import KEY as HELP
from assistance.outcomes.helping import REMINDED, waiting
from assistance.outcomes.links import link_for
from assistance.requests.people import addressees

TOLD = re.compile(rf"{OUTCOME}(\d+):(\d+)-(\d+)")
ANSWERED = re.compile(rf"{ANSWER}(\d+)")
ASKED = re.compile(rf"{HELP}(\d+):(\w+)")


def letter(delivery):
    """The letter of a delivery of ours, as things stand; None where it is another's, or no longer needed."""
    recipient = delivery.person or Outsider(delivery.address, delivery.language)
    for pattern, write in ((TOLD, outcome_mail), (ANSWERED, answer_mail), (ASKED, help_mail)):
        if parts := pattern.fullmatch(delivery.key):
            return write(recipient, *parts.groups())
    return None


def about(case, recipient):
    """What each mail shows of the case: its page is for those who can sign in."""
    is_outside = isinstance(recipient, Outsider)
    url = "" if is_outside else link(recipient, "assistance:request-detail", case.reference)
    return {"case": case, "url": url, "name": case.name if is_outside else ""}


def outcome_mail(recipient, case_key, outcome_key, version):
    """The outcome, unless it was changed meanwhile; of a case that goes on in another one only what became of that, in a word."""
    outcome = Outcome.objects.filter(pk=outcome_key, version=version).select_related("request").first()
    case = AssistanceRequest.objects.filter(pk=case_key).first()
    if outcome is None or case is None or recipient not in addressees(case):
        return None
    is_own = outcome.request_id == case.pk
    if not (is_own or case.merged_into_id == outcome.request_id):
        return None
    contest = link_for(case, recipient, "assistance:contest-link") if is_own and outcome.contest_until else ""
    context = {"outcome": outcome, "text": outcome.text if is_own else "", "contest": contest}
    return Letter("request_outcome", about(case, recipient) | context)


def answer_mail(recipient, key):
    contest = Contest.objects.filter(pk=key, answered_at__isnull=False).select_related("request").first()
    if contest is None or recipient not in addressees(contest.request):
        return None
    return Letter("request_contest_answered", about(contest.request, recipient) | {"contest": contest})


def help_mail(recipient, key, occasion):
    question = waiting(HelpQuestion.objects.filter(pk=key)).first()
    if question is None or recipient not in addressees(question.request):
        return None
    context = {
        "answer": link_for(question.request, recipient, "assistance:help-link"),
        "is_reminder": occasion == REMINDED,
    }
    return Letter("request_help", about(question.request, recipient) | context)
