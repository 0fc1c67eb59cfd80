"""2c, J7: a question of the public is answered in the Chair's name, word for word as the Chair approved it, in seven clicks and
six fields; and what else happens to enquiries."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core import mail

from asm_portal import bots
from communications.models import Enquiry
from tests.e2e.browser import overflows, violations

pytestmark = pytest.mark.django_db
ADDRESS = "walker@reader.example"
QUESTION = "Which authority seals a parcel?"
ANSWER = "That of the Participant from which the parcel leaves."


def looked_at(page):
    assert overflows(page) <= 0
    assert violations(page) == []


def ask(page):
    """Two clicks; who asks and the language are chosen already."""
    page.goto(page.home)
    page.click("footer a[href$='/enquiries/new/']")
    looked_at(page)
    page.fill("#id_name", "Wanda Sample")
    page.fill("#id_email", ADDRESS)
    page.fill("#id_question", QUESTION)
    page.click("main form .btn")
    page.wait_for_url("**/status/**")
    looked_at(page)


def test_a_question_is_answered_word_for_word_as_the_chair_approved_it(readers, work, monkeypatch):
    monkeypatch.setattr(bots, "SHORTEST", timedelta(0))
    public, staff, chair = readers(), readers("secretariat"), readers("chair")
    ask(public)
    enquiry = Enquiry.objects.get(question=QUESTION)
    assert enquiry.reference in public.locator("main .note.ok[role=status]").inner_text()

    staff.goto(f"{staff.home}desk/")
    staff.click(f"main a[href$='/enquiries/{enquiry.reference}/']")
    looked_at(staff)
    staff.fill("#id_text", ANSWER)
    staff.click("main button[name=submit]")
    looked_at(staff)
    assert ANSWER not in public.reload().text()

    chair.goto(f"{chair.home}desk/")
    chair.click(f"main a[href$='/enquiries/{enquiry.reference}/decide/']")
    looked_at(chair)
    assert ANSWER in chair.locator("main").inner_text()
    assert chair.locator("main form .btn").count() == 3
    chair.click("main button[name=approve]")
    chair.wait_for_url(f"**/enquiries/{enquiry.reference}/")
    looked_at(chair)

    work()
    letter = next(message for message in mail.outbox if message.to == [ADDRESS] and ANSWER in message.body)
    public.goto(urlsplit(re.search(r"http\S+/status/\S+", letter.body)[0]).path)
    assert ANSWER in public.locator("main").inner_text()
    looked_at(public)


def test_what_is_wrong_in_a_question_is_said_and_nothing_typed_is_lost(reader, monkeypatch):
    monkeypatch.setattr(bots, "SHORTEST", timedelta(0))
    page = reader()
    page.goto(f"{page.home}enquiries/new/")
    page.check("input[name=kind][value=media]")
    page.fill("#id_question", QUESTION)
    page.click("main form .btn")
    assert page.locator("main .note.bad[role=alert]").is_visible()
    assert page.locator("#id_outlet_error").is_visible()
    assert page.locator("#id_question").input_value() == QUESTION
    looked_at(page)


def test_the_chair_asks_for_a_draft_and_gives_it_back_on_a_telephone(reader):
    page = reader("chair")
    page.goto(f"{page.home}enquiries/?stage=uninstructed")
    page.click("main ul.docs h3 a")
    page.click("main .btn[href$='/decide/']")
    page.fill("#id_words", "Yes, the Chair gives an interview.")
    looked_at(page)
    page.click("main form .btn")
    page.goto(f"{page.home}enquiries/?stage=deciding")
    page.click("main ul.docs h3 a")
    page.click("main .btn[href$='/decide/']")
    page.fill("#id_remark", "Say how many groups there are.")
    page.click("main button[name=return]")
    assert Enquiry.objects.get(drafts__state="returned").drafts.get().remark == "Say how many groups there are."
    looked_at(page)


def test_staff_look_after_enquiries_the_bank_and_the_waiting_times(reader):
    page = reader("secretariat")
    for address in ("", "waiting/", "instructions/", "answers/", "file/"):
        page.goto(f"{page.home}enquiries/{address}")
        looked_at(page)
    page.goto(f"{page.home}enquiries/answers/?q=polished")
    page.click("main ul.docs h3 a")
    looked_at(page)
    page.click("main aside form .btn")
    drafted = Enquiry.objects.get(drafts__banked__isnull=False)
    assert page.url.endswith(f"/enquiries/{drafted.reference}/")
    assert "polished" in page.locator("#id_text").input_value()
    page.fill("#id_note", "Ask the school for its address.")
    page.click("main form:has(#id_note) .btn")
    assert page.locator("main", has_text="Ask the school for its address.").is_visible()
    looked_at(page)
