"""A request for assistance of XA, and what is done with it, for the tests of referrals."""

from datetime import timedelta

from django.utils import timezone

from asm_portal.dated import today
from assistance.models import AssistanceRequest, Referral
from assistance.referrals.actions import accept, refer
from tests.cast import again

PORTAL = Referral.Channel.PORTAL
NEED = "Six valuers want to learn how rough diamonds are examined."


def asked(cast, **facts):
    """A request that XA has sent."""
    given = {
        "organisation": cast.xa,
        "asked_by": cast.member_a.person,
        "wants_training": True,
        "level": AssistanceRequest.Level.TECHNICAL,
        "subject": "Training of valuers",
        "text": NEED,
        "language": "en",
        "submitted_at": timezone.now(),
        "is_demonstration": True,
    }
    return AssistanceRequest.objects.create(**given | facts)


def referred(cast, request=None, *, body=None, purpose="Say who could hold a course.", days=14):
    """A referral of the request to XWA, or to another body."""
    [made] = refer(
        request=request or asked(cast),
        bodies=[body or cast.xwa],
        purpose=purpose,
        respond_by=today() + timedelta(days=days),
        by=cast.secretary,
    )
    return made


def overdue(referral, days=1):
    """The referral as it stands so many days after its last day."""
    referral.made_at = timezone.now() - timedelta(days=days + 14)
    referral.respond_by = today() - timedelta(days=days)
    referral.save()
    return referral


def accepted(cast, referral, **facts):
    """The Chair of XWA takes it on."""
    return accept(referral=referral, person=cast.chair_a.person, channel=PORTAL, by=cast.chair_a, **facts)


def readers(cast, rows):
    """The names of those who know of one of the rows."""
    return {name for name, user in cast.users.items() if rows.visible_to(again(user)).exists()}


def link_in(message):
    """The path of the answering page that a mail leads to."""
    (line,) = [line for line in message.body.splitlines() if "/assistance/referrals/answer/" in line]
    return line.removeprefix("http://127.0.0.1:8000")
