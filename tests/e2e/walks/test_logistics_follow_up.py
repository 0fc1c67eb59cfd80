"""3d: from a decision to an action, its owner's report and its end; what is overdue, in one click; and the report to Plenary."""

import io

import docx
import pypdf
import pytest

from knowledge.models import Document
from logistics.models import Action
from tests.e2e.browser import overflows, violations

pytestmark = pytest.mark.django_db


def test_an_action_is_recorded_from_a_decision_reported_on_by_its_owner_and_closed(readers):
    decision = Document.objects.get(source="demonstration: decision-3 XWA")
    chair, owner = readers("chair.xwa"), readers("delegate.xa")
    chair.goto(f"{chair.home}documents/{decision.reference}/")
    chair.click("section:has(#actions) .rule a")
    chair.select_option("#id_paragraph", "1")
    chair.fill("#id_title_en", "Print the labels")
    chair.fill("#id_title_fr", "Imprimer les étiquettes")
    chair.select_option("#id_owner", label="Alderia (sample)")
    assert violations(chair) == []
    chair.click("main form .btn")
    action = Action.objects.get(title_en="Print the labels")
    assert chair.locator("main blockquote").inner_text()

    owner.goto(f"{owner.home}desk/")
    owner.click(f"main a[href='{owner.home}actions/{action.reference}/']")
    assert overflows(owner) <= 0
    owner.click("main a[href$='/propose/']")
    owner.click("main form .btn")
    assert owner.locator("main .note.bad[role=alert]").is_visible()
    owner.fill("#id_text", "Les étiquettes sont dans tous les bureaux.")
    owner.click("main form .btn")
    assert "Les étiquettes sont dans tous les bureaux." in owner.locator("ol.line").inner_text()

    chair.goto(f"{chair.home}desk/")
    chair.click(f"main a[href='{chair.home}actions/{action.reference}/']")
    chair.click("main .note a[href$='/close/']")
    chair.click("main form .btn")
    assert chair.locator("main .note.bad[role=alert]").is_visible()
    assert overflows(chair) <= 0
    chair.fill("#id_reason", "Seen at every office.")
    chair.click("main form .btn")
    assert chair.locator(".meta .tag.ok").is_visible()
    assert violations(chair) == []


def test_the_chair_has_every_overdue_action_one_click_from_the_desk_and_is_asked_once(reader):
    page = reader("chair")
    page.goto(f"{page.home}desk/")
    page.click(f"main a[href='{page.home}actions/overdue/']")
    assert page.locator("main table").count() == Action.objects.overdue().values("body").distinct().count()
    assert page.locator("main tbody tr").count() == Action.objects.overdue().count()
    assert overflows(page) <= 0
    page.click(".heading .btn")
    assert page.locator("main form .btn").first.is_visible()
    assert overflows(page) <= 0
    page.locator("main form .btn").first.click()
    page.wait_for_url("**/actions/overdue/")
    assert page.locator("main tbody time").count() > 0


def test_the_report_to_plenary_is_there_in_both_languages_on_paper_and_to_work_on(reader):
    page = reader("chair")
    page.goto(f"{page.home}actions/")
    assert overflows(page) <= 0
    page.click(".heading a[href$='/actions/report/']")
    other = {"en": "fr", "fr": "en"}[page.language]
    page.click(f".heading a[hreflang={other}]")
    assert page.locator(f"main [lang={other}] h2").first.is_visible()
    assert overflows(page) <= 0
    words = {"en": "Draw up a calendar of the seasons", "fr": "Établir un calendrier des saisons"}[other]
    paper, text = (page.locator(".heading .btn").nth(number).get_attribute("href") for number in (0, 1))
    pages = pypdf.PdfReader(io.BytesIO(page.request.get(paper).body())).pages
    assert words in " ".join(" ".join(part.extract_text().split()) for part in pages)
    tables = docx.Document(io.BytesIO(page.request.get(text).body())).tables
    assert any(words in table.rows[1].cells[0].text for table in tables)
