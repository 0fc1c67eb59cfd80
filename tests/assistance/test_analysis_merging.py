"""Two requests become one case (mandate 4a), and neither requester loses their view or gains the other's."""

import re
from urllib.parse import urlsplit

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assistance.analysis.clarifying import answer
from assistance.analysis.merging import locked, merge, unmerge
from assistance.analysis.steps import steps
from assistance.models import AssistanceRequest, ClarificationAnswer, Merge, Outcome, Referral, RequestNote
from assistance.referrals.actions import decline
from assistance.referrals.steps import steps as steps_of_referrals
from assistance.referrals.steps import told_outside
from assistance.requests.mail import status_link
from assistance.requests.people import addressees
from assistance.requests.stages import Stage, stage_of
from assistance.requests.withdrawing import withdraw_request
from tests.assistance import ended
from tests.assistance.analysed import analysed, asked_back, from_outside, of_xb, page, reads
from tests.assistance.ended import given
from tests.assistance.referred import PORTAL, accepted, asked, referred
from tests.cast import again

pytestmark = pytest.mark.django_db
REASON = "Both want the same course."


@pytest.fixture
def one(cast):
    return asked(cast)


@pytest.fixture
def other(cast):
    return of_xb(cast)


def merged(cast, request, into):
    merge(request=request, into=into, reason=REASON, by=cast.secretary)
    return fresh(request)


def fresh(case):
    return AssistanceRequest.objects.get(pk=case.pk)


def told(case, user):
    return [(step.title, step.url) for step in steps(case, again(user))]


def refusal(cast, request, into):
    with pytest.raises(ValidationError) as refused:
        merge(request=request, into=into, reason=REASON, by=cast.secretary)
    return " ".join(refused.value.messages)


@pytest.mark.both_databases
def test_all_cases_of_a_merge_are_locked_at_once_in_one_order(cast, one, other):
    third = merged(cast, asked(cast, subject="A third one"), into=one)
    with CaptureQueriesContext(connection) as asked_for:
        request, into, going_along = locked(one, other)
    assert (request, into, going_along) == (one, other, [third])
    [first, _second] = [query["sql"] for query in asked_for]
    assert re.search(r'merged_into_id" = .* ORDER BY "assistance_assistancerequest"."id" ASC', first)


def test_the_two_stand_side_by_side_before_anything_happens(client, cast, one, other):
    referred(cast, one)
    address = page("analysis-merge", one)
    shown = reads(client, cast.secretary, f"{address}?into={other.reference.lower()}").text
    assert all(text in shown for text in (one.text, other.text, "Alder", "Birch", "are withdrawn"))
    assert fresh(one).merged_into is None
    missing = client.post(address, {"into": other.reference, "reason": ""})
    assert missing.context["form"].errors["reason"]
    client.post(address, {"into": other.reference, "reason": REASON})
    assert fresh(one).merged_into == other


def test_whoever_asked_in_the_merged_one_keeps_their_page_and_follows_the_case_that_goes_on(client, cast, one, other):
    merged(cast, one, other)
    shown = reads(client, cast.member_a, one.get_absolute_url()).text
    assert one.text in shown
    assert "This request is handled together with another one." in shown
    assert stage_of(one)[0] == stage_of(other)[0] == Stage.RECEIVED
    analysed(cast, other)
    assert stage_of(one)[0] == Stage.ANALYSIS
    referred(cast, other)
    assert stage_of(one)[0] == Stage.REFERRED


def test_neither_requester_reads_anything_of_the_other(client, cast, one, other):
    merged(cast, one, other)
    referred(cast, other, body=cast.xwb)
    Outcome.objects.create(request=fresh(other), kind="declined", text="Dear Birch, no.", by=cast.secretary)
    shown = reads(client, cast.member_a, one.get_absolute_url()).text
    assert "Its outcome: declined." in shown
    for word in (other.reference, other.subject, other.text, "Birch", "Bruno", REASON):
        assert word not in shown
    assert reads(client, cast.member_a, other.get_absolute_url()).status_code == 404
    shown = reads(client, cast.member_b, other.get_absolute_url()).text
    for word in (one.reference, one.subject, one.text, "Alder", "Alba", REASON):
        assert word not in shown
    assert told(one, cast.member_a) == [("Handled together with another request", "")]
    assert (f"{one.reference} was merged into this case", one.get_absolute_url()) in told(other, cast.secretary)


def test_whoever_asked_from_outside_reads_by_their_link_what_became_of_the_case_that_goes_on(client, cast, other):
    letter = from_outside()
    merged(cast, letter, other)
    ended.told(cast, fresh(other))
    shown = client.get(urlsplit(status_link(letter, addressees(letter)[0])).path).text
    assert "Its outcome: delivered" in shown
    assert shown.count("andled together with another") == 2
    assert not any(words in shown for words in (ended.TOLD, other.reference))


