"""Requests as the secretariat works on them, for the tests of the analysis."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from assistance.analysis.actions import analyse, versions
from assistance.analysis.clarifying import ask
from assistance.models import AssistanceRequest
from tests.assistance.referred import asked
from tests.cast import again

QUESTION = "In which month does the season begin?"
NEED = "One trainer for a week."


def page(name, case, *args):
    return reverse(f"assistance:{name}", args=[case.reference, *args])


def from_outside(**facts):
    """A request that came in a letter from somebody who is not in the register."""
    given = {"channel": "letter", "name": "Nora Newcomer", "email": "nora@outside.example", "wants_training": True}
    return AssistanceRequest.objects.create(
        subject="Training", text="Teach me.", language="pt", submitted_at=timezone.now(), is_demonstration=True,
        **given | facts,
    )  # fmt: skip


def of_xb(cast, **facts):
    """A request that XB has sent."""
    mine = {"organisation": cast.xb, "asked_by": cast.member_b.person, "subject": "Course for valuers of Birch"}
    return asked(cast, **mine | {"text": "Birchland wants a course."} | facts)


def asked_back(cast, case=None, question=QUESTION, days=0):
    """A question to the requester, asked so many days ago."""
    row = ask(request=case or asked(cast), question=question, by=cast.secretary)
    row.asked_at -= timedelta(days=days)
    row.save()
    return row


def analysed(cast, case, is_eligible=True, reason="A Participant asks.", **facts):
    """The case as the secretariat has found it."""
    entered = {"themes": ["valuation"], "priority": "normal", "estimated_need": NEED, "seen": versions(case)}
    analyse(request=case, is_eligible=is_eligible, reason=reason, by=cast.secretary, **entered | facts)
    return AssistanceRequest.objects.get(pk=case.pk)


def entered(case, **changes):
    """What the secretariat types into the form of the analysis."""
    return {
        "seen_version": versions(case),
        "decision": "yes",
        "reason": "A Participant asks.",
        "themes": ["valuation", "statistics"],
        "priority": "high",
        "estimated_need": NEED,
    } | changes


def reads(client, user, address):
    """The page as somebody reads it."""
    client.force_login(again(user))
    return client.get(address)
