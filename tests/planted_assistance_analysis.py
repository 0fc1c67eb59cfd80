"""What only the secretariat knows of a case, what is asked back, and the other requester of a merged case."""

from django.utils import timezone

from assistance.analysis.actions import add_note, analyse, versions
from assistance.analysis.clarifying import answer, ask
from assistance.analysis.links import link_for
from assistance.analysis.merging import merge
from assistance.models import AssistanceRequest
from tests.assistance.ended import told as ended
from tests.cast import token_in

ASKED_BY_XA = {"member_a"}
ASKED_BY_XB = {"member_b", "chair_b"}


def plant_analysis(plant, readers, staff):
    """`readers` are the KP Chair's office and the secretariat; `staff` is the secretariat."""
    of_xa, of_xb = sent(plant, plant.cast.xa, "member_a"), sent(plant, plant.cast.xb, "member_b")
    asked_back(plant, of_xa, readers | ASKED_BY_XA)
    kept_inside(plant, of_xa, staff)
    told(plant, of_xb, readers | ASKED_BY_XB, staff)
    asked_back(plant, of_xb, readers | ASKED_BY_XB)
    merged(plant, of_xa, of_xb, staff)
    word, lure = plant.words()
    ended(plant.cast, of_xb, text=f"Ended {word} {lure}")
    plant.secret(readers | ASKED_BY_XB)


def sent(plant, organisation, name):
    return AssistanceRequest.objects.create(
        organisation=organisation, asked_by=plant.cast.users[name].person, wants_training=True, level="technical",
        subject="Training", text="Teach us.", language="en", submitted_at=timezone.now(), is_demonstration=True,
    )  # fmt: skip


def asked_back(plant, case, readers):
    """A question to the requester, open, and another one with its answer."""
    cast = plant.cast
    word, lure = plant.words()
    ask(request=case, question=f"Which {word} {lure}?", by=cast.secretary)
    word, lure = plant.words()
    question = ask(request=case, question="And which besides?", by=cast.secretary)
    answer(clarification=question, text=f"That {word} {lure}", channel="portal", person=case.asked_by)
    plant.secret(readers)


def kept_inside(plant, case, staff):
    """The estimated need, and a note."""
    word, lure = plant.words()
    facts = {"is_eligible": None, "reason": "", "themes": [], "priority": "high", "seen": versions(case)}
    analyse(request=case, estimated_need=f"A need of {word} {lure}", by=plant.cast.secretary, **facts)
    plant.secret(staff)
    noted(plant, case, staff)


def noted(plant, case, staff):
    word, lure = plant.words()
    add_note(request=case, text=f"Note {word} {lure}", by=plant.cast.secretary)
    plant.secret(staff)


def told(plant, case, readers, staff):
    """The reason of a decision, as the requester is told it; and what the secretariat alone thinks is needed."""
    need, lure = plant.words()
    plant.secret(staff)
    word, lure = plant.words()
    facts = {
        "is_eligible": True,
        "themes": ["valuation"],
        "priority": "low",
        "estimated_need": f"A need of {need} {lure}",
        "seen": versions(case),
    }
    analyse(request=case, reason=f"Because {word} {lure}", by=plant.cast.secretary, **facts)
    plant.secret(readers)
    noted(plant, case, staff)


def merged(plant, case, into, staff):
    """XA's case goes on in that of XB; why is the secretariat's."""
    word, lure = plant.words()
    merge(request=case, into=into, reason=f"The same as {word} {lure}", by=plant.cast.secretary)
    plant.secret(staff)


def analysis_planted():
    """The arguments of the addresses."""
    merged = AssistanceRequest.objects.exclude(merged_into=None).get()
    going_on, question = merged.merged_into, merged.merged_into.clarifications.open().get()
    return {
        "analysis": [going_on.reference],
        "analysis-merged": [merged.reference],
        "analysis-question": [going_on.reference, 1],
        "clarification-link": [token_in(link_for(question, question.request.asked_by))],
    }
