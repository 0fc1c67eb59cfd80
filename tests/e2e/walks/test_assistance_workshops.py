"""4c: a workshop is recorded for a request, agreed to, approved and published; what others held reads well for anyone."""

import pytest

from assistance.models import AssistanceRequest, Workshop
from assistance.requests.demonstration import SUBJECT
from tests.e2e.browser import overflows, violations

pytestmark = pytest.mark.django_db


def is_well(page):
    assert overflows(page) <= 0
    assert violations(page) == []


def test_anyone_reads_what_was_held_in_their_language(reader):
    anyone = reader()
    anyone.goto(f"{anyone.home}assistance/workshops/")
    is_well(anyone)
    guinea = Workshop.objects.get(source__contains="cecide.net")
    anyone.click(f"main a[href$='/workshops/{guinea.reference}/']")
    printed = {"en": "Tuesday 30 September", "fr": "mardi 30 septembre"}[anyone.language]
    assert printed in anyone.inner_text("aside")
    assert anyone.locator("section:has(#parts) tbody tr").count() == 5
    is_well(anyone)


def test_a_workshop_of_a_request_goes_from_draft_to_publication(readers):
    secretariat, chair, anyone = map(readers, ("secretariat", "chair", ""))
    case = AssistanceRequest.objects.get(subject=SUBJECT, is_demonstration=True)
    secretariat.goto(f"{secretariat.home}assistance/workshops/new/?request={case.reference}")
    secretariat.fill("#id_start_date_0", "3")
    secretariat.select_option("#id_start_date_1", "6")
    secretariat.fill("#id_start_date_2", "2026")
    secretariat.fill("#id_title_fr", "Exemple : une formation")
    secretariat.click("main form .btn >> nth=0")
    address = secretariat.url
    reference = address.rstrip("/").rpartition("/")[2]
    is_well(secretariat)
    assert anyone.goto(address).status == 404
    secretariat.click("main a[href$='/agree/']")
    secretariat.check("input[value=requester]")
    secretariat.fill("#id_note", "By mail.")
    secretariat.click("main form .btn >> nth=0")
    secretariat.click("form[action$='/submit/'] button")
    chair.goto(f"{chair.home}desk/")
    chair.click(f"main a[href$='/workshops/{reference}/decide/']")
    is_well(chair)
    chair.click("button[name=approve]")
    secretariat.goto(address)
    secretariat.click("form[action$='/publish/'] button")
    assert secretariat.locator(".note.ok").count() >= 1
    assert anyone.goto(address).status == 200
    is_well(anyone)
