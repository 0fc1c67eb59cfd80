"""The report of a visit: draft, the Participant’s comments, final; its recommendations, and the reply."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from asm_portal.dated import today
from asm_portal.visibility import Audience
from knowledge.models import Document
from logistics.models import Action, Obligation, Recommendation, ReportDuty, Submission, Visit, VisitEvent
from logistics.visits import actions, panels, reports, team
from logistics.visits.parts import Capacity
from tests.cast import again
from tests.logistics.visits import confirmed, kinds, over, paper, place, readers, shown, sign_in
from tests.planted import BODY_A, PROCESS


@pytest.fixture
def visit(cast):
    kinds()
    Obligation.objects.create(
        code="visit_report",
        name_en="Visit report",
        name_fr="Rapport de visite",
        frequency="per_case",
        binds="review_teams",
    )
    return over(cast)


def drafted(visit, cast):
    return reports.file_draft(visit=visit, language="en", file=paper(), capacity=Capacity.TEAM, by=cast.member_b)


def circulated(visit, cast):
    return reports.send_for_comments(visit=drafted(visit, cast), until=today() + timedelta(days=9), by=cast.chair_a)


def final(visit, cast):
    reports.file_report(visit=circulated(visit, cast), language="en", file=paper("All of it."), by=cast.member_b)
    return reports.publish_report(visit=visit, by=cast.chair_a)


def test_a_draft_is_read_by_the_participant_the_body_and_the_team_once_it_is_sent(visit, cast):
    visit = drafted(visit, cast)
    assert readers(cast, visit.draft_report) == {"chair_a", "secretary"}
    circulated(visit, cast)
    assert readers(cast, visit.draft_report) == BODY_A | {"member_b"}


@pytest.mark.parametrize(
    ("name", "capacity"),
    [("member_b", Capacity.TEAM), ("chair_a", Capacity.BODY_CHAIR), ("secretary", Capacity.SECRETARIAT)],
)
def test_who_filed_a_draft_is_on_record(visit, cast, client, name, capacity):
    sign_in(client, getattr(cast, name))
    client.post(
        reverse("logistics:visit-draft", args=[visit.reference]),
        {"language": "en", "file": paper(), "seen": Visit.objects.get(pk=visit.pk).version},
    )
    assert visit.events.get(kind=VisitEvent.Kind.DRAFTED).capacity == capacity


def test_the_final_report_is_for_the_process_and_leaves_the_draft_closed(visit, cast):
    visit = final(visit, cast)
    assert readers(cast, visit.report) == PROCESS
    assert "narrow" not in readers(cast, visit.draft_report)
    assert visit.report_status == Visit.ReportStatus.RECEIVED


def test_everyone_sees_what_became_of_the_report_and_nothing_else_of_it(visit, cast, client):
    page = visit.get_absolute_url()
    assert "report due" in client.get(page).text
    final(visit, cast)
    text = client.get(page).text
    assert "report received" in text
    for closed in ("Bruno", "Olga", "Draft report", "Team", "Itinerary"):
        assert closed not in text
    report = Visit.objects.get(pk=visit.pk).report
    report.audience = Audience.PUBLIC
    report.save()
    assert "report published" in client.get(page).text


def test_the_participant_comments_while_there_is_time(visit, cast, client):
    visit = circulated(visit, cast)
    sign_in(client, cast.member_a)
    address = reverse("logistics:visit-draft-comment", args=[visit.reference])
    assert client.post(address, {"text": "The second figure is wrong."}).status_code == 302
    assert "The second figure is wrong." in client.get(visit.get_absolute_url()).text
    visit.comments_until = today() - timedelta(days=1)
    visit.version += 2
    visit.save()
    late = client.post(address, {"text": "And the third."}).text
    assert "The time for comments is over" in late
    assert "And the third." in late


def test_a_report_is_not_written_before_the_visit_has_begun(cast):
    kinds()
    with pytest.raises(ValidationError, match="once the visit has begun"):
        drafted(confirmed(cast), cast)


def test_the_leader_owes_the_report_until_it_is_final(visit, cast):
    duty = ReportDuty.objects.get()
    assert (duty.owner, duty.period.due_on, duty.period.concerning) == (cast.xb, visit.duty.period.due_on, cast.xa)
    visit = final(visit, cast)
    stages = list(Submission.objects.order_by("number").values_list("stage", flat=True))
    assert stages == ["draft", "comments", "final"]
    assert Submission.objects.latest("number").revision.document == visit.report


def test_the_duty_moves_with_the_visit_and_falls_away_with_it(cast, visit):
    planned = confirmed(cast, first=50)
    start = today() + timedelta(days=70)
    actions.propose_dates(
        visit=planned, start_date=start, end_date=start, capacity=Capacity.PARTICIPANT, by=cast.member_a
    )
    assert ReportDuty.objects.count() == 1
    planned = actions.confirm(visit=planned, by=cast.chair_a)
    assert planned.duty.period.due_on == planned.report_due_on
    new = place(cast.both)
    leader = planned.members.get(role="leader")
    team.replace_member(
        member=leader, because="Ill.", by=cast.chair_a, person=new.person, organisation=new.organisation
    )
    assert Visit.objects.get(pk=planned.pk).duty.owner == cast.xd
    actions.cancel(visit=planned, words="Floods.", by=cast.chair_a)
    assert ReportDuty.objects.count() == 1


def test_the_report_waits_on_the_desk_of_the_leader(cast):
    kinds()
    visit = over(cast, ago=50)
    items = panels.desk(again(cast.member_b))
    assert [(item.title.split(":")[0], item.due) for item in items] == [("File the report", visit.report_due_on)]
    assert panels.desk(again(cast.both)) == []


def test_each_recommendation_becomes_an_action_or_says_why_not(visit, cast):
    visit = final(visit, cast)
    rows = [
        reports.recommend(visit=visit, text_en=f"Do {number}.", text_fr="", by=cast.chair_a) for number in (1, 2, 3)
    ]
    day = today() + timedelta(days=60)
    reports.make_action(recommendation=rows[0], due_on=day, by=cast.chair_a)
    reports.make_action(recommendation=rows[1], owner_office=cast.xwa.offices.get(), by=cast.chair_a)
    reports.make_no_action(recommendation=rows[2], reason_en="It is done.", reason_fr="", by=cast.chair_a)
    first, second = Action.objects.order_by("pk")
    assert (first.owner, first.due_on, first.document, first.origin) == (cast.xa, day, visit.report, "visit")
    assert second.owner == cast.xwa.offices.get()
    with pytest.raises(ValidationError, match="it is settled"):
        reports.make_no_action(recommendation=rows[0], reason_en="Or not.", reason_fr="", by=cast.chair_a)


def test_whoever_reads_the_report_reads_the_recommendations(visit, cast, client):
    visit = final(visit, cast)
    reports.recommend(visit=visit, text_en="Keep one register.", text_fr="", by=cast.chair_a)
    assert readers(cast, Recommendation.objects.get()) == PROCESS
    assert "Keep one register." not in client.get(visit.get_absolute_url()).text


def test_a_recommendation_is_settled_on_its_page(visit, cast, client):
    visit = final(visit, cast)
    reports.recommend(visit=visit, text_en="Keep one register.", text_fr="", by=cast.chair_a)
    sign_in(client, cast.chair_a)
    address = reverse("logistics:visit-recommendation", args=[visit.reference, 1])
    assert "Say why it becomes no action" in client.post(address, {"outcome": "none", "owner": "participant"}).text
    both = {"outcome": "action", "owner": "participant", "reason_en": "Done."}
    assert "not both" in client.post(address, both).text
    response = client.post(address, {"outcome": "action", "owner": "participant"}, follow=True)
    assert Action.objects.get().reference in response.text
    assert client.get(address).status_code == 404


def test_the_reply_is_for_the_readers_of_the_report(visit, cast, client):
    visit = final(visit, cast)
    sign_in(client, cast.member_a)
    filed = client.post(
        reverse("logistics:visit-reply", args=[visit.reference]), {"language": "en", "file": paper("Thanks.")}
    )
    assert filed.status_code == 302
    reply = Visit.objects.get(pk=visit.pk).reply
    assert (reply.state, reply.links.get().earlier) == (Document.State.FINAL, visit.report)
    assert readers(cast, reply) == PROCESS


def test_a_visit_that_is_shown_tells_those_outside_nothing_of_its_inside(cast, client):
    kinds()
    visit = shown(confirmed(cast), cast)
    text = sign_in(client, cast.narrow).get(visit.get_absolute_url()).text
    assert "Bruno" not in text
    for closed in ("Terms of reference", "What happened", "What you can do"):
        assert closed not in text
