"""3a: the Chair of a body proposes a joint session, makes its agenda from what is open, and moves it; its members follow."""

from datetime import timedelta

import pytest

from asm_portal.dated import today
from logistics.models import Meeting
from tests.e2e.browser import overflows

pytestmark = pytest.mark.django_db


def fill_day(page, name, day):
    page.fill(f"[name={name}_day]", str(day.day))
    page.select_option(f"[name={name}_month]", str(day.month))
    page.fill(f"[name={name}_year]", str(day.year))


def test_a_joint_session_from_its_proposal_to_its_move(readers):
    chair, member = readers("chair.xwa"), readers("member.xwb")
    chair.goto(f"{chair.home}meetings/")
    chair.click("main a[href$='/meetings/new/']")
    bodies = chair.locator("#id_bodies input")
    assert bodies.count() == 2
    for number in range(2):
        bodies.nth(number).check()
    fill_day(chair, "start_date", today() + timedelta(days=90))
    chair.select_option("#id_zone", "Atlantic/Azores")
    chair.fill("#id_start_time", "10:00")
    chair.click("main form:has(#id_zone) .btn")
    chair.wait_for_url("**/meetings/MTG-*/")
    meeting = Meeting.objects.get(reference=chair.url.rstrip("/").rpartition("/")[2])
    assert overflows(chair) <= 0

    chair.click("main a[href$='/agenda/edit/']")
    chair.click("main a[href$='/agenda/arising/']")
    for name in ("actions", "documents"):
        chair.locator(f"#id_{name} input").first.check()
    chair.click("main form:has(#id_actions) .btn")
    chair.wait_for_url("**/agenda/edit/")
    items = chair.locator("main ol h3")
    first, second = items.all_inner_texts()
    chair.click("main button[name=up]")
    assert items.all_inner_texts() == [second, first]
    assert overflows(chair) <= 0

    member.goto(f"{member.home}meetings/{meeting.reference}/")
    places = member.locator("main dl.kv").first.inner_text()
    assert all(place in places for place in ("Açores", "UTC", "Tahiti"))
    assert overflows(member) <= 0

    chair.goto(f"{chair.home}meetings/{meeting.reference}/move/")
    fill_day(chair, "start_date", today() - timedelta(days=2))
    fill_day(chair, "end_date", today() - timedelta(days=2))
    chair.fill("#id_reason_en", "The hall is taken.")
    chair.click("main form:has(#id_reason_en) .btn")
    assert chair.locator("#id_start_date_error").count() == 1
    assert chair.input_value("#id_reason_en") == "The hall is taken."
    for name in ("start_date", "end_date"):
        fill_day(chair, name, today() + timedelta(days=97))
    chair.click("main form:has(#id_reason_en) .btn")
    chair.wait_for_url(f"**/meetings/{meeting.reference}/")
    member.reload()
    assert "The hall is taken." in member.locator("main .note.warn").inner_text()
