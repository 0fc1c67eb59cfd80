"""The address of whoever asked: corrected by the secretariat, so that what did not arrive does."""

import pytest
from django.core import mail

from asm_portal.models import Delivery
from communications.enquiries.closing import forget_enquirer
from communications.models import Enquirer, InternalNote
from tests.cast import again
from tests.communications.asking import ANSWER, approved, enquiry

pytestmark = pytest.mark.django_db
State = Delivery.State
RIGHT = "ada.right@reader.example"


def page(asked, name=""):
    return f"/en/enquiries/{asked.reference}/{name}"


def settle(state, **facts):
    """Every mail there is, in the state."""
    Delivery.objects.update(state=state, **facts)


@pytest.mark.both_databases
def test_what_failed_goes_to_the_corrected_address(client, cast, work):
    asked = approved(cast)
    settle(State.FAILED, error="550 no such user")
    work()
    client.force_login(again(cast.secretary))
    assert page(asked, "address/") in client.get(page(asked)).text
    assert 'value="ada@reader.example"' in client.get(page(asked, "address/")).text
    assert "Write an address like" in client.post(page(asked, "address/"), {"email": "ada"}).text
    assert client.post(page(asked, "address/"), {"email": RIGHT}).url == page(asked)
    assert "A mail to whoever asked" not in client.get(page(asked)).text
    work()
    assert sorted((letter.to, ANSWER in letter.body) for letter in mail.outbox) == [([RIGHT], False), ([RIGHT], True)]
    assert set(Delivery.objects.filter(person=None).values_list("state", "address")) == {(State.SENT, RIGHT)}
    assert Enquirer.objects.get().email == RIGHT
    assert InternalNote.objects.get().text == f"E-mail address corrected: ada@reader.example → {RIGHT}"


def test_a_receipt_whose_link_was_erased_is_written_anew_and_what_may_have_gone_stays_for_staff(client, cast, work):
    asked = enquiry()
    work()
    settle(State.BOUNCED)
    uncertain = Delivery.objects.create(
        key=f"enquiry:{asked.pk}:reply:1", address="ada@reader.example", language="en", text="x", state=State.UNCERTAIN
    )
    mail.outbox.clear()
    client.force_login(again(cast.secretary))
    client.post(page(asked, "address/"), {"email": RIGHT})
    work()
    (receipt,) = mail.outbox
    assert receipt.to == [RIGHT]
    assert page(asked, "status/") in receipt.body
    states = dict(Delivery.objects.filter(person=None).exclude(pk=uncertain.pk).values_list("address", "state"))
    assert states == {"ada@reader.example": State.SET_ASIDE, RIGHT: State.SENT}
    uncertain.refresh_from_db()
    assert uncertain.state == State.UNCERTAIN


def test_the_page_is_for_the_secretariat_and_for_whoever_gave_an_address(client, cast):
    asked, called = enquiry(), enquiry(email="", reached_at="+000 20 555 0100", channel="telephone")
    client.force_login(again(cast.secretary))
    assert client.get(page(called, "address/")).status_code == 404
    assert client.get(page(asked, "address/")).status_code == 200
    client.force_login(again(cast.kp_chair))
    assert client.get(page(asked, "address/")).status_code == 404


def corrected(client, asked, email, work):
    answer = client.post(page(asked, "address/"), {"email": email})
    work()
    return answer


def test_the_same_address_is_no_correction_and_loses_no_receipt(client, cast, work):
    asked = enquiry()
    work()
    settle(State.BOUNCED)
    client.force_login(again(cast.secretary))
    assert "This is the address already." in corrected(client, asked, "ada@reader.example", work).text
    assert set(Delivery.objects.values_list("state", flat=True)) == {State.BOUNCED}


@pytest.mark.both_databases
def test_an_address_corrected_there_and_back_gets_a_receipt_each_time(client, cast, work):
    asked = enquiry()
    work()
    client.force_login(again(cast.secretary))
    for email in (RIGHT, "ada@reader.example"):
        settle(State.BOUNCED)
        mail.outbox.clear()
        assert corrected(client, asked, email, work).status_code == 302
        assert {tuple(letter.to) for letter in mail.outbox} == {(email,)}


@pytest.mark.both_databases
def test_what_failed_at_two_addresses_goes_once_to_the_one_it_went_to_before(client, cast, work):
    asked = approved(cast)
    client.force_login(again(cast.secretary))
    settle(State.FAILED)
    for email in (RIGHT, "ada@reader.example"):
        client.post(page(asked, "address/"), {"email": email})
        settle(State.FAILED)
    mail.outbox.clear()
    corrected(client, asked, RIGHT, work)
    assert {tuple(letter.to) for letter in mail.outbox} == {(RIGHT,)}


def test_what_still_waits_goes_to_the_corrected_address(client, cast, work):
    asked = enquiry()
    client.force_login(again(cast.secretary))
    corrected(client, asked, RIGHT, work)
    (receipt,) = mail.outbox
    assert receipt.to == [RIGHT]


def test_every_address_that_was_ever_written_to_is_forgotten(client, cast, work):
    asked = enquiry()
    work()
    settle(State.BOUNCED)
    client.force_login(again(cast.secretary))
    corrected(client, asked, RIGHT, work)
    forget_enquirer(asked)
    assert not [row for row in Delivery.objects.filter(person=None) if "@" in f"{row.address}{row.text}"]
