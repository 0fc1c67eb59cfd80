"""1c: a report is made public by its Participant and two approvals; the reports of two years side by side."""

import pytest

from knowledge.models import Document
from tests.administration import address
from tests.e2e.browser import overflows

pytestmark = pytest.mark.django_db


def test_the_focal_point_consents_two_persons_approve_and_everyone_reads_the_redacted_version(readers):
    original = Document.objects.get(source="demonstration: follow-up XA")
    version = original.redactions.get().public_version
    anyone, focal_point, chair, secretariat = map(readers, ("", "delegate.xa", "chair", "secretariat"))
    read = f"documents/{version.reference}/"
    assert anyone.goto(f"{anyone.home}{read}").status == 404
    for page, start, button in (
        (focal_point, "desk/", "button[name=answer][value=given]"),
        (chair, "desk/", "button[name=capacity][value=kp_chair]"),
        (secretariat, read, "button[name=capacity][value=secretariat]"),
    ):
        page.goto(f"{page.home}{start}")
        page.click("main a[href$='/redaction/']")
        assert page.locator("section:has(#log) tbody tr").count() == 2
        assert page.locator("main .note.warn").count() == 1
        page.click(f"main {button}")
        assert page.locator(".note.ok").count() >= 1
        assert overflows(page) <= 0
    assert secretariat.locator("main .note.warn").count() == 0
    answers = secretariat.locator("section:has(#answers)").inner_text()
    assert all(name in answers for name in ("Amara Feldspar", "Celia Garnet", "Kira Marble"))

    assert anyone.goto(f"{anyone.home}{read}").status == 404
    secretariat.goto(address(Document, "change", version.pk))
    secretariat.click(".object-tools a[href$='/do/publish/']")
    secretariat.click("form button.do")
    assert anyone.goto(f"{anyone.home}{read}").status == 200
    assert anyone.goto(f"{anyone.home}documents/{original.reference}/").status == 404


def test_a_delegate_compares_the_reports_of_two_years(reader):
    page = reader("delegate.xa")
    page.goto(f"{page.home}participants/XA/")
    page.click("main a[href$='/participants/XA/reports/']")
    annual = page.locator("table a").filter(has_text={"en": "Annual report", "fr": "Rapport annuel"}[page.language])
    assert annual.count() == 3
    newest, _middle, oldest = [link.get_attribute("href").split("/")[-2] for link in annual.all()]
    page.select_option("#c-earlier", oldest)
    page.select_option("#c-later", newest)
    page.click("main form:has(#c-earlier) .btn")
    section = page.locator("section:has(#compare)")
    assert "447" in " ".join(section.locator("del").all_inner_texts())
    assert "561" in " ".join(section.locator("ins").all_inner_texts())
    assert overflows(page) <= 0
