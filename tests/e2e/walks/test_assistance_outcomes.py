"""4c: the secretariat records what was given and what came of it, the requester contests it and says whether it helped, and
what was learned is published once both have agreed."""

from types import SimpleNamespace

import pytest

from asm_portal.models import Organisation, User
from assistance.models import Contest, HelpQuestion, Result
from assistance.outcomes.links import link_for
from assistance.results.actions import put_to_both, seen_of
from tests.assistance.ended import prepared, told
from tests.assistance.referred import asked
from tests.e2e.browser import overflows, violations

pytestmark = pytest.mark.django_db


ACCOUNTS = {"member_a": "delegate.xa", "secretary": "secretariat", "kp_chair": "chair"}


@pytest.fixture
def cast():
    users = {name: User.objects.get(email=f"{key}@demo.example") for name, key in ACCOUNTS.items()}
    return SimpleNamespace(xa=Organisation.objects.get(code="XA"), **users)


def by_mail(page, case, cast, name, part, **facts):
    """The link in the mail to the requester, in the language of the walk."""
    address = link_for(case, cast.member_a.person, f"assistance:{name}", **facts)
    page.goto(f"{page.home}assistance/{part}/{address.rpartition(f'/{part}/')[2]}")


def is_sound(page):
    assert overflows(page) <= 0
    assert violations(page) == []


def test_what_was_given_and_what_came_of_it_are_recorded_and_the_case_is_closed(reader, cast):
    case, staff = asked(cast), reader("secretariat")
    staff.goto(f"{staff.home}assistance/requests/{case.reference}/deliveries/new/")
    is_sound(staff)
    staff.fill("#id_by_whom", "The school of valuers")
    staff.click("main form button[name=go_on]")
    staff.wait_for_url("**/outcome/")
    is_sound(staff)
    staff.fill("#id_text", "The course was held.")
    staff.click("main form button:not([name])")
    staff.wait_for_url(f"**/requests/{case.reference}/")
    is_sound(staff)
    staff.click("form[action$='/close/'] button")
    case.refresh_from_db()
    assert case.closed_at
    assert "The course was held." in staff.locator("main").inner_text()


def test_the_requester_contests_from_the_mail_and_the_secretariat_opens_the_case_again(readers, cast):
    case = told(cast, asked(cast))
    staff, requester = readers("secretariat"), readers()
    by_mail(requester, case, cast, "contest-link", "outcomes/contest")
    is_sound(requester)
    requester.fill("#id_text", "Two could not come.")
    requester.click("main form button")
    assert Contest.objects.get(request=case).text == "Two could not come."
    staff.goto(f"{staff.home}desk/")
    staff.click(f"main a[href$='/{case.reference}/contest/answer/']")
    is_sound(staff)
    staff.click("main form button[name=reopen]")
    case.refresh_from_db()
    assert case.is_open


def test_whether_it_helped_is_said_from_the_mail(reader, cast):
    case, page = told(cast, asked(cast)), reader()
    question = HelpQuestion.objects.create(request=case)
    by_mail(page, case, cast, "help-link", "outcomes/help")
    is_sound(page)
    page.locator("main .checks label").first.click()
    page.fill("#id_text", "Six work now.")
    page.click("main form button")
    question.refresh_from_db()
    assert (question.answer, question.text) == ("yes", "Six work now.")
    assert page.locator("main div.note.ok").is_visible()


def test_a_result_is_read_by_everyone_once_both_have_agreed(readers, cast):
    result = prepared(cast, told(cast, asked(cast)))
    put_to_both(result=result, seen=seen_of(result), by=cast.secretary)
    chair, requester, anyone = readers("chair"), readers(), readers()
    by_mail(requester, result.request, cast, "consent-link", "results/agree", result=result.pk)
    is_sound(requester)
    requester.click("main form button[name=agree]")
    assert requester.locator("main div.note.ok").is_visible()
    chair.goto(f"{chair.home}desk/")
    chair.click(f"main a[href$='/{result.document.reference}/decide/']")
    is_sound(chair)
    chair.click("main form button[name=approve]")
    assert Result.objects.get(pk=result.pk).is_published
    anyone.goto(f"{anyone.home}assistance/results/")
    anyone.click(f"main a[href$='/{result.document.reference}/']")
    is_sound(anyone)
    assert anyone.locator("#story").is_visible()
