"""3a and 3b: the calendar by month and as a list, an address for one's own program, and a checklist that is worked off."""

from urllib.parse import urlsplit

import pytest
from icalendar import Calendar

from logistics.models import Meeting, Visit
from tests.e2e.browser import overflows, violations

pytestmark = pytest.mark.django_db


def summaries(answer):
    return [str(event["summary"]) for event in Calendar.from_ical(answer.body()).walk("VEVENT")]


def test_a_member_finds_a_meeting_of_the_body_and_takes_the_calendar_along(reader):
    meeting = Meeting.objects.get(source="demonstration: meeting XWA next")
    page = reader("member.xwa")
    page.goto(f"{page.home}calendar/?month={meeting.start_date:%Y-%m}")
    assert page.locator(f"table a[href='{page.home}meetings/{meeting.reference}/']").count() == 1
    page.click("nav .pages [rel=prev]")
    page.click("nav .pages [rel=next]")
    page.click(".heading .btn")
    assert page.locator(f"main a[href='{page.home}meetings/{meeting.reference}/']").count() == 1
    assert overflows(page) <= 0
    page.click("main a[href$='/calendar/addresses/']")
    page.fill("#id_label", "Telephone")
    page.check("#id_only_mine")
    page.click("main form .btn")
    own = urlsplit(page.locator(".note.ok a").get_attribute("href")).path
    assert overflows(page) <= 0
    page.context.clear_cookies()
    private, public = (summaries(page.request.get(address)) for address in (own, f"{page.home}calendar/feed/"))
    assert any("XWA" in words for words in private)
    assert len(private) > len([words for words in private if words in public])


def test_the_secretariat_works_off_the_checklist_of_a_visit(reader):
    visit = Visit.objects.filter(is_demonstration=True, state=Visit.State.CONFIRMED).earliest("-start_date")
    page = reader("secretariat")
    page.goto(f"{page.home}visits/{visit.reference}/")
    rows = page.locator("section:has(#tasks) tbody tr")
    done = rows.locator(".tag.ok").count()
    rows.locator("button").first.click()
    assert rows.locator(".tag.ok").count() == done + 1
    assert overflows(page) <= 0
    page.click("section:has(#tasks) .rule a")
    page.locator("tbody tr", has=page.locator(".tag.ok")).last.locator("button").click()
    assert page.locator("tbody .tag.ok").count() == done
    page.click(".heading .btn")
    page.fill("#id_title_en", "Thank the hosts")
    page.fill("#id_offset", "10")
    page.click("main form .btn")
    assert page.locator("tbody th", has_text="Thank the hosts").count() == 1
    assert overflows(page) <= 0


def test_the_pages_of_tasks_and_of_the_calendar_have_nothing_that_a_screen_reader_would_stumble_over(readers):
    meeting = Meeting.objects.get(source="demonstration: meeting XWA next")
    page = readers("secretariat")
    for address in (
        f"calendar/?month={meeting.start_date:%Y-%m}",
        f"meetings/{meeting.reference}/tasks/",
        f"meetings/{meeting.reference}/tasks/add/",
        f"tasks/{meeting.planned_tasks.first().pk}/",
    ):
        page.goto(f"{page.home}{address}")
        assert violations(page) == [], address
        assert overflows(page) <= 0, address
