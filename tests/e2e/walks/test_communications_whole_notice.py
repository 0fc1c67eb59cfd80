"""2b, J6 as a whole: from the desk to the call that is noted, in nine clicks and nine fields."""

from datetime import timedelta

import pytest

from asm_portal.dated import today
from asm_portal.models import Person
from communications.acknowledgements.links import link_for
from communications.models import CallAttempt, Notice
from communications.notices.distribution import distribute
from tests.e2e.browser import Counted

pytestmark = pytest.mark.django_db
TITLE = "Seals change colour"


def write(done, page):
    day = today() + timedelta(days=1)
    done.click(page, "main a[href$='/notices/new/']")
    for name, words in (("title_en", TITLE), ("text_en", "Now *red*."), ("title_fr", "Sceaux"), ("text_fr", "Rouges.")):
        done.fill(page, f"#id_{name}", words)
    done.check(page, "input[name=audiences][value=participants]")
    done.fill(page, "input[name=confirm_on_day]", str(day.day))
    done.choose(page, "select[name=confirm_on_month]", str(day.month))
    done.fill(page, "input[name=confirm_on_year]", str(day.year))
    done.click(page, "main form .btn")


def test_a_notice_is_sent_acknowledged_and_followed_by_telephone_in_nine_clicks_and_nine_fields(readers):
    staff, chair, reader, done = readers("secretariat"), readers("chair"), readers(), Counted()
    staff.goto(f"{staff.home}desk/")
    write(done, staff)
    done.click(staff, "main form button[name=submit]")
    notice = Notice.objects.get(texts__title=TITLE)
    chair.goto(f"{chair.home}notices/{notice.reference}/decide/")  # the link of the mail
    done.click(chair, "main form button[name=approve]")
    staff.goto(f"{staff.home}desk/")
    done.click(staff, f"main a[href$='/notices/{notice.reference}/check/']")
    done.click(staff, "main form button[name=send]")
    staff.wait_for_url(f"**/notices/{notice.reference}/")
    distribute.call(notice.pk)
    address = link_for(notice, Person.objects.get(emails__address="delegate.xa@demo.example"))
    reader.goto(f"{reader.home}notices/acknowledge/{address.rpartition('/acknowledge/')[2]}")
    done.click(reader, "main form .btn")
    assert reader.locator("main .tag.ok").is_visible()
    staff.goto(f"{staff.home}desk/")
    done.click(staff, f"main a[href$='/notices/{notice.reference}/calls/']")
    done.fill(staff, "#id_XC_note", "Away until noon.")
    done.click(staff, "form:has(#id_XC_note) button[value=no_answer]")
    staff.wait_for_url("**/calls/")
    assert CallAttempt.objects.get(notice=notice).note == "Away until noon."
    assert (done.clicks, done.fields) == (9, 9)
