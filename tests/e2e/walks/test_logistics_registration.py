"""3a: a focal point registers a delegation in one form, without losing anything; the list; the attendance of a meeting."""

import pytest

from logistics.models import Delegation, Meeting, Registration
from tests.e2e.browser import overflows

pytestmark = pytest.mark.django_db


def test_a_delegation_is_registered_changed_and_listed(readers):
    registration = Registration.objects.get(meeting__is_demonstration=True)
    focal = readers("delegate.xa")
    focal.goto(f"{focal.home}meetings/{registration.meeting.reference}/")
    focal.click("main a[href*='/delegations/']")
    focal.click("main .heading .btn >> nth=0")
    focal.fill("#id_form-2-family_name", "Topaz")
    focal.click("main button[name=more]")
    assert focal.input_value("#id_form-2-family_name") == "Topaz"
    focal.fill("#id_form-2-function", "Interpreter")
    focal.locator("fieldset >> nth=2").locator("summary").click()
    focal.check("#id_form-2-needs_visa_letter")
    focal.click("main form:has(#id_form-0-family_name) .row .btn")
    assert focal.locator("main .note.bad a[href='#id_form-2-passport_name']").count() == 1
    assert overflows(focal) <= 0
    focal.fill("#id_form-2-passport_name", "TOPAZ")
    focal.click("main form:has(#id_form-0-family_name) .row .btn")
    focal.wait_for_url("**/delegations/**")
    assert Delegation.objects.get(organisation__code="XA").delegates.standing().count() == 3
    with focal.expect_download() as fetched:
        focal.locator("main tr", has_text="Topaz").locator("a[href$='.pdf']").click()
    assert fetched.value.suggested_filename.endswith(".pdf")

    observer = readers("observer")
    observer.goto(f"{observer.home}meetings/{registration.meeting.reference}/participants/")
    assert "Topaz" in observer.locator("main").inner_text()
    assert overflows(observer) <= 0


def test_who_leads_a_body_records_who_attended(readers):
    meeting = Meeting.objects.get(source="demonstration: meeting XWA 3")
    chair = readers("chair.xwa")
    chair.goto(f"{chair.home}meetings/{meeting.reference}/")
    chair.click("main a[href$='/attendance/record/']")
    chair.locator("main select >> nth=0").select_option("present")
    chair.click("main form:has(select) .btn")
    chair.wait_for_url("**/attendance/")
    assert "Aldérie (exemple)" in chair.locator("main textarea[lang=fr]").input_value()
    assert overflows(chair) <= 0
