"""3c: a delegate finds its own standing on top and the cause of a cell; the KP Chair decides on a letter and on who may know."""

import pytest

from tests.e2e.browser import overflows

pytestmark = pytest.mark.django_db


def test_a_delegate_reads_who_has_reported_and_why(reader):
    page = reader("delegate.xb")
    page.goto(f"{page.home}reporting/")
    page.click("main a.btn:has(+ a[href$='/reporting/years/'])")
    rows = page.locator("table.heat tbody tr")
    assert "own" in rows.first.get_attribute("class")
    assert (
        rows.first.locator("th").inner_text() == {"en": "Borealia (sample)", "fr": "Boréalie (exemple)"}[page.language]
    )
    assert page.locator("svg.bar").count() >= 3
    assert overflows(page) <= 0
    late = rows.first.locator("td.bad a").first
    anchor = late.get_attribute("href").partition("#")[2]
    late.click()
    line = page.locator(f"[id='{anchor}']")
    assert line.locator(".tag.bad").count() == 1
    assert line.locator("a[href*='/contest/']").count() == 1
    assert overflows(page) <= 0


def test_the_chair_decides_on_a_letter_and_on_who_may_know(readers):
    anyone, chair, delegate = map(readers, ("", "chair", "delegate.xa"))
    chair.goto(f"{chair.home}desk/")
    chair.click("main a[href$='/reporting/overdue/']")
    assert overflows(chair) <= 0
    chair.click("main a[href*='/reporting/letters/'] >> nth=0")
    letter = chair.url.partition("/en/")[2] or chair.url.partition("/fr/")[2]
    assert overflows(chair) <= 0
    chair.click("main a[href$='/not-sent/']")
    chair.fill("#id_reason", "They called.")
    chair.click("main form .btn")
    assert "They called." in chair.locator("aside").inner_text()
    assert delegate.goto(f"{delegate.home}{letter}").status == 404

    year = f"{anyone.home}reporting/2025/"
    assert anyone.goto(year).status == 404
    chair.goto(f"{chair.home}reporting/disclosure/")
    chair.check("input[name=readers][value=public]")
    chair.check("input[name=shown][value=totals]")
    chair.fill("#id_reason", "Plenary asked for it.")
    chair.click("main form .btn")
    assert chair.locator(".line li").count() == 2
    assert anyone.goto(year).status == 200
    assert anyone.locator("table.heat").count() == 0
    assert "Alderia" not in anyone.locator("main").inner_text()
