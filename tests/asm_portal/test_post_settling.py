"""Mail that failed, came back or may not have gone: how staff settle each, so that it leaves their list."""

import pytest
from django.core import mail
from django.urls import reverse

from asm_portal.models import ContactEmail, Delivery
from asm_portal.post import post
from tests.administration import address, sign_in

pytestmark = pytest.mark.django_db
State = Delivery.State


@pytest.fixture
def secretary(client, cast):
    return sign_in(client, cast.secretary)


def failed(person, state=State.FAILED):
    delivery = post("failed:1", person, "account_notice", {"what": "Text"})
    Delivery.objects.filter(pk=delivery.pk).update(state=state, error="alba@cast.example: 550 no such user")
    return delivery


def verb(delivery, code):
    return reverse("admin:asm_portal_delivery_do", args=[delivery.pk, code])


def listed(client, code="failed"):
    return client.get(address(Delivery) + f"?list={code}").context["cl"].result_count


@pytest.mark.both_databases
def test_it_is_sent_again_to_the_address_that_was_corrected_and_leaves_the_list(secretary, cast, work):
    delivery = failed(cast.member_a.person)
    work()
    assert mail.outbox == []
    assert listed(secretary)
    held = ContactEmail.objects.get(person=cast.member_a.person)
    held.address = "alba.right@cast.example"
    held.save()
    secretary.post(verb(delivery, "send-again"))
    assert not listed(secretary)
    work()
    assert [letter.to for letter in mail.outbox] == [["alba.right@cast.example"]]
    assert not listed(secretary)


@pytest.mark.parametrize(("state", "code"), [(State.FAILED, "failed"), (State.UNCERTAIN, "uncertain")])
def test_it_is_set_aside_with_a_reason_that_its_page_keeps(secretary, cast, work, state, code):
    delivery = failed(cast.member_a.person, state)
    assert listed(secretary, code)
    assert secretary.post(verb(delivery, "set-aside"), {"why": ""}).status_code == 200
    assert listed(secretary, code)
    secretary.post(verb(delivery, "set-aside"), {"why": "She left; her successor has it."})
    work()
    assert (listed(secretary, code), mail.outbox) == (False, [])
    assert "She left; her successor has it." in secretary.get(address(Delivery, "change", delivery.pk)).text
    assert "Send again" in secretary.get(address(Delivery, "change", delivery.pk)).text
