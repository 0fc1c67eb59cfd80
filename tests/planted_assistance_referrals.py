"""What is referred to bodies: a request that is with XWA, and those that XWB declined, took on, was passed and lost again."""

from assistance.models import Referral
from assistance.referrals.actions import accept, decline, pass_on, withdraw
from assistance.referrals.links import link_for
from tests.assistance.referred import PORTAL, asked, referred
from tests.cast import token_in
from tests.planted_assistance_analysis import noted

OF_XB = {"member_b", "chair_b"}


def plant_referrals(plant, body_a, body_b, of_xa, staff):
    """`of_xa` are those who speak for XA, the KP Chair's office and the secretariat."""
    cast = plant.cast
    word, lure = plant.words()
    case = asked(cast, organisation=cast.xb, asked_by=cast.member_b.person, text=f"Need {word} {lure}")
    plant.secret(body_a | OF_XB)
    noted(plant, case, staff)
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
    between_bodies(plant, asked(cast, subject="Between bodies"), body_b)


def between_bodies(plant, case, body_b):
    """What XWB is told, and says, of a request of XA, and neither XA nor XWA."""
    cast, chair = plant.cast, {"person": plant.cast.chair_b.person, "channel": PORTAL, "by": plant.cast.chair_b}
    word, lure = plant.words()
    accept(referral=referred(cast, case, body=cast.xwb), provider=f"School {word} {lure}", **chair)
    plant.secret(body_b)
    word, lure = plant.words()
    withdraw(referral=referred(cast, case, body=cast.xwb), reason=f"Because {word} {lure}", by=cast.secretary)
    plant.secret(body_b)
    word, lure = plant.words()
    said = {"person": cast.chair_a.person, "channel": PORTAL, "by": cast.chair_a}
    pass_on(referral=referred(cast, case), body=cast.xwb, proposal=f"Better {word} {lure}", **said)
    plant.secret(body_b)


def referrals_planted(cast):
    """The arguments of the addresses: what is with XWA."""
    row = Referral.objects.get(body=cast.xwa, state=Referral.State.PENDING)
    return {
        "referral": [row.reference],
        "referred": [row.request.reference],
        "referral-link": [token_in(link_for(row, cast.chair_a.person))],
    }
