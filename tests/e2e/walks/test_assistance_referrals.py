"""4b, J8: the secretariat refers a request with a day to answer, the Chair of the body answers from the mail, and whoever asked
sees where it is."""

from types import SimpleNamespace

import pytest

from asm_portal.models import Organisation, User
from assistance.models import Referral
from assistance.referrals.links import link_for
from tests.assistance.referred import asked
from tests.e2e.browser import overflows, violations

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    """A request of XA that nobody has."""
    asker = User.objects.get(email="delegate.xa@demo.example")
    return asked(SimpleNamespace(xa=Organisation.objects.get(code="XA"), member_a=asker))


def by_mail(page, referral, key):
    """The link in the mail to one of the demonstration, in the language of the walk."""
    address = link_for(referral, User.objects.get(email=f"{key}@demo.example").person)
    page.goto(f"{page.home}assistance/referrals/answer/{address.rpartition('/answer/')[2]}")


def refer(page, case):
    page.goto(f"{page.home}assistance/requests/{case.reference}/")
    page.click(f"main a[href$='/{case.reference}/refer/'] >> nth=0")
    page.locator("main .checks label", has_text="XWB").click()
    page.fill("#id_purpose", "Say who could hold a course.")
    assert overflows(page) <= 0
    assert violations(page) == []
    page.click("main form button.btn")
    page.wait_for_url(f"**/requests/{case.reference}/")
    return case.referrals.get()


def test_a_request_is_referred_and_its_body_answers_from_the_mail(readers, case):
    staff, chair, requester = readers("secretariat"), readers(), readers("delegate.xa")
    row = refer(staff, case)

    by_mail(chair, row, "chair.xwb")
    assert overflows(chair) <= 0
    assert violations(chair) == []
    chair.fill("#id_accept_provider", "The school of Coralia")
    chair.click("main form:has(#id_accept_provider) button.btn")
    assert chair.locator("main .note.ok", has_text="XWB").is_visible()
    assert chair.locator("main form").count() == 0
    row.refresh_from_db()
    assert (row.state, row.channel) == (Referral.State.ACCEPTED, Referral.Channel.LINK)

    requester.goto(f"{requester.home}assistance/requests/{case.reference}/")
    assert "XWB" in requester.locator("main ol.line").inner_text()


def test_a_body_reads_what_is_asked_and_declines_with_a_reason_that_the_requester_sees(readers, case):
    staff = readers("secretariat")
    row = refer(staff, case)
    chair, requester = readers("chair.xwb"), readers("delegate.xa")
    chair.goto(f"{chair.home}desk/")
    chair.click(f"main a[href$='/referrals/{row.reference}/']")
    assert chair.locator("main", has_text=case.text).is_visible()
    assert overflows(chair) <= 0
    assert violations(chair) == []
    chair.click("#do-decline")
    chair.fill("#id_decline_reason", "Nobody of us can teach it.")
    chair.click("main form:has(#id_decline_reason) button.btn")
    assert chair.locator("main", has_text="Nobody of us can teach it.").is_visible()

    requester.goto(f"{requester.home}assistance/requests/{case.reference}/")
    step = requester.locator("main ol.line", has_text="Nobody of us can teach it.")
    assert step.is_visible()
    assert "XWB" in step.inner_text()
    assert overflows(requester) <= 0


def test_a_link_that_opens_nothing_says_what_to_do(reader):
    page = reader()
    page.goto(f"{page.home}assistance/referrals/answer/nothing/")
    assert page.locator("main .btn").is_visible()
    assert overflows(page) <= 0
