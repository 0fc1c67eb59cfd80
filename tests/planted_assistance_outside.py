"""What stands beside the request of somebody outside the register, whose page opens by a link: what they are told, and what is
between the secretariat and a body."""

from assistance.analysis.actions import analyse, versions
from assistance.analysis.clarifying import answer, ask
from assistance.models import AssistanceRequest
from assistance.outcomes.actions import contest
from tests.assistance.ended import told
from tests.assistance.referred import referred
from tests.planted_assistance_analysis import noted
from tests.planted_assistance_requests import OUTSIDE


def plant_outside(plant, body_b, chair, staff):
    """`body_b` are those who belong to XWB, the KP Chair's office and the secretariat."""
    case = AssistanceRequest.objects.get(email=OUTSIDE)
    case.kinds, case.level, case.is_demonstration = ["training"], AssistanceRequest.Level.TECHNICAL, True
    case.save()
    noted(plant, case, staff)
    referred_on(plant, case, body_b)
    told_of(plant, case, body_b | chair | {OUTSIDE}, staff)


def referred_on(plant, case, body_b):
    word, lure = plant.words()
    referred(plant.cast, case, body=plant.cast.xwb, purpose=f"Asked of you {word} {lure}")
    plant.secret(body_b)


def told_of(plant, case, readers, staff):
    """A question with its answer, the decision, and the outcome, which is contested."""
    cast = plant.cast
    word, lure = plant.words()
    question = ask(request=case, question=f"Which {word} {lure}?", by=cast.secretary)
    answer(clarification=question, text=f"That {word} {lure}", channel="link")
    plant.secret(readers)
    need, lure = plant.words()
    plant.secret(staff)
    word, lure = plant.words()
    facts = {"themes": ["valuation"], "priority": "low", "seen": versions(case), "estimated_need": f"{need} {lure}"}
    analyse(request=case, is_eligible=True, reason=f"Because {word} {lure}", by=cast.secretary, **facts)
    plant.secret(readers)
    word, lure = plant.words()
    case = told(cast, case, text=f"Told {word} {lure}")
    plant.secret(readers)
    word, lure = plant.words()
    contest(request=case, text=f"Not {word} {lure}")
    plant.secret(chair_of(readers))


def chair_of(readers):
    """Of the readers those who read what the requester says: not the body."""
    return readers & {"kp_chair", "secretary", OUTSIDE}
