"""2b, J6: a notice is written in two languages, checked, approved on a telephone, sent, and read where it is confirmed; nine
clicks and nine fields with the call that follows (test_communications_acknowledgements)."""

from datetime import timedelta

import pytest

from asm_portal.dated import today
from communications.models import Notice
from communications.notices.distribution import distribute
from tests.e2e.browser import overflows, violations

pytestmark = pytest.mark.django_db


def write(page):
    """Two titles, two texts, to whom, until when."""
    day = today() + timedelta(days=5)
    page.click(".heading .btn")
    page.fill("#id_title_en", "Parcels travel in new bags")
    page.fill("#id_text_en", "From **Monday** on.\n\n* blue bags\n* white seals")
    page.fill("#id_title_fr", "Les colis voyagent dans de nouveaux sacs")
    page.fill("#id_text_fr", "À partir de **lundi**.")
    page.check("input[name=audiences][value=participants]")
    page.fill("input[name=confirm_on_day]", str(day.day))
    page.select_option("select[name=confirm_on_month]", str(day.month))
    page.fill("input[name=confirm_on_year]", str(day.year))
    assert violations(page) == []
    page.click("main form .btn")


def test_a_notice_goes_from_the_secretariat_through_the_chair_to_a_representative(readers):
    staff, chair, reader = readers("secretariat"), readers("chair"), readers("delegate.xa")
    staff.goto(f"{staff.home}notices/")
    assert overflows(staff) <= 0
    write(staff)
    notice = Notice.objects.get(texts__title="Parcels travel in new bags")
    staff.wait_for_url(f"**/notices/{notice.reference}/check/")
    assert staff.locator("main tbody tr").count() == 4
    assert staff.locator("main form button[name=send]").count() == 0
    assert violations(staff) == []
    staff.click("main form button[name=submit]")

    chair.goto(f"{chair.home}desk/")
    chair.click(f"main a[href$='/notices/{notice.reference}/decide/']")
    assert chair.locator("main strong", has_text="lundi").is_visible()
    assert overflows(chair) <= 0
    chair.click("main form button[name=return]")
    assert chair.locator("main .note.bad[role=alert]").is_visible()
    chair.click("main form button[name=approve]")
    chair.wait_for_url(f"**/notices/{notice.reference}/")

    staff.goto(f"{staff.home}desk/")
    staff.click(f"main a[href$='/notices/{notice.reference}/check/']")
    staff.click("main form button[name=send]")
    staff.wait_for_url(f"**/notices/{notice.reference}/")
    distribute.call(notice.pk)
    assert notice.addressees.count() == 4

    reader.goto(f"{reader.home}notices/")
    reader.click(f"main a[href$='/notices/{notice.reference}/']")
    words = {"en": "Monday", "fr": "lundi"}[reader.language]
    assert reader.locator("main .text strong").inner_text() == words
    assert overflows(reader) <= 0
    assert violations(reader) == []
    reader.click("main form[action$='/acknowledge/'] .btn")
    reader.wait_for_url(f"**/notices/{notice.reference}/")
    assert notice.acknowledgements.count() == 1


def test_what_was_typed_stays_and_the_lists_of_recipients_open_without_scripts(reader):
    page = reader("secretariat")
    page.goto(f"{page.home}notices/new/")
    page.fill("#id_title_en", "A title without a text")
    page.locator("main details summary").first.click()
    page.locator("main details input[type=checkbox]").first.check()
    page.click("main form .btn")
    assert page.locator("main .note.bad[role=alert]").is_visible()
    assert page.input_value("#id_title_en") == "A title without a text"
    assert overflows(page) <= 0
    assert violations(page) == []
