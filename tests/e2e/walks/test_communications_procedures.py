"""2d: a written procedure. Prepared and put to a working group, stopped and taken up again, declared, and on record."""

from datetime import timedelta

import pytest

from asm_portal.dated import today
from communications.models import WrittenProcedure
from knowledge.models import Document
from tests.e2e.browser import overflows, violations

pytestmark = pytest.mark.django_db
QUESTION = "Shall the guide be printed?"


def at(page, procedure, verb=""):
    return f"{page.home}procedures/{procedure.reference}/{verb}"


def press(page):
    page.click("main form:not(.ask) .btn")


def prepare(chair, document):
    """From the page of the body to a procedure that runs."""
    end = today() + timedelta(days=20)
    chair.goto(f"{chair.home}bodies/XWA/")
    chair.click("section:has(#procedures) .rule a[href*='/procedures/new/']")
    chair.fill("#id_document", document.reference)
    chair.fill("#id_question_en", QUESTION)
    press(chair)
    assert chair.locator("main .note.bad[role=alert]").is_visible()
    assert violations(chair) == []
    chair.fill("#id_question_fr", "Le guide doit-il être imprimé ?")
    chair.fill("[name=closes_day_day]", str(end.day))
    chair.select_option("[name=closes_day_month]", str(end.month))
    chair.fill("[name=closes_day_year]", str(end.year))
    chair.fill("#id_closes_time", "18:00")
    chair.select_option("#id_zone", "Indian/Reunion")
    press(chair)
    assert violations(chair) == []
    chair.click(".heading a[href$='/put/']")
    press(chair)
    return WrittenProcedure.objects.get(question_en=QUESTION)


def answer(page, procedure, kind, text=""):
    page.goto(at(page, procedure, "position/"))
    page.check(f"input[name=kind][value={kind}]")
    page.fill("#id_text", text)
    press(page)


def test_a_procedure_from_the_draft_to_the_decision(readers):
    document = Document.objects.get(source="demonstration: guide XWA")
    chair, member, other = readers("chair.xwa"), readers("delegate.xa"), readers("delegate.xb")
    procedure = prepare(chair, document)
    assert "14:00 UTC" in chair.locator("aside .kv").inner_text()

    member.goto(f"{member.home}desk/")
    member.click(f"main a[href='{at(member, procedure, 'position/')}']")
    member.check("input[name=kind][value=objection]")
    press(member)
    assert member.locator("main .note.bad[role=alert]").is_visible()
    member.fill("#id_text", "Le point 4 manque d’un exemple.")
    press(member)
    assert "Le point 4 manque d’un exemple." in member.locator(".note.bad").inner_text()
    assert overflows(member) <= 0
    assert violations(member) == []

    chair.goto(f"{chair.home}desk/")
    chair.click(f"main a[href='{at(chair, procedure)}']")
    assert chair.locator(".heading a[href$='/declare/']").is_visible()

    member.goto(at(member, procedure))
    member.click(".heading a[href$='/take-back/']")
    press(member)
    answer(member, procedure, "support")
    answer(other, procedure, "support", "With pleasure.")
    assert other.locator("tbody .tag.ok").count() == 2

    procedure.opens_at -= timedelta(days=30)
    procedure.closes_at -= timedelta(days=30)
    procedure.put_at -= timedelta(days=30)
    procedure.save()
    chair.goto(at(chair, procedure))
    chair.click(".heading a[href$='/declare/']")
    assert violations(chair) == []
    chair.check("input[name=outcome][value=adopted]")
    press(chair)
    chair.click(".heading a[href$='/decision/']")
    assert violations(chair) == []
    press(chair)
    decision = WrittenProcedure.objects.get(pk=procedure.pk).decision
    assert chair.locator(f".notices a[href$='/documents/{decision.reference}/']").is_visible()
    member.goto(at(member, procedure, "tally/"))
    assert member.locator(f"main a[href$='/documents/{decision.reference}/']").is_visible()
    assert overflows(member) <= 0
    assert violations(member) == []


def test_the_list_shows_what_runs_and_what_came_of_the_others(reader):
    page = reader("member.xwa")
    page.goto(f"{page.home}procedures/")
    assert page.locator("section:has(#running) tbody tr").count() == 1
    assert page.locator("main .tag.ok").count() == 1
    assert overflows(page) <= 0
    assert violations(page) == []
    page.locator("section:has(#running) a").first.click()
    assert page.locator("main .text").is_visible()
    assert overflows(page) <= 0
    assert violations(page) == []
