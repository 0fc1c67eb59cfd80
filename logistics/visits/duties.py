"""The report of a visit among all that is to be reported: the leader’s organisation owes it from the confirmation on."""

from knowledge.actions import save
from logistics.models import Obligation, Visit, VisitMember
from logistics.reporting.actions import drop_duty, move_duty, owe, record_report

REPORT_KINDS = {
    Visit.Kind.REVIEW_VISIT: "review_visit_report",
    Visit.Kind.REVIEW_MISSION: "review_mission_report",
    Visit.Kind.OTHER: "monitoring_report",
}


def obligation_of_teams():
    """What obliges a team to report; None where the register of obligations has no such thing."""
    return Obligation.objects.filter(binds=Obligation.Binds.REVIEW_TEAMS).first()


def expect_report(visit, by):
    """Keep the duty in step with the visit: it is owed while the visit is confirmed, by the leader’s organisation; once
    a draft is there, by whoever filed it."""
    leader = visit.members.current().filter(role=VisitMember.Role.LEADER).select_related("organisation").first()
    is_owed = visit.state == Visit.State.CONFIRMED and visit.report_due_on and leader
    if visit.duty and not visit.draft_report and not (is_owed and visit.duty.owner == leader.organisation):
        former = visit.duty
        keep(visit, None, by)
        drop_duty(duty=former, by=by)
    if not is_owed:
        return
    days = {"start": visit.start_date, "end": visit.end_date, "due_on": visit.report_due_on}
    if visit.duty:
        move_duty(duty=visit.duty, by=by, **days)
    elif obligation := obligation_of_teams():
        owed = owe(obligation=obligation, owner=leader.organisation, concerning=visit.participant, by=by, **days)
        keep(visit, owed, by)


def keep(visit, duty, by):
    visit.duty = duty
    save(visit, by)


def tell_of_report(visit, stage, by, revision=None):
    """A stage that the report has reached: draft, comments, final."""
    if visit.duty:
        record_report(duty=visit.duty, stage=stage, revision=revision, by=by)
