"""2b, J6: a notice is acknowledged from its mail with one button, and those who have not answered are called; the second half of
the journey that test_communications_notices begins, with three of its nine clicks and the ninth field."""

import pytest

from asm_portal.models import Person
from communications.acknowledgements.links import link_for
from communications.models import CallAttempt, Notice
from tests.e2e.browser import overflows, violations

pytestmark = pytest.mark.django_db


@pytest.fixture
def notice():
    """The one of the demonstration: XB has acknowledged it, XA and XC have not."""
    return Notice.objects.sent().exclude(confirm_by=None).get(is_demonstration=True)


def by_mail(page, notice, person):
    """The link in the mail, in the language of the walk."""
    address = link_for(notice, person)
    page.goto(f"{page.home}notices/acknowledge/{address.rpartition('/acknowledge/')[2]}")


def test_who_has_read_a_notice_says_so_from_the_mail_and_the_others_are_called(readers, notice):
    reader, staff = readers(), readers("secretariat")
    by_mail(reader, notice, Person.objects.get(emails__address="delegate.xa@demo.example"))
    assert reader.locator("main .tag.ok").count() == 0
    assert overflows(reader) <= 0
    assert violations(reader) == []
    reader.click("main form .btn")
    assert reader.locator("main .tag.ok").is_visible()
    assert reader.locator("main form").count() == 0

    staff.goto(f"{staff.home}desk/")
    staff.click(f"main a[href$='/notices/{notice.reference}/calls/']")
    assert staff.locator("main h2").all_inner_texts() == [
        {"en": "Coralia (sample)", "fr": "Coralie (exemple)"}[staff.language]
    ]
    assert staff.locator("main a[href^='tel:']").first.is_visible()
    assert overflows(staff) <= 0
    assert violations(staff) == []
    staff.fill("#id_XC_note", "Answers tomorrow.")
    staff.click("main form button[value=will_answer]")
    staff.wait_for_url("**/calls/")
    assert staff.locator("main ol.line", has_text="Answers tomorrow.").is_visible()
    assert CallAttempt.objects.filter(note="Answers tomorrow.").count() == 1


def test_how_far_a_notice_has_come_is_seen_by_the_chair_on_any_screen(reader, notice):
    page = reader("chair")
    page.goto(f"{page.home}notices/{notice.reference}/")
    page.click("main a[href$='/distribution/']")
    assert page.locator("main svg.bar").count() == 2
    assert page.locator("main tbody tr").count() == 3
    assert overflows(page) <= 0
    assert violations(page) == []


def test_a_link_that_opens_nothing_says_what_to_do(reader):
    page = reader()
    page.goto(f"{page.home}notices/acknowledge/nothing/")
    assert page.locator("main .btn").is_visible()
    assert overflows(page) <= 0
