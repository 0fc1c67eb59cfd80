"""4a: the secretariat analyses a request and asks back, the requester answers from the mail, and two requests become one case."""

from types import SimpleNamespace

import pytest

from asm_portal.models import Organisation, User
from assistance.analysis.links import link_for
from tests.assistance.referred import asked
from tests.e2e.browser import overflows, violations

pytestmark = pytest.mark.django_db


def of(code, key):
    """A request that one of the demonstration has sent for an organisation."""
    asker = User.objects.get(email=f"{key}@demo.example")
    return asked(SimpleNamespace(xa=Organisation.objects.get(code=code), member_a=asker), subject=f"Course for {code}")


def looks_right(page):
    assert overflows(page) <= 0
    assert violations(page) == []


def analysis(page, case):
    page.goto(f"{page.home}assistance/requests/{case.reference}/analysis/")


def test_the_secretariat_asks_back_and_decides_and_the_requester_answers_from_the_mail(readers):
    case, staff, requester = of("XA", "delegate.xa"), readers("secretariat"), readers()
    analysis(staff, case)
    looks_right(staff)
    staff.click("main a[href$='/ask/']")
    staff.fill("#id_question", "In which month does the season begin?")
    staff.click("main form button.btn")
    assert staff.locator("main .note.info").is_visible()

    question = case.clarifications.get()
    address = link_for(question, question.request.asked_by)
    requester.goto(f"{requester.home}assistance/answer/{address.rpartition('/answer/')[2]}")
    looks_right(requester)
    requester.fill("#id_text", "In March.")
    requester.click("main form button.btn")
    assert requester.locator("main .note.ok").is_visible()
    assert requester.locator("main form").count() == 0

    staff.reload()
    assert staff.locator("#questions").is_visible()
    staff.click("main form[action$='/read/'] button")
    staff.check("main input[name=decision][value=yes]")
    staff.fill("#id_estimated_need", "One trainer for a week.")
    staff.click("main form:has(#id_estimated_need) button.btn")
    assert staff.locator("main a[href$='/refer/']").is_visible()


def test_two_requests_become_one_case_and_each_requester_keeps_their_page(readers):
    one, other = of("XA", "delegate.xa"), of("XB", "delegate.xb")
    staff, requester = readers("secretariat"), readers("delegate.xa")
    analysis(staff, one)
    staff.click("main aside a[href$='/merge/']")
    staff.fill("main input[name=into]", other.reference)
    staff.click("main form.ask button")
    looks_right(staff)
    staff.fill("#id_reason", "Both want the same course.")
    staff.click("main form:has(#id_reason) button.btn")
    assert other.reference in staff.locator("main .note.info").inner_text()

    requester.goto(f"{requester.home}assistance/requests/{one.reference}/")
    looks_right(requester)
    shown = requester.locator("main").inner_text()
    assert one.text in shown
    assert other.reference not in shown
