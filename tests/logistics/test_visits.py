"""Visits: who knows of one when, how its days are agreed, and how long its team reads the papers."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from asm_portal.dated import today
from asm_portal.models import Delivery
from knowledge.models import Document
from logistics.models import TravelPlan, Visit, VisitEvent, VisitGrant, VisitMember
from logistics.visits import actions, panels, papers, team
from logistics.visits.opening import until
from logistics.visits.parts import Capacity
from tests.cast import again
from tests.logistics.visits import (
    CIRCLE,
    asked_for,
    confirmed,
    kinds,
    moved_to,
    over,
    paper,
    place,
    readers,
    shown,
    sign_in,
)
from tests.planted import BODY_A, EVERYONE, PROCESS

State = Visit.State


def test_a_visit_is_known_to_more_and_more_people_as_it_is_agreed(cast):
    visit = asked_for(cast)
    assert readers(cast, visit) == CIRCLE
    actions.agree_dates(visit=visit, by=cast.member_a)
    assert readers(cast, visit) == CIRCLE
    actions.confirm(visit=visit, by=cast.chair_a)
    assert readers(cast, visit) == BODY_A | {"member_b"}
    shown(visit, cast)
    assert readers(cast, visit) == PROCESS
    moved_to(visit, days=-10)
    assert readers(cast, visit) == EVERYONE


def test_one_agreement_does_not_show_a_visit_and_one_person_does_not_give_both(cast):
    visit = confirmed(cast)
    actions.agree_to_show(visit=visit, capacity=Capacity.PARTICIPANT, by=cast.member_a)
    assert "narrow" not in readers(cast, visit)
    with pytest.raises(ValidationError, match="another person’s"):
        actions.agree_to_show(visit=visit, capacity=Capacity.KP_CHAIR, by=cast.member_a)
    with pytest.raises(ValidationError, match="on record already"):
        actions.agree_to_show(visit=visit, capacity=Capacity.PARTICIPANT, by=cast.secretary)


def test_days_that_were_never_agreed_are_not_shown_because_others_were(cast):
    visit, start = shown(confirmed(cast), cast), today() + timedelta(days=90)
    other = {"start_date": start, "end_date": start, "capacity": Capacity.BODY_CHAIR, "by": cast.chair_a}
    visit = actions.propose_dates(visit=visit, **other)
    cancelled = actions.cancel(visit=visit, words="No quorum", by=cast.chair_a)
    assert readers(cast, cancelled) == CIRCLE


def test_new_days_are_agreed_to_be_shown_anew_by_whom_it_may_be(cast):
    visit, start = shown(confirmed(cast), cast), today() + timedelta(days=90)
    other = {"start_date": start, "end_date": start, "capacity": Capacity.PARTICIPANT, "by": cast.member_a}
    visit = actions.confirm(visit=actions.propose_dates(visit=visit, **other), by=cast.chair_a)
    assert "narrow" not in readers(cast, visit)
    assert shown(visit, cast).is_shown


def test_a_journey_of_another_kind_is_never_public(cast):
    visit = over(cast, kind=Visit.Kind.OTHER, subject_en="A look at two laboratories")
    assert visit.report_due_on is None
    assert readers(cast, visit) == BODY_A | {"member_b"}


def test_the_participant_agrees_to_the_days_that_it_proposes(cast):
    visit, start = asked_for(cast), today() + timedelta(days=60)
    due = visit.report_due_on - visit.end_date
    visit = actions.propose_dates(
        visit=visit,
        start_date=start,
        end_date=start + timedelta(days=1),
        capacity=Capacity.PARTICIPANT,
        by=cast.member_a,
    )
    assert (visit.state, visit.start_date) == (State.AGREED, start)
    assert visit.report_due_on - visit.end_date == due
    visit = actions.propose_dates(
        visit=visit, start_date=start, end_date=start, capacity=Capacity.BODY_CHAIR, by=cast.chair_a
    )
    assert visit.state == State.REQUESTED
    assert [event.kind for event in visit.events.all()] == ["requested", "proposed", "proposed"]


def test_a_visit_is_not_confirmed_before_its_days_are_agreed_nor_without_a_leader(cast):
    visit = asked_for(cast)
    with pytest.raises(ValidationError, match="waiting for the Participant"):
        actions.confirm(visit=visit, by=cast.chair_a)
    start = today() + timedelta(days=9)
    bare = actions.request_visit(
        participant=cast.xb, body=cast.xwa, start_date=start, end_date=start, by=cast.secretary
    )
    actions.agree_dates(visit=bare, by=cast.secretary, channel="letter")
    with pytest.raises(ValidationError, match="has a leader"):
        actions.confirm(visit=bare, by=cast.chair_a)


@pytest.mark.both_databases
def test_what_was_changed_meanwhile_is_not_agreed_to(cast, client):
    visit = asked_for(cast)
    sign_in(client, cast.member_a)
    answer = reverse("logistics:visit-answer", args=[visit.reference])
    assert client.get(answer).status_code == 200
    start = today() + timedelta(days=90)
    actions.propose_dates(visit=visit, start_date=start, end_date=start, capacity=Capacity.BODY_CHAIR, by=cast.chair_a)
    typed = {"answer": "agree", "words": "Welcome", "seen": visit.version}
    response = client.post(answer, typed)
    assert "Somebody has changed this visit since you opened the page" in response.text
    assert "Welcome" in response.text
    assert Visit.objects.get(pk=visit.pk).state == State.REQUESTED


@pytest.mark.parametrize(("first", "length"), [(-1, 3), (5, 0)])
def test_a_visit_is_asked_for_on_days_to_come(cast, first, length):
    with pytest.raises(ValidationError):
        asked_for(cast, first=first, length=length)


def test_the_team_reads_the_papers_until_some_days_after_the_visit(cast, settings):
    kinds()
    settings.VISIT_PAPERS_DAYS = 7
    visit = asked_for(cast)
    document = papers.file_paper(visit=visit, title="Map", language="en", file=paper(), by=cast.chair_a).document
    assert readers(cast, document) == CIRCLE
    actions.agree_dates(visit=visit, by=cast.member_a)
    visit = actions.confirm(visit=visit, by=cast.chair_a)
    grant = VisitGrant.objects.get(user=cast.member_b)
    assert (grant.until.date() - visit.end_date).days == 8
    assert readers(cast, document) == BODY_A | {"member_b"}


def test_the_exceptions_move_with_the_visit_and_end_with_it(cast):
    kinds()
    visit = confirmed(cast)
    document = papers.file_paper(visit=visit, title="Map", language="en", file=paper(), by=cast.chair_a).document
    start = today() + timedelta(days=120)
    actions.propose_dates(
        visit=visit, start_date=start, end_date=start, capacity=Capacity.PARTICIPANT, by=cast.member_a
    )
    assert readers(cast, visit) == CIRCLE
    assert readers(cast, document) == CIRCLE
    visit = actions.confirm(visit=visit, by=cast.chair_a)
    assert VisitGrant.objects.get(user=cast.member_b).until == until(visit)
    assert "member_b" in readers(cast, document)
    actions.cancel(visit=visit, words="The airport is closed.", by=cast.chair_a)
    assert readers(cast, visit) == CIRCLE
    assert readers(cast, document) == CIRCLE


def test_whoever_is_replaced_reads_nothing_from_that_moment_on(cast):
    kinds()
    visit = confirmed(cast)
    papers.file_paper(visit=visit, title="Map", language="en", file=paper(), by=cast.chair_a)
    leader = visit.members.get(role=VisitMember.Role.LEADER)
    TravelPlan.objects.create(member=leader, arrival="Sample Airways 1")
    with pytest.raises(ValidationError, match="A team has a leader"):
        team.replace_member(member=leader, because="Ill.", by=cast.chair_a)
    new = place(cast.both)
    team.replace_member(
        member=leader, because="Ill.", by=cast.chair_a, person=new.person, organisation=new.organisation
    )
    assert not Visit.objects.visible_to(again(cast.member_b)).exists()
    assert not Document.objects.visible_to(again(cast.member_b)).filter(kind__code="meeting_paper").exists()
    assert not TravelPlan.objects.exists()
    assert visit.members.current().get(role=VisitMember.Role.LEADER).person == new.person


def test_whoever_is_replaced_while_their_account_is_closed_finds_nothing_open_later(cast):
    visit = confirmed(cast)
    cast.observer.is_active = False
    cast.observer.save()
    member = visit.members.get(person=cast.observer.person)
    team.replace_member(member=member, because="Ill.", by=cast.chair_a)
    assert not VisitGrant.objects.filter(user=cast.observer, until__gt=timezone.now()).exists()


def test_an_exception_made_for_another_reason_stays(cast):
    visit = confirmed(cast)
    row = VisitGrant.objects.get(user=cast.member_b)
    row.reason, row.until = "Writes the annual summary.", until(visit) + timedelta(days=300)
    row.save()
    actions.postpone(visit=visit, words="Floods.", capacity=Capacity.PARTICIPANT, by=cast.member_a)
    assert VisitGrant.objects.get(user=cast.member_b).until == row.until


def test_nobody_of_the_participant_is_in_the_team_and_nobody_is_in_it_twice(cast):
    visit = asked_for(cast)
    for user, sentence in ((cast.member_a, "Nobody of the Participant"), (cast.observer, "in the team already")):
        row = place(user)
        with pytest.raises(ValidationError, match=sentence):
            team.put_in_team(visit=visit, person=row.person, organisation=row.organisation, by=cast.chair_a)


def test_the_balance_counts_the_groups_and_says_which_is_missing(cast, client):
    visit = asked_for(cast)
    counts = {str(label): count for label, count in team.balance(visit.members.current())}
    assert counts == {"Governments": 1, "Industry": 0, "Civil society": 1}
    page = sign_in(client, cast.chair_a).get(visit.get_absolute_url()).text
    assert "Nobody in the team comes from this group: Industry." in page


def test_travel_data_are_for_the_member_the_host_and_the_secretariat_and_keep_no_history(cast):
    visit = confirmed(cast)
    plan = TravelPlan.objects.create(member=visit.members.get(role="leader"), arrival="Sample Airways 1")
    assert readers(cast, plan) == {"member_a", "member_b", "secretary"}
    assert not hasattr(plan, "past")


def test_travel_data_are_deleted_some_days_after_the_return_and_that_is_logged(cast, settings):
    settings.TRAVEL_DATA_DAYS = 30
    visit = over(cast, ago=40)
    member = visit.members.get(role="leader")
    TravelPlan.objects.create(member=member, arrival="Sample Airways 1", leaves_on=today() - timedelta(days=20))
    from_now = actions.timezone.now()
    panels.due(from_now)
    assert TravelPlan.objects.exists()
    panels.due(from_now + timedelta(days=11))
    panels.due(from_now + timedelta(days=12))
    assert not TravelPlan.objects.exists()
    assert visit.events.filter(kind=VisitEvent.Kind.TRAVEL_DELETED).count() == 1


def test_mail_tells_those_whose_turn_it_is_and_names_no_days(cast):
    visit = asked_for(cast)
    mail = Delivery.objects.get()
    assert (mail.person, visit.reference in mail.text) == (cast.member_a.person, True)
    assert "Alder" not in mail.text
    actions.agree_dates(visit=visit, by=cast.member_a)
    assert Delivery.objects.order_by("pk").last().person == cast.chair_a.person
    actions.confirm(visit=visit, by=cast.chair_a)
    key = f"visit:{visit.reference}:{visit.events.get(kind=VisitEvent.Kind.CONFIRMED).pk}"
    told = set(Delivery.objects.filter(key=key).values_list("person", flat=True))
    assert told == {user.person_id for user in (cast.member_a, cast.member_b, cast.observer)}
