"""What whoever asked is mailed of their referrals, and what a body that had accepted is told when nothing more is needed."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from asm_portal.models import Delivery
from assistance.referrals import news
from assistance.referrals.actions import decline, refer, withdraw
from assistance.referrals.panels import desk
from assistance.requests.withdrawing import withdraw_request
from tests.administration import prefer_french
from tests.assistance.analysed import from_outside
from tests.assistance.referred import PORTAL, accepted, asked, referred
from tests.cast import again

pytestmark = pytest.mark.django_db
ASKER, CHAIR = "alba", "celia"


@pytest.fixture
def news_to(work):
    """The bodies of the mails that the clock sends to somebody so many minutes from now, asked twice."""

    def go(name, minutes=11):
        before, now = len(mail.outbox), timezone.now() + timedelta(minutes=minutes)
        news.due(now)
        news.due(now)
        work()
        return [letter for letter in mail.outbox[before:] if letter.to[0].startswith(name)]

    return go


def turned_down(cast, row, reason="Nobody here can."):
    decline(referral=row, person=cast.chair_a.person, channel=PORTAL, reason=reason, by=cast.chair_a)


def french(case):
    case.language = "fr"
    case.save()
    return case


def named(body, abbreviation):
    body.abbreviation_en = abbreviation
    body.save()
    return body


def test_what_is_referred_in_one_sitting_is_one_mail_that_gives_the_bodies_their_names(cast, news_to):
    case = asked(cast)
    referred(cast, case, body=named(cast.xwa, "XWA"), purpose="Between us: be quick.")
    referred(cast, case, body=cast.xwb)
    assert news_to(ASKER, minutes=5) == []
    [letter] = news_to(ASKER)
    assert "With XWA (Sample Working Group A) since" in letter.body
    assert "With Sample Working Group B since" in letter.body
    assert f"/assistance/requests/{case.reference}/" in letter.body
    assert "Between us" not in letter.body
    assert news_to(ASKER, minutes=60) == []


def test_each_further_step_is_told_once_with_the_reason_of_a_decline(cast, news_to):
    case = asked(cast)
    first, second = referred(cast, case), referred(cast, case, body=cast.xwb)
    news_to(ASKER)
    accepted(cast, first, provider="A school")
    [letter] = news_to(ASKER, minutes=12)
    assert "Sample Working Group A accepted" in letter.body
    assert "Sample Working Group B" not in letter.body
    assert "A school" not in letter.body
    turned_down(cast, second)
    [letter] = news_to(ASKER, minutes=13)
    assert "Sample Working Group B declined" in letter.body
    assert "Nobody here can." in letter.body


def test_it_comes_in_the_language_of_whoever_asked_and_to_a_caller_with_the_link_to_their_page(cast, news_to):
    referred(cast, french(from_outside()))
    [letter] = news_to("nora")
    assert "/fr/assistance/requests/status/" in letter.body
    assert "Nora Newcomer" in letter.body
    prefer_french(cast.member_a)
    referred(cast)
    [letter] = news_to(ASKER)
    assert "/fr/assistance/requests/TA-" in letter.body


def test_the_requester_of_a_merged_case_reads_no_reason_that_was_written_for_another_one(cast, news_to):
    going_on = asked(cast, organisation=cast.xb, asked_by=cast.member_b.person)
    asked(cast, merged_into=going_on)
    turned_down(cast, referred(cast, going_on), reason="Birch knows why.")
    [letter] = news_to(ASKER)
    assert "declined" in letter.body
    assert "Birch" not in letter.body


def test_the_end_of_a_case_and_what_is_long_past_are_no_news(cast, news_to):
    case = asked(cast)
    row = referred(cast, case)
    row.made_at -= timedelta(days=8)
    row.save()
    referred(cast, closed := asked(cast))
    withdraw_request(request=closed, text="", by=cast.member_a)
    assert news_to(ASKER) == []
    assert not Delivery.objects.filter(key__startswith=news.KEY).exists()


def told_to_the_chair(cast, work):
    """The mail and the line on the desk of the Chair of XWA that something is no longer needed."""
    work()
    letters = [letter for letter in mail.outbox if "No longer needed" in letter.subject]
    assert [letter.to[0].partition("@")[0] for letter in letters] in ([], [CHAIR])
    items = [item for item in desk(again(cast.chair_a)) if "No longer needed" in item.title]
    assert len(items) == len(letters)
    return letters[0].body if letters else ""


def test_a_body_that_accepted_is_told_when_the_requester_withdraws(cast, work, time_machine):
    case = asked(cast)
    accepted(cast, referred(cast, case))
    referred(cast, case, body=cast.xwb)
    withdraw_request(request=case, text="Our own business.", by=cast.member_a)
    body = told_to_the_chair(cast, work)
    assert "has been withdrawn by the requester" in body
    assert "Our own business." not in body
    time_machine.move_to(timezone.now() + timedelta(days=15))
    assert list(desk(again(cast.chair_a))) == []


@pytest.mark.parametrize("has_accepted", [True, False])
def test_a_body_that_accepted_is_told_when_the_secretariat_withdraws_and_why(cast, work, has_accepted):
    row = referred(cast)
    if has_accepted:
        accepted(cast, row)
    withdraw(referral=row, reason="The school was closed.", by=cast.secretary)
    assert ("The school was closed." in told_to_the_chair(cast, work)) == has_accepted


def test_a_list_of_news_asks_a_constant_number_of_queries(cast, django_assert_max_num_queries):
    for number in range(3):
        refer(
            request=asked(cast, subject=f"Need {number}"), bodies=[cast.xwa], purpose="Help.",
            respond_by=timezone.now().date(), by=cast.secretary,
        )  # fmt: skip
    with django_assert_max_num_queries(4):
        news.due(timezone.now())
