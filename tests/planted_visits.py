"""Visits to XA: one that nobody else knows of yet, one with an inside, one that is shown, one with a draft of its report."""

from datetime import timedelta

from asm_portal.dated import today
from logistics.models import ItineraryStop, Recommendation, ReportComment, TravelPlan, Visit
from logistics.visits import actions, papers, reports
from logistics.visits.parts import Capacity
from tests.logistics.visits import CIRCLE, asked_for, confirmed, kinds, over, paper, shown

LEADER = {"member_b"}


def plant_visits(plant, body, process):
    """`body` are those who belong to XWA, the KP Chair's office and the secretariat."""
    kinds()
    word, lure = plant.words()
    asked_for(plant.cast, kind=Visit.Kind.OTHER, subject_en=f"Asked for {word} {lure}", words=f"Words {word}")
    plant.secret(CIRCLE)
    word, lure = plant.words()
    agreed = asked_for(plant.cast, first=90, kind=Visit.Kind.OTHER, subject_en=f"Agreed {word} {lure}")
    actions.agree_dates(visit=agreed, by=plant.cast.member_a)
    plant.secret(CIRCLE)
    inside_of_a_visit(plant, body | LEADER)
    word, lure = plant.words()
    shown(confirmed(plant.cast, first=60, kind=Visit.Kind.OTHER, subject_en=f"Shown {word} {lure}"), plant.cast)
    plant.secret(process)
    report_of_a_visit(plant, body | LEADER)
    word, _lure = plant.words()
    actions.ask_secretariat(body=plant.cast.xwa, text=f"Room {word}", needed_by=today(), by=plant.cast.chair_a)
    plant.secret(CIRCLE - {"member_a"})


def inside_of_a_visit(plant, readers):
    """Terms of reference, contact, a stop, a paper; and travel data, which fewer may know."""
    cast = plant.cast
    visit = confirmed(cast, first=50)
    word, lure = plant.words()
    actions.write_briefing(
        visit=visit, terms_en=f"Terms {word}", terms_fr="", contact=f"Call {word}", languages=[], report_due_on=None,
        by=cast.chair_a, seen=Visit.objects.get(pk=visit.pk).version,
    )  # fmt: skip
    ItineraryStop.objects.create(visit=visit, day_number=1, place=f"Place {word}")
    filed = papers.file_paper(visit=visit, title=f"{word} {lure}", language="en", file=paper(word), by=cast.chair_a)
    plant.secret(readers, filed.document)
    word, _lure = plant.words()
    member = visit.members.get(role="leader")
    TravelPlan.objects.create(member=member, arrival=f"Flight {word}", leaves_on=visit.end_date, needs=f"Needs {word}")
    plant.secret({"member_a", "secretary"} | LEADER)


def report_of_a_visit(plant, readers):
    """A draft, which its editors read; a comment and a recommendation, which all of the inside read."""
    cast = plant.cast
    visit = over(cast)
    word, lure = plant.words()
    visit = reports.file_draft(
        visit=visit, language="en", file=paper(f"{word} {lure}"), capacity=Capacity.TEAM, by=cast.member_b
    )
    plant.secret({"chair_a", "secretary"}, visit.draft_report)
    word, _lure = plant.words()
    revision = visit.draft_report.revisions.get()
    ReportComment.objects.create(visit=visit, revision=revision, text=f"Comment {word}", by=cast.member_a)
    Recommendation.objects.create(visit=visit, number=1, text_en=f"Recommended {word}")
    plant.secret(readers)


def visits_planted():
    """By the name of an argument of the access table: the visit asked for, that with an inside, that which is over."""
    requested = Visit.objects.get(state=Visit.State.REQUESTED)
    inside = Visit.objects.get(start_date=today() + timedelta(days=50))
    done = Visit.objects.get(draft_report__isnull=False)
    return {
        "visit": [requested.reference],
        "visit-agreed": [Visit.objects.get(state=Visit.State.AGREED).reference],
        "visit-member": [inside.reference, inside.members.get(role="leader").pk],
        "visit-no-paper": [inside.reference, 2_000_000_000],
        "visit-over": [done.reference],
        "visit-recommendation": [done.reference, 1],
    }
