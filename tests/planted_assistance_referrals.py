"""What is referred to bodies: a request that is with XWA, and one that XWB declined."""

from assistance.models import Referral
from assistance.referrals.actions import decline
from assistance.referrals.links import link_for
from tests.assistance.referred import PORTAL, asked, referred

OF_XB = {"member_b", "chair_b"}


def plant_referrals(plant, body_a, body_b, of_xa):
    """`of_xa` are those who speak for XA, the KP Chair's office and the secretariat."""
    cast = plant.cast
    word, lure = plant.words()
    case = asked(cast, organisation=cast.xb, asked_by=cast.member_b.person, text=f"Need {word} {lure}")
    plant.secret(body_a | OF_XB)
    word, lure = plant.words()
    referred(cast, case, purpose=f"Asked of you {word} {lure}")
    plant.secret(body_a)
    word, lure = plant.words()
    case = asked(cast, text=f"Need {word} {lure}", subject=f"Subject {word}")
    plant.secret(of_xa)
    word, lure = plant.words()
    row = referred(cast, case, body=cast.xwb, purpose=f"Asked of you {word} {lure}")
    plant.secret(body_b)
    word, lure = plant.words()
    said = {"reason": f"Because {word} {lure}", "person": cast.chair_b.person, "channel": PORTAL}
    decline(referral=row, by=cast.chair_b, **said)
    plant.secret(body_b | of_xa)


def referrals_planted(cast):
    """The arguments of the addresses: what is with XWA."""
    row = Referral.objects.get(body=cast.xwa, state=Referral.State.PENDING)
    return {
        "referral": [row.reference],
        "referred": [row.request.reference],
        "referral-link": [link_for(row, cast.chair_a.person).rstrip("/").rpartition("/")[2]],
    }
