"""The page of whoever asked without being in the register: how long its link opens it, and how one gets a new link."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from asm_portal import bots
from asm_portal.models import Delivery
from assistance.requests.mail import STAYS, send_receipt, status_link
from assistance.requests.people import addressees
from tests.assistance.analysed import from_outside
from tests.assistance.ended import told

pytestmark = pytest.mark.django_db
NONE = "/en/assistance/requests/status/nothing/"


def path_of(case):
    [outsider] = addressees(case)
    return status_link(case, outsider).removeprefix("http://127.0.0.1:8000")


def asks_anew(client, reference):
    """Press the button of the page of a link that opens nothing."""
    opened = bots.stamp(timezone.now() - timedelta(minutes=1))
    return client.post(NONE, {"reference": reference, "opened": opened}, follow=True)


def test_the_link_opens_the_page_while_the_case_is_open_and_a_year_after(client, cast, time_machine):
    case, now = from_outside(), timezone.now()
    path = path_of(case)
    time_machine.move_to(now + timedelta(days=800), tick=False)
    assert client.get(path).status_code == 200
    case.closed_at = now
    case.save()
    assert client.get(path).status_code == 410
    assert client.get(path_of(case)).status_code == 200
    time_machine.move_to(now + STAYS - timedelta(days=1), tick=False)
    assert client.get(path).status_code == 200


def test_the_page_says_that_the_outcome_is_told(client, cast):
    case = told(cast, from_outside())
    assert re.search(r"outcome told</span>\s+on <time", client.get(path_of(case)).text)


def test_whoever_lost_the_link_is_mailed_a_new_one_once_a_day_at_the_address_on_record(client, work):
    case = from_outside()
    case.language = "fr"
    case.save()
    for reference in (case.reference, case.reference.lower()):
        assert "Please check your mail." in asks_anew(client, reference).text
    work()
    [letter] = mail.outbox
    assert letter.to == ["nora@outside.example"]
    [path] = re.findall(r"/fr/assistance/requests/status/\S+", letter.body)
    assert client.get(path).status_code == 200
    assert Delivery.objects.get().text == ""


def test_the_page_never_says_whether_there_is_such_a_request(client, cast, work):
    known = from_outside()
    pages = [asks_anew(client, reference) for reference in (known.reference, "TA-2026-XXXXX")]
    assert len({re.sub(r'name="(csrfmiddlewaretoken|opened)" value="[^"]+"', "", page.text) for page in pages}) == 1
    assert {page.status_code for page in pages} == {404}
    assert "Write this on one line" in asks_anew(client, "a\nb").text
    assert asks_anew(client, "\x00").status_code == 404
    assert Delivery.objects.count() == 1


def test_a_receipt_says_how_long_its_link_works(cast, work):
    send_receipt(from_outside())
    work()
    assert "until a year after the case is closed" in mail.outbox[0].body
