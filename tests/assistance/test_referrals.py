"""Requests for assistance are referred to bodies, which answer (mandate 4b): who may know, and what each verb refuses."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from asm_portal.dated import today
from asm_portal.models import Body
from assistance.models import AssistanceRequest, Referral
from assistance.referrals.actions import choose_provider, decline, pass_on, refer, withdraw, withdraw_all
from assistance.referrals.steps import steps
from tests.assistance.referred import PORTAL, accepted, asked, overdue, readers, referred
from tests.cast import again

pytestmark = pytest.mark.django_db
State = Referral.State
STAFF = {"kp_chair", "secretary"}
A, B = "Sample Working Group A", "Sample Working Group B"
IN_XWA = {"member_a", "observer", "both", "chair_a"}
IN_XWB = {"member_b", "both", "narrow", "chair_b"}


def turned_down(cast, referral, reason="Nobody here can teach it."):
    return decline(referral=referral, person=cast.chair_a.person, channel=PORTAL, reason=reason, by=cast.chair_a)


def passed_on(cast, referral, body, proposal="You know a school."):
    return pass_on(
        referral=referral, person=cast.chair_a.person, channel=PORTAL, body=body, proposal=proposal, by=cast.chair_a
    )


def told(case, user):
    return [(step.title, step.text) for step in steps(case, again(user))]


def test_a_request_goes_to_several_bodies_at_once_each_by_a_referral_of_its_own(cast):
    case = asked(cast)
    last = today() + timedelta(days=10)
    rows = refer(request=case, bodies=[cast.xwa, cast.xwb], purpose=" Teach them. ", respond_by=last, by=cast.secretary)
    assert [(row.body, row.purpose, row.respond_by, row.state) for row in rows] == [
        (cast.xwa, "Teach them.", last, State.PENDING),
        (cast.xwb, "Teach them.", last, State.PENDING),
    ]
    assert {row.by for row in rows} == {cast.secretary.person}
    assert all(row.reference.startswith("REF-") for row in rows)
    assert rows[0].history.get().history_user == cast.secretary


def test_a_referral_is_for_its_body_the_chairs_office_and_the_secretariat(cast):
    referred(cast)
    assert readers(cast, Referral.objects.all()) == STAFF | IN_XWA
    assert not Referral.objects.visible_to(cast.anyone).exists()


def test_the_members_of_a_body_know_of_the_request_while_it_is_theirs(cast):
    case = asked(cast)
    asking = readers(cast, AssistanceRequest.objects.all())
    assert asking == STAFF | {"member_a"}
    to_b = referred(cast, case, body=cast.xwb)
    assert readers(cast, AssistanceRequest.objects.all()) == asking | IN_XWB
    decline(referral=to_b, person=cast.chair_b.person, channel=PORTAL, reason="Not ours.", by=cast.chair_b)
    assert readers(cast, AssistanceRequest.objects.all()) == asking
    assert readers(cast, Referral.objects.all()) == STAFF | IN_XWB


def test_one_that_was_withdrawn_closes_the_request_to_the_body_again(cast):
    case = asked(cast)
    withdraw(referral=referred(cast, case, body=cast.xwb), reason="It was solved.", by=cast.secretary)
    assert readers(cast, AssistanceRequest.objects.all()) == STAFF | {"member_a"}


def test_whoever_asked_is_told_which_body_has_it_since_when_and_until_when_it_answers(cast):
    case = asked(cast)
    row = referred(cast, case, purpose="Do it cheaply.")
    day, since = f"{row.respond_by:%-d %B %Y}", f"{row.made_at:%-d %B %Y}"
    assert told(case, cast.member_a) == [(f"With {A} since {since}", f"Its answer is due by {day}.")]
    overdue(row)
    [(_title, text)] = told(case, cast.member_a)
    assert text.startswith("Its answer was due by")


def test_whoever_asked_reads_the_reason_of_a_decline_and_not_what_was_asked_of_the_body(cast):
    case = asked(cast, organisation=cast.xe, asked_by=cast.kp_chair.person)
    case.beneficiaries.create(organisation=cast.xb)
    turned_down(cast, referred(cast, case, purpose="Between us: they asked before."))
    found = list(steps(case, again(cast.member_b)))
    assert [(step.title, step.text, step.url) for step in found] == [
        (f"Referred to {A}", "", ""),
        (f"{A} declined", "Nobody here can teach it.", ""),
    ]
    assert "Celia" not in str(found)


def test_a_body_is_told_by_its_name_first_and_by_its_abbreviation_then(cast):
    cast.xwa.abbreviation_en = "XWA"
    cast.xwa.save()
    case = asked(cast)
    accepted(cast, referred(cast, case))
    first, second = told(case, cast.member_a)
    assert first[0].startswith(f"With XWA ({A}) since")
    assert second[0] == "XWA accepted"


def test_a_body_is_not_told_to_which_other_bodies_a_request_went(cast):
    case = asked(cast)
    first = referred(cast, case)
    referred(cast, case, body=cast.xwb)
    assert [step.url for step in steps(case, again(cast.chair_a))] == [first.get_absolute_url()]
    assert len(told(case, cast.member_a)) == len(told(case, cast.secretary)) == 2


def test_a_request_that_is_handled_together_with_another_one_shows_where_that_one_is(cast):
    going_on = asked(cast, organisation=cast.xb, asked_by=cast.member_b.person)
    merged = asked(cast, organisation=cast.xd, asked_by=cast.both.person, merged_into=going_on)
    referred(cast, going_on)
    [(title, _text)] = told(merged, cast.narrow)
    assert title.startswith(f"With {A} since")


def test_a_body_accepts_and_names_the_provider_then_or_later(cast):
    row = accepted(cast, referred(cast), provider=" A school ")
    assert (row.state, row.provider, row.answered_by) == (State.ACCEPTED, "A school", cast.chair_a.person)
    with pytest.raises(ValidationError, match="Name who provides it"):
        choose_provider(referral=row, by=cast.chair_a, provider=" ")
    assert choose_provider(referral=row, by=cast.chair_a, provider="Another school").provider == "Another school"


def test_the_provider_is_named_for_what_was_accepted_only(cast):
    with pytest.raises(ValidationError, match="that the body has accepted"):
        choose_provider(referral=referred(cast), by=cast.chair_a, provider="A school")


@pytest.mark.parametrize("reason", ["", "  "])
def test_nothing_is_declined_or_withdrawn_without_a_reason(cast, reason):
    row = referred(cast)
    for verb, facts in (
        (decline, {"person": cast.chair_a.person, "channel": PORTAL, "by": cast.chair_a}),
        (withdraw, {"by": cast.secretary}),
    ):
        with pytest.raises(ValidationError, match="Say why"):
            verb(referral=row, reason=reason, **facts)
    row.refresh_from_db()
    assert row.is_pending


def test_a_referral_is_passed_on_by_a_new_one_that_points_back(cast):
    first = referred(cast, days=20)
    made = passed_on(cast, first, cast.xwb)
    first.refresh_from_db()
    assert first.state == State.PASSED_ON
    assert (made.body, made.purpose, made.passed_from, made.by) == (
        cast.xwb, "You know a school.", first, cast.chair_a.person,
    )  # fmt: skip
    assert made.respond_by == today() + timedelta(days=20)
    assert made.request == first.request
    assert told(first.request, cast.member_a)[1] == (f"{A} passed it on to {B}", "")


def test_whoever_is_passed_a_late_referral_has_a_week_at_least(cast):
    late = referred(cast, days=0)
    assert passed_on(cast, late, cast.xwb).respond_by == today() + timedelta(days=7)


def test_a_referral_does_not_go_round_in_a_circle(cast):
    back = passed_on(cast, referred(cast), cast.xwb)
    with pytest.raises(ValidationError, match=f"{A} had this request before"):
        pass_on(
            referral=back, person=cast.chair_b.person, channel=PORTAL, body=cast.xwa, proposal="You.", by=cast.chair_b
        )
    back.refresh_from_db()
    assert back.is_pending


def test_nothing_is_passed_on_to_a_body_that_has_it_already(cast):
    case = asked(cast)
    first = referred(cast, case)
    referred(cast, case, body=cast.xwb)
    with pytest.raises(ValidationError, match=f"{B} has this request already"):
        passed_on(cast, first, cast.xwb)
    first.refresh_from_db()
    assert first.is_pending


@pytest.mark.parametrize(
    "facts",
    [
        {"valid_until": today()},
        {"activity": Body.Activity.CLOSED},
        {"valid_from": today() + timedelta(days=1)},
    ],
)
def test_nothing_is_referred_to_a_body_that_does_not_exist_that_day(cast, facts):
    for name, value in facts.items():
        setattr(cast.xwb, name, value)
    cast.xwb.save()
    with pytest.raises(ValidationError, match=f"{B} does not exist today") as refusal:
        refer(request=asked(cast), bodies=[cast.xwa, cast.xwb], purpose="Teach.", respond_by=today(), by=cast.secretary)
    assert list(refusal.value.error_dict) == ["bodies"]
    assert not Referral.objects.exists()


@pytest.mark.parametrize("facts", [{"kind": Body.Kind.PLENARY}, {"is_demonstration": False}])
def test_nothing_is_referred_to_a_body_that_the_list_does_not_offer(cast, facts):
    for name, value in facts.items():
        setattr(cast.xwb, name, value)
    cast.xwb.save()
    with pytest.raises(ValidationError, match=f"Nothing is referred to {B}. Choose a body from the list."):
        referred(cast, body=cast.xwb)


def test_a_body_is_asked_once_at_a_time(cast):
    case = asked(cast)
    first = referred(cast, case)
    with pytest.raises(ValidationError, match=f"{A} has this request already"):
        referred(cast, case)
    with pytest.raises(IntegrityError), transaction.atomic():
        Referral.objects.create(
            request=case, body=cast.xwa, purpose="Again", respond_by=today(), by=cast.secretary.person
        )
    turned_down(cast, first)
    assert referred(cast, case).is_pending


def test_a_day_to_answer_that_is_over_is_refused_at_its_field(cast):
    with pytest.raises(ValidationError, match="This day is over") as refusal:
        referred(cast, days=-1)
    assert list(refusal.value.error_dict) == ["respond_by"]


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"submitted_at": None}, "still a draft"),
        ({"closed_at": timezone.now()}, "was closed on"),
    ],
)
def test_nothing_is_referred_of_a_draft_or_of_what_was_closed(cast, facts, said):
    with pytest.raises(ValidationError, match=said):
        referred(cast, asked(cast, **facts))


def test_an_answer_after_the_last_day_counts_and_is_late(cast):
    row = accepted(cast, overdue(referred(cast), days=3))
    assert row.state == State.ACCEPTED
    assert row.is_late


def test_the_second_answer_is_refused_with_what_became_of_it(cast):
    row = referred(cast)
    accepted(cast, row)
    with pytest.raises(ValidationError, match=rf"{A} accepted this referral on .* \(Celia Sample\)\."):
        turned_down(cast, row)
    row.refresh_from_db()
    assert row.state == State.ACCEPTED


def test_what_was_withdrawn_is_not_answered_any_more(cast):
    row = referred(cast)
    withdraw(referral=row, reason="It was solved.", by=cast.secretary)
    with pytest.raises(ValidationError, match="The secretariat withdrew this referral"):
        accepted(cast, row)
    with pytest.raises(ValidationError, match="withdrew this referral"):
        withdraw(referral=row, reason="Again.", by=cast.secretary)


def test_what_was_accepted_can_be_withdrawn_and_the_timeline_keeps_both(cast):
    row = accepted(cast, referred(cast))
    withdraw(referral=row, reason="The school was closed.", by=cast.secretary)
    assert told(row.request, cast.member_a) == [
        (f"Referred to {A}", ""), (f"{A} accepted", ""), (f"No longer with {A}", ""),
    ]  # fmt: skip


def test_nothing_is_withdrawn_of_a_closed_case(cast):
    row = accepted(cast, referred(cast))
    row.request.closed_at = timezone.now()
    row.request.save()
    with pytest.raises(ValidationError, match="This request was closed on"):
        withdraw(referral=row, reason="Too late.", by=cast.secretary)
    row.refresh_from_db()
    assert row.state == State.ACCEPTED


def test_a_request_that_was_closed_meanwhile_waits_for_nobody(cast):
    row = referred(cast)
    row.request.closed_at = timezone.now()
    row.request.save()
    assert not Referral.objects.waiting()
    with pytest.raises(ValidationError, match="was closed on"):
        accepted(cast, row)


def test_all_that_waits_is_withdrawn_at_once_where_a_request_ends_otherwise(cast):
    case = asked(cast)
    taken = accepted(cast, referred(cast, case))
    waits = referred(cast, case, body=cast.xwb)
    assert withdraw_all(request=case, reason="Solved.", by=cast.secretary) == 1
    for row in (taken, waits):
        row.refresh_from_db()
    assert (taken.state, waits.state) == (State.ACCEPTED, State.WITHDRAWN)


@pytest.mark.parametrize(
    "changes", [{"state": State.ACCEPTED}, {"state": State.DECLINED, "answered_at": timezone.now()}]
)
def test_the_database_keeps_no_answer_without_its_moment_or_its_reason(cast, changes):
    row = referred(cast)
    for name, value in changes.items():
        setattr(row, name, value)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()
