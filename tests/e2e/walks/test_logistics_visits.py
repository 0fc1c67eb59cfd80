"""3b and J9: a review visit is planned in three clicks and eight fields, agreed and confirmed; another one is reported on."""

import pytest

from asm_portal.models import Organisation
from logistics.models import Visit
from tests.e2e.browser import overflows, violations

pytestmark = pytest.mark.django_db


def fill_eight_fields(page):
    """Participant, day, month, year, how many days, leader, members, languages."""
    page.select_option("#id_participant", str(Organisation.objects.get(code="XC").pk))
    page.fill("#id_start_date_0", "3")
    page.select_option("#id_start_date_1", "5")
    page.fill("#id_start_date_2", "2031")
    page.fill("#id_length", "5")
    page.select_option("#id_leader", label="Amara Feldspar")
    page.select_option("#id_members", label="Odile Opal")
    page.check("#id_languages_0")


def test_a_visit_is_planned_agreed_and_confirmed(readers):
    secretariat, host, chair, leader, anyone = map(
        readers, ("secretariat", "member.xwb", "chair.xwa", "delegate.xa", "")
    )
    secretariat.goto(f"{secretariat.home}visits/")
    secretariat.click(".heading .btn >> nth=0")
    assert overflows(secretariat) <= 0
    fill_eight_fields(secretariat)
    secretariat.click("main form .btn")
    reference = secretariat.url.rstrip("/").rpartition("/")[2]
    tasks = secretariat.locator("section:has(#tasks) tbody tr")
    assert tasks.count() >= 8
    tasks.locator("button").first.click()
    assert tasks.locator(".tag.ok").count() == 1
    assert overflows(secretariat) <= 0
    assert leader.goto(f"{leader.home}visits/{reference}/").status == 404
    for page, door in ((host, "answer"), (chair, "confirm")):
        page.goto(f"{page.home}desk/")
        page.click(f"main a[href$='/visits/{reference}/{door}/']")
        assert violations(page) == []
        if door == "answer":
            page.check("input[value=agree]")
        page.click("main form .btn >> nth=0")
        assert page.locator(".note.ok").count() >= 1
        assert overflows(page) <= 0
    assert leader.goto(f"{leader.home}visits/{reference}/").status == 200
    assert anyone.goto(f"{anyone.home}visits/{reference}/").status == 404


def test_the_leader_files_a_draft_and_the_participant_comments_on_it(readers):
    visit = Visit.objects.get(kind=Visit.Kind.REVIEW_MISSION, is_demonstration=True)
    leader, chair, host, anyone = map(readers, ("delegate.xb", "chair.xwa", "delegate.xa", ""))
    leader.goto(f"{leader.home}desk/")
    leader.click(f"main a[href$='/visits/{visit.reference}/']")
    leader.click("main a[href$='/report/draft/']")
    leader.set_input_files("#id_file", {"name": "draft.txt", "mimeType": "text/plain", "buffer": b"What was seen."})
    leader.click("main form .btn >> nth=0")
    chair.goto(f"{chair.home}desk/")
    chair.click("main a[href$='/report/send/']")
    chair.click("main form .btn >> nth=0")
    host.goto(f"{host.home}desk/")
    host.click("main a[href$='/report/comment/']")
    host.fill("#id_text", "The second figure is of another year.")
    host.click("main form .btn >> nth=0")
    assert host.locator("text=The second figure is of another year.").count() == 1
    assert overflows(host) <= 0
    anyone.goto(f"{anyone.home}visits/{visit.reference}/")
    assert "The second figure" not in anyone.content()
    assert violations(anyone) == []
