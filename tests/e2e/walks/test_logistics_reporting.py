"""3c: a focal point sends the report that it has begun and gets a receipt; the Chair gives a Participant more time."""

import pytest

from logistics.models import Excuse, Submission, SubmissionDraft
from tests.e2e.browser import overflows

pytestmark = pytest.mark.django_db


def test_the_focal_point_goes_on_with_the_draft_and_gets_a_receipt(reader):
    draft = SubmissionDraft.objects.get(organisation__code="XA")
    page = reader("delegate.xa")
    page.goto(f"{page.home}desk/")
    page.click(f"main a[href*='/{draft.period.year}/annual_report/submit/']")
    assert draft.filename in page.locator("main .note.info").inner_text()
    page.check("[name=contacts_right]")
    page.check("[name=is_declared]")
    assert overflows(page) <= 0
    page.click("main button[name=check]")
    assert draft.sha256 in page.locator("main dl").inner_text()
    page.click("main form button.btn")
    sent = Submission.objects.get(sha256=draft.sha256)
    assert sent.reference in page.locator("h1").inner_text()
    assert sent.sha256 in page.locator("main dl").inner_text()
    assert overflows(page) <= 0
    page.click(f"main a[href*='reference={sent.reference}']")
    assert page.locator("main .note.ok").count() == 1


def test_the_chair_gives_more_time_and_the_participant_reads_the_answer(readers):
    excuse = Excuse.objects.waiting().get(organisation__code="XC")
    chair, owner = map(readers, ("chair", "member.xwb"))
    chair.goto(f"{chair.home}desk/")
    chair.click("main a[href*='/excuse/decide/']")
    assert excuse.reason in chair.locator("main").inner_text()
    chair.check("[name=is_granted][value=yes]")
    chair.fill("[name=answer]", "Agreed.")
    chair.click("main form button.btn")
    owner.goto(f"{owner.home}reporting/{excuse.period.year}/{excuse.period.slug}/?for=XC")
    assert "Agreed." in owner.locator("section:has(#excuses)").inner_text()
    assert overflows(owner) <= 0
