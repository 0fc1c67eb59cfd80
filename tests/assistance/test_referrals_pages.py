"""The pages of referrals: for the secretariat, for a body and those who lead it, and what shared pages show of them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from asm_portal.attention import attention
from asm_portal.dated import today
from asm_portal.models import Body
from assistance.models import Analysis, Referral
from assistance.referrals.panels import calendar, desk, on_body, on_request
from tests.administration import sign_in
from tests.assistance.referred import NEED, accepted, asked, overdue, referred
from tests.cast import again
from tests.cast import body as new_body

pytestmark = pytest.mark.django_db
State = Referral.State
A = "Sample Working Group A"
LIST = "assistance:referral-list"


def page(client, user, address):
    return sign_in(client, again(user)).get(address).getvalue().decode()


def form_of(cast, **changes):
    """The fields of the Refer form, as a browser sends them."""
    last = today() + timedelta(days=10)
    given = {
        "bodies": [cast.xwa.pk],
        "purpose": "Teach them.",
        "respond_by_day": str(last.day),
        "respond_by_month": str(last.month),
        "respond_by_year": str(last.year),
    }
    return given | changes


def refer_by_form(client, cast, case, **changes):
    sign_in(client, cast.secretary)
    return client.post(reverse("assistance:referral-new", args=[case.reference]), form_of(cast, **changes), follow=True)


def test_the_secretariat_refers_to_several_bodies_with_one_form(client, cast):
    case = asked(cast)
    answer = refer_by_form(client, cast, case, bodies=[cast.xwa.pk, cast.xwb.pk])
    assert "Referred to: Sample Working Group A, Sample Working Group B." in answer.getvalue().decode()
    assert set(Referral.objects.values_list("body__code", flat=True)) == {"XWA", "XWB"}


def test_the_form_offers_bodies_that_exist_and_do_not_have_it(client, cast):
    dissolved = new_body("XWC", "Dissolved group")
    dissolved.valid_until = today()
    dissolved.save()
    real = new_body("XWR", "Real group")
    real.is_demonstration = False
    real.save()
    case = asked(cast)
    referred(cast, case, body=cast.xwb)
    text = page(client, cast.secretary, reverse("assistance:referral-new", args=[case.reference]))
    assert A in text
    for other in ("Dissolved group", "Real group", "Sample Working Group B", "Sample Chair’s Office"):
        assert (other in text) == (other == "Sample Chair’s Office"), other


def test_a_body_dissolved_since_the_form_was_opened_is_refused_in_a_sentence_and_the_text_stays(client, cast):
    cast.xwa.activity = Body.Activity.CLOSED
    cast.xwa.save()
    text = refer_by_form(client, cast, asked(cast)).getvalue().decode()
    assert f"{A} does not exist today. Nothing can be referred to it." in text
    assert "Teach them." in text
    assert not Referral.objects.exists()


def test_a_body_that_has_it_meanwhile_and_a_day_that_is_over_are_refused_in_sentences(client, cast):
    case = asked(cast)
    referred(cast, case)
    assert f"{A} has this request already" in refer_by_form(client, cast, case).getvalue().decode()
    late = refer_by_form(client, cast, case, bodies=[cast.xwb.pk], respond_by_year="2020").getvalue().decode()
    assert "This day is over." in late
    assert Referral.objects.count() == 1


def test_a_body_that_the_form_does_not_offer_is_refused_in_a_sentence_and_the_text_stays(client, cast):
    cast.xwb.kind = Body.Kind.PLENARY
    cast.xwb.save()
    text = refer_by_form(client, cast, asked(cast), bodies=[cast.xwb.pk]).getvalue().decode()
    assert "Choose a body from the list." in text
    assert "Teach them." in text


def test_the_page_of_a_request_leads_to_the_form_once(client, cast):
    case = asked(cast)
    door = f'"{reverse("assistance:referral-new", args=[case.reference])}"'
    assert page(client, cast.secretary, case.get_absolute_url()).count(door) == 1
    accepted(cast, referred(cast, case))
    assert page(client, cast.secretary, case.get_absolute_url()).count(door) == 1


@pytest.mark.parametrize("bodies", [["x"], ["9" * 30], []])
def test_a_body_that_is_none_is_refused_in_a_sentence(client, cast, bodies):
    text = refer_by_form(client, cast, asked(cast), bodies=bodies).getvalue().decode()
    assert "Choose from the list." in text or "Choose at least one body." in text
    assert "Teach them." in text


def test_whom_nobody_can_write_to_is_told_to_the_secretariat(client, cast):
    cast.xwa.offices.get().terms.get().delete()
    case = asked(cast)
    answer = refer_by_form(client, cast, case)
    assert "Nobody there has a working e-mail address yet" in answer.getvalue().decode()
    text = page(client, cast.secretary, case.referrals.get().get_absolute_url())
    assert "None yet: nobody who leads the body has a working e-mail address." in text


def test_the_members_of_the_body_read_what_is_asked_and_the_request(client, cast):
    row = referred(cast)
    for name in ("both", "observer", "chair_a", "kp_chair", "secretary"):
        text = page(client, cast.users[name], row.get_absolute_url())
        assert row.purpose in text
        assert NEED in text
        assert ('name="answer"' in text) == (name in ("chair_a", "secretary")), name
    for name in ("narrow", "guest", "officer"):
        assert sign_in(client, cast.users[name]).get(row.get_absolute_url()).status_code == 404


def test_a_body_that_declined_keeps_what_it_was_asked_and_not_the_request(client, cast):
    row = referred(cast)
    sign_in(client, cast.chair_a).post(row.get_absolute_url(), {"answer": "decline", "reason": "Not ours."})
    text = page(client, cast.both, row.get_absolute_url())
    assert row.purpose in text
    assert "Not ours." in text
    assert NEED not in text
    assert "Training of valuers" not in text
    listed = page(client, cast.both, reverse(LIST))
    assert row.purpose in listed
    assert "for Alder" not in listed


def test_only_who_leads_the_body_or_notes_for_it_answers(client, cast):
    row = referred(cast)
    for name in ("both", "observer", "kp_chair", "member_a"):
        sign_in(client, again(cast.users[name]))
        assert client.post(row.get_absolute_url(), {"answer": "accept"}).status_code == 404
    row.refresh_from_db()
    assert row.is_pending


def test_the_secretariat_notes_what_a_body_said_and_nobody_is_named_for_it(client, cast):
    row = referred(cast)
    sign_in(client, cast.secretary).post(row.get_absolute_url(), {"answer": "accept", "provider": "A school"})
    row.refresh_from_db()
    assert (row.state, row.channel, row.answered_by) == (State.ACCEPTED, Referral.Channel.NOTED, None)
    assert row.history.first().history_user == cast.secretary
    assert "the secretariat, for the body" in page(client, cast.chair_a, row.get_absolute_url())


def test_the_provider_is_named_later_and_changed(client, cast):
    row = accepted(cast, referred(cast))
    assert "not named yet" in page(client, cast.chair_a, row.get_absolute_url())
    answer = client.post(row.get_absolute_url(), {"answer": "provider", "provider": ""}, follow=True)
    assert "Name who provides it" in answer.getvalue().decode()
    client.post(row.get_absolute_url(), {"answer": "provider", "provider": "A school"})
    row.refresh_from_db()
    assert row.provider == "A school"


def test_the_provider_of_a_case_that_is_closed_is_not_changed(client, cast):
    row = accepted(cast, referred(cast), provider="A school")
    row.request.closed_at = timezone.now()
    row.request.save()
    answer = sign_in(client, cast.chair_a).post(row.get_absolute_url(), {"answer": "provider", "provider": "Another"})
    assert "This request was closed on" in answer.text
    row.refresh_from_db()
    assert row.provider == "A school"


def test_a_reminder_and_a_withdrawal_are_the_secretariats(client, cast):
    row = referred(cast)
    remind, take_back = (
        reverse(f"assistance:referral-{verb}", args=[row.reference]) for verb in ("remind", "withdraw")
    )
    for user in (cast.chair_a, cast.kp_chair):
        sign_in(client, again(user))
        assert client.post(remind).status_code == client.get(take_back).status_code == 404
    sign_in(client, cast.secretary)
    assert "A reminder is on its way to 1 person." in client.post(remind, follow=True).getvalue().decode()
    assert "one went out today already" in client.post(remind, follow=True).getvalue().decode()
    client.post(take_back, {"reason": "Solved."})
    assert "Solved." in page(client, cast.chair_a, row.get_absolute_url())
    again_taken = sign_in(client, cast.secretary).post(take_back, {"reason": "Once more."}).getvalue().decode()
    assert "The secretariat withdrew this referral" in again_taken
    assert "Once more." in again_taken


def test_the_list_is_narrowed_by_state_and_body_and_bears_nonsense(client, cast):
    case = asked(cast)
    late = overdue(referred(cast, case, purpose="Late one"))
    done = accepted(cast, referred(cast, purpose="Taken one"))
    other = referred(cast, case, body=cast.xwb, purpose="Other one")
    sign_in(client, cast.secretary)

    def listed(**query):
        return {row.pk for row in client.get(reverse(LIST), query).context["object_list"]}

    assert listed() == {late.pk, done.pk, other.pk}
    assert listed(state="overdue") == {late.pk}
    assert listed(state="unanswered", body="XWB") == {other.pk}
    assert listed(state="accepted") == {done.pk}
    assert listed(state="\x00", body="nonsense") == {late.pk, done.pk, other.pk}
    sign_in(client, again(cast.narrow))
    assert listed() == listed(body="XWA") == {other.pk}


def test_the_list_is_for_those_to_whom_something_may_be_referred(client, cast):
    for name in ("guest", "officer", "administrator"):
        assert sign_in(client, again(cast.users[name])).get(reverse(LIST)).status_code == 404


def test_the_list_asks_the_same_number_of_questions_for_one_row_and_for_three(client, cast):
    sign_in(client, cast.secretary)

    def questions():
        with CaptureQueriesContext(connection) as found:
            client.get(reverse(LIST))
        return len(found)

    referred(cast)
    one = questions()
    referred(cast)
    referred(cast, asked(cast, organisation=cast.xb), body=cast.xwb)
    assert questions() == one


def test_the_chair_has_it_on_the_desk_until_it_is_answered(cast):
    row = overdue(referred(cast))
    [item] = desk(again(cast.chair_a))
    assert (item.url, item.due, item.tone) == (row.get_absolute_url(), row.respond_by, "bad")
    assert not list(desk(again(cast.both)))
    accepted(cast, row)
    assert not list(desk(again(cast.chair_a)))


def test_an_eligible_request_that_nobody_has_is_on_the_desk_of_the_secretariat(cast):
    case = asked(cast)
    assert not list(desk(again(cast.secretary)))
    Analysis.objects.create(request=case, is_eligible=True, by=cast.secretary)
    [item] = desk(again(cast.secretary))
    assert item.url == reverse("assistance:referral-new", args=[case.reference])
    referred(cast, case)
    assert not list(desk(again(cast.secretary)))


def test_what_waits_and_what_is_overdue_stand_among_the_lists_of_the_secretariat(client, cast):
    overdue(referred(cast))
    referred(cast)
    lines = {line.title: line for line in attention(again(cast.secretary)) if "Referrals" in str(line.title)}
    assert {str(title): line.count for title, line in lines.items()} == {
        "Referrals whose answer is overdue": 1,
        "Referrals that wait for an answer": 2,
    }
    for line in lines.values():
        assert len(sign_in(client, cast.secretary).get(line.url).context["object_list"]) == line.count


def test_a_bodys_page_shows_its_referrals_to_its_members(cast):
    row = referred(cast)
    [panel] = on_body(cast.xwa, again(cast.both))
    assert panel.context["referrals"] == [row]
    assert not on_body(cast.xwb, again(cast.both))
    assert not on_body(cast.xwa, again(cast.narrow))


def test_the_page_of_the_request_shows_the_referrals_to_whoever_may_read_them(client, cast):
    case = asked(cast, organisation=cast.xb, asked_by=cast.member_b.person)
    row = referred(cast, case)
    assert [panel.context["referrals"] for panel in on_request(case, again(cast.secretary))] == [[row]]
    assert [panel.context["refers"] for panel in on_request(case, again(cast.chair_a))] == [False]
    assert not on_request(case, again(cast.member_b))
    text = page(client, cast.member_b, case.get_absolute_url())
    assert f"With {A} since" in text
    assert row.purpose not in text


def test_the_last_day_to_answer_stands_in_the_calendar_of_those_concerned(cast):
    row = referred(cast)
    span = (today(), today() + timedelta(days=30))
    for name in ("chair_a", "both", "secretary", "kp_chair"):
        [entry] = calendar(again(cast.users[name]), *span)
        assert (entry.uid, entry.start, entry.bodies) == (row.reference, row.respond_by, {cast.xwa.pk})
    assert calendar(again(cast.narrow), *span) == []
    accepted(cast, row)
    assert calendar(again(cast.chair_a), *span) == []