def test_why_a_body_declined_is_told_to_whoever_asked_in_that_case_alone(cast, one, other):
    merged(cast, one, other)
    referral, why = referred(cast, other), "Birchland has had three courses."
    decline(referral=referral, person=cast.chair_a.person, channel=PORTAL, reason=why, by=cast.chair_a)
    assert [step.text for step in steps_of_referrals(other, again(cast.member_b))] == ["", why]
    assert [step.text for step in steps_of_referrals(fresh(one), again(cast.member_a))] == ["", ""]
    assert [step.text for step in told_outside(fresh(one))] == ["", ""]


def test_why_is_an_internal_note_of_both_and_waiting_referrals_are_withdrawn(cast, one, other):
    referral = referred(cast, one)
    merged(cast, one, other)
    assert {row.request for row in RequestNote.objects.filter(text__contains=REASON)} == {one, other}
    assert Referral.objects.get(pk=referral.pk).state == Referral.State.WITHDRAWN
    assert Outcome.objects.get(request=one).kind == Outcome.Kind.MERGED
    assert Outcome.objects.get(request=one).text == ""


def test_a_question_that_was_open_is_still_answered(cast, one, other):
    question = asked_back(cast, one)
    merged(cast, one, other)
    answer(clarification=question, text="In March.", channel="link", person=one.asked_by)
    assert ClarificationAnswer.objects.get().clarification.ended_at


def test_what_cannot_be_merged_is_told_in_a_sentence_and_nothing_changes(cast, one, other):
    third = asked(cast)
    assert "is this case itself" in refusal(cast, one, one)
    at_work = asked(cast)
    accepted(cast, referred(cast, at_work))
    assert f"A body has accepted {at_work.reference}" in refusal(cast, at_work, one)
    assert "is a draft" in refusal(cast, one, asked(cast, submitted_at=None))
    closed = asked(cast, closed_at=timezone.now())
    assert "is closed. Open it again" in refusal(cast, one, closed)
    assert f"{closed.reference} is closed." in refusal(cast, closed, one)
    merged(cast, one, other)
    assert "that would make a circle" in refusal(cast, other, one)
    assert f"is itself handled together with {other.reference}" in refusal(cast, third, one)
    assert "already" in refusal(cast, one, third)
    assert Merge.objects.count() == 1
    third.merged_into = third
    with pytest.raises(IntegrityError), transaction.atomic():
        third.save()


@pytest.mark.both_databases
def test_what_is_refused_is_told_on_the_page_with_what_was_typed(client, cast, one, other):
    merged(cast, one, other)
    address = page("analysis-merge", other)
    assert "that would make a circle" in reads(client, cast.secretary, f"{address}?into={one.reference}").text
    said = client.post(address, {"into": one.reference, "reason": REASON}).text
    assert "that would make a circle" in said
    assert REASON in said
    assert "There is no request with the reference" in client.get(f"{address}?into=TA-0000-00000").text
    assert client.get(f"{address}?into=%00").status_code == 200
    itself = client.get(f"{address}?into={other.reference}").text
    assert "is this case itself" in itself
    assert "The two side by side" not in itself


def test_what_was_merged_into_a_case_goes_along(cast, one, other):
    third = asked(cast)
    merged(cast, one, other)
    merged(cast, other, third)
    assert {fresh(one).merged_into, fresh(other).merged_into} == {third}
    assert Merge.objects.filter(undone_at=None).count() == 2


def test_they_are_taken_apart_again_and_both_are_told(client, cast, one, other):
    merged(cast, one, other)
    client.force_login(again(cast.secretary))
    assert other.reference in client.get(page("analysis-unmerge", one)).text
    client.post(page("analysis-unmerge", one))
    case = fresh(one)
    assert (case.merged_into, case.closed_at, case.is_open) == (None, None, True)
    assert not Outcome.objects.exists()
    assert [title for title, _url in told(one, cast.member_a)] == [
        "Handled together with another request",
        "Handled separately again",
    ]
    assert merged(cast, one, other).merged_into == other


def test_whoever_withdraws_their_own_does_not_withdraw_what_was_merged_into_it(cast, one, other):
    merged(cast, one, other)
    withdraw_request(request=other, text="", by=cast.member_b)
    assert fresh(one).is_open
    assert stage_of(one)[0] == Stage.RECEIVED
    assert [row.request for row in Outcome.objects.all()] == [other]


def test_what_was_given_to_both_keeps_them_one_when_one_is_withdrawn(cast, one, other):
    merged(cast, one, other)
    given(cast, fresh(other))
    withdraw_request(request=other, text="", by=cast.member_b)
    assert fresh(one).merged_into == other


def test_they_stay_one_once_the_common_case_is_closed(client, cast, one, other):
    merged(cast, one, other)
    case = fresh(other)
    case.closed_at = timezone.now()
    case.save()
    with pytest.raises(ValidationError, match="stay one case"):
        unmerge(request=one, by=cast.secretary)
    assert "stay one case" in reads(client, cast.secretary, page("analysis-unmerge", one)).text
    assert reads(client, cast.secretary, page("analysis-unmerge", other)).status_code == 404
