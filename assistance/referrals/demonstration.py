"""Of the demonstration (J8): the sample request is with the fictional body XWA."""

from datetime import timedelta

from asm_portal.dated import today
from asm_portal.removal import remove
from assistance.models import Referral
from assistance.referrals.actions import accept, refer
from assistance.referrals.forms import USUAL_TIME
from assistance.requests.demonstration import sample
from knowledge.actions import save

PURPOSE = (
    "Sample. Please say whether you can have a course of one week held for six valuers, who would give it, and what Alderia has"
    " to prepare."
)
PROVIDER = "Sample: the valuers’ school of Borealia"


def demonstrate(cast):
    """The sample, referred and accepted; nothing where it was referred already."""
    request = sample()
    if request is None or request.referrals.exists():
        return
    [made] = refer(
        request=request,
        bodies=[cast.bodies["XWA"]],
        purpose=PURPOSE,
        respond_by=today() + USUAL_TIME,
        by=cast.secretary,
    )
    by = cast.users["chair.xwa"]
    made = accept(referral=made, person=by.person, channel=Referral.Channel.PORTAL, by=by, provider=PROVIDER)
    made.made_at = request.submitted_at + timedelta(days=20)
    made.respond_by, made.answered_at = made.made_at.date() + USUAL_TIME, made.made_at + timedelta(days=6)
    save(made, cast.secretary)


def forget_demonstration():
    """Take out what was referred of the samples."""
    remove(Referral.objects.filter(request__is_demonstration=True))
