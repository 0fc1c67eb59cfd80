"""Offers of assistance: who reads them, how they are made, changed, renewed and withdrawn, and when the contact is forgotten."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from asm_portal.dated import today
from asm_portal.models import Delivery
from assistance.models import Offer, OfferContact, Provider
from assistance.offers.actions import change_offer, forget_contacts, renew, withdraw, year_after
from assistance.offers.mail import due
from tests.assistance.offered import CONTACT, day_fields, offered, typed
from tests.cast import again

pytestmark = pytest.mark.django_db
READERS = {
    "member_a", "member_b", "observer", "both", "narrow", "chair_a", "chair_b", "kp_chair", "secretary",
}  # fmt: skip
NEW, LIST, SHEET = (reverse(f"assistance:offer-{name}") for name in ("new", "list", "csv"))


def reading(cast, rows):
    """Who may know of one of the rows."""
    found = {name for name, user in cast.users.items() if rows.visible_to(again(user)).exists()}
    return found | ({"anyone"} if rows.visible_to(cast.anyone).exists() else set())


def signed_in(client, user):
    client.force_login(again(user))
    return client


def test_members_of_bodies_the_chair_and_the_secretariat_read_an_offer_and_its_contact(cast):
    offered(cast)
    assert reading(cast, Offer.objects) == READERS
    assert reading(cast, OfferContact.objects) == READERS
    assert reading(cast, Provider.objects) == READERS


@pytest.mark.parametrize("column", ["valid_until", "consent_until"])
def test_after_the_last_day_only_the_provider_and_the_secretariat_see_it_and_nobody_the_contact(
    cast, time_machine, column
):
    day = today() + timedelta(days=10)
    offered(cast, **{column: day})
    time_machine.move_to(f"{day}T23:00:00Z", tick=False)
    assert reading(cast, Offer.objects) == reading(cast, OfferContact.objects) == READERS
    time_machine.move_to(f"{day + timedelta(days=1)}T00:00:01Z", tick=False)
    assert reading(cast, Offer.objects) == {"observer", "secretary"}
    assert reading(cast, OfferContact.objects) == set()


def test_the_contact_is_deleted_when_the_offer_stands_no_longer(cast, time_machine):
    offer = offered(cast, days=10)
    kept = offered(cast, days=30)
    time_machine.move_to(today() + timedelta(days=11), tick=False)
    forget_contacts(timezone.now())
    assert [contact.offer for contact in OfferContact.objects.all()] == [kept]
    assert Offer.objects.filter(pk=offer.pk).exists()


def test_a_representative_offers_in_one_form_and_the_consent_is_on_record(client, cast):
    page = signed_in(client, cast.observer).get(NEW)
    assert "I agree that the portal keeps this name" in page.text
    organisation = page.context["form"]["organisation"].initial
    answer = client.post(NEW, typed(organisation=organisation, places=[cast.xb.pk]), follow=True)
    offer = Offer.objects.get()
    assert answer.redirect_chain[-1][0] == offer.get_absolute_url()
    assert (offer.provider.organisation, offer.kinds, offer.languages) == (
        cast.xo,
        ["training", "support"],
        ["en", "pt"],
    )
    assert [place.organisation for place in offer.places.all()] == [cast.xb]
    assert (offer.consent_how, offer.consent_on, offer.consent_until) == ("portal", today(), offer.valid_until)
    assert offer.history.get().history_user == cast.observer
    assert "+000 20 555 0170" in answer.text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"agrees": ""}, "Without this consent"),
        ({"kinds": []}, "Choose at least one kind"),
        ({"languages": ["xx"]}, "Select a valid choice"),
        ({"places": ["99999999999999999999"]}, "Choose from the list."),
        ({"contact_phone": "0170"}, "international prefix"),
        ({"title": "One\nTwo"}, "on one line"),
        (day_fields("valid_until", date(2020, 1, 1)), "This day is past."),
        (day_fields("valid_until", date(2999, 1, 1)), "within the next three years"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_nothing_is_lost(client, cast, changes, sentence):
    answer = signed_in(client, cast.observer).post(NEW, typed(organisation=cast.xo.pk, **changes))
    assert sentence in answer.text
    assert "Two trainers for a week." in answer.text
    assert not Offer.objects.exists()


def test_nobody_offers_in_the_name_of_another_organisation(client, cast):
    answer = signed_in(client, cast.observer).post(NEW, typed(organisation=cast.xa.pk))
    assert "Choose from the list." in answer.text
    assert not Provider.objects.exists()


@pytest.mark.parametrize("name", ["guest", "ex_member", "officer", "administrator"])
def test_who_neither_reads_nor_offers_finds_no_register(client, cast, name):
    signed_in(client, cast.users[name])
    assert [client.get(page).status_code for page in (NEW, LIST, SHEET)] == [404, 404, 404]


def noted(**changes):
    known = typed(consent_how="letter", **day_fields("consent_on", today() - timedelta(days=5)))
    known.pop("agrees")
    return known | changes


def test_staff_note_an_offer_that_came_by_letter_from_outside_the_register(client, cast):
    signed_in(client, cast.secretary)
    until = today() + timedelta(days=60)
    changes = {"name": "Sample Institute", "contact_email": "", **day_fields("consent_until", until)}
    client.post(NEW, noted(**changes))
    offer = Offer.objects.get()
    assert (str(offer.provider), offer.consent_how, offer.consent_until) == ("Sample Institute", "letter", until)
    assert offer.ends_on == until
    client.post(NEW, noted(**changes))
    assert Provider.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({}, "one of the two"),
        (
            {"name": "Sample Institute", "contact_email": "", "contact_phone": ""},
            "Give an e-mail address or a telephone",
        ),
        ({"name": "A", **day_fields("consent_on", date(2999, 1, 1))}, "still to come"),
        ({"name": "A", **day_fields("consent_until", date(2020, 1, 1))}, "This consent has ended"),
    ],
)
def test_staff_are_told_what_is_missing(client, cast, changes, sentence):
    answer = signed_in(client, cast.secretary).post(NEW, noted(**changes))
    assert sentence in answer.text
    assert not Offer.objects.exists()


def test_two_who_change_an_offer_at_once_find_out(client, cast):
    offer = offered(cast)
    address = reverse("assistance:offer-change", args=[offer.reference])
    seen = signed_in(client, cast.observer).get(address).context["form"]["seen_version"].value()
    client.post(address, typed(title="First", seen_version=seen))
    answer = client.post(address, typed(title="Second", seen_version=seen))
    assert "Somebody else has changed this offer in the meantime" in answer.text
    assert "Second" in answer.text
    offer.refresh_from_db()
    assert offer.title == "First"


def test_staff_correct_an_offer_and_keep_the_consent_that_the_provider_gave(client, cast):
    offer = offered(cast, consent_how=Offer.Consent.PORTAL)
    address = reverse("assistance:offer-change", args=[offer.reference])
    form = signed_in(client, cast.secretary).get(address).context["form"]
    assert (form["consent_how"].value(), form["contact_email"].value()) == ("portal", CONTACT["email"])
    days = {**day_fields("consent_on", offer.consent_on), **day_fields("consent_until", offer.consent_until)}
    client.post(address, noted(consent_how="portal", seen_version=offer.version, **days))
    offer.refresh_from_db()
    assert (offer.title, offer.consent_how) == ("Training of valuers", "portal")


def test_an_offer_that_has_ended_is_made_again_with_a_contact_that_is_typed_anew(client, cast, time_machine):
    offer = offered(cast, days=5)
    time_machine.move_to(today() + timedelta(days=6), tick=False)
    address = reverse("assistance:offer-change", args=[offer.reference])
    page = signed_in(client, cast.observer).get(address)
    assert CONTACT["email"] not in page.text
    client.post(address, typed(contact_email="new@offers.example", seen_version=offer.version))
    assert (reading(cast, Offer.objects), OfferContact.objects.get().email) == (READERS, "new@offers.example")


def test_only_the_provider_and_the_secretariat_change_an_offer(client, cast):
    offer = offered(cast)
    for name in ("change", "withdraw"):
        address = reverse(f"assistance:offer-{name}", args=[offer.reference])
        answers = {user: signed_in(client, cast.users[user]).get(address).status_code for user in READERS}
        assert {user for user, answer in answers.items() if answer == 200} == {"observer", "secretary"}


def test_a_withdrawn_offer_is_gone_for_readers_and_its_contact_is_deleted(client, cast):
    offer = offered(cast)
    address = reverse("assistance:offer-withdraw", args=[offer.reference])
    assert signed_in(client, cast.observer).get(address).status_code == 200
    assert Offer.objects.get().withdrawn_on is None
    client.post(address)
    assert reading(cast, Offer.objects) == {"observer", "secretary"}
    assert not OfferContact.objects.exists()
    assert "was withdrawn on" in client.post(address, follow=True).text
    assert client.get(reverse("assistance:offer-change", args=[offer.reference])).status_code == 404


def test_an_earlier_address_is_forgotten_with_the_mail_that_went_there(cast):
    offer = offered(cast, days=10)
    due(timezone.now())
    assert Delivery.objects.filter(address=CONTACT["email"]).count() == 1
    changed = CONTACT | {"email": "new@offers.example"}
    change_offer(offer=Offer.objects.get(), places=[], contact=changed, by=cast.secretary)
    assert not Delivery.objects.filter(address=CONTACT["email"]).exists()
    due(timezone.now())
    assert Delivery.objects.filter(address=changed["email"]).count() == 1
    withdraw(offer=offer, by=cast.secretary)
    assert not Delivery.objects.filter(address=changed["email"]).exists()


def test_a_provider_renews_by_a_year_and_consents_anew(client, cast):
    offer = offered(cast, days=10)
    address = reverse("assistance:offer-renew", args=[offer.reference])
    assert signed_in(client, cast.member_a).post(address).status_code == 404
    assert signed_in(client, cast.secretary).post(address).status_code == 404
    signed_in(client, cast.observer).post(address)
    renewed = Offer.objects.get()
    assert renewed.valid_until == renewed.consent_until == year_after(offer.ends_on)
    assert renewed.consent_how == "portal"


def test_an_offer_is_renewed_once_for_an_end_and_not_after_it(cast, time_machine):
    offer = offered(cast, days=10)
    renew(offer=offer, ends_on=offer.ends_on, how=Offer.Consent.LINK)
    with pytest.raises(ValidationError, match="stands until"):
        renew(offer=offer, ends_on=offer.ends_on, how=Offer.Consent.LINK)
    ended = offered(cast, days=10)
    time_machine.move_to(today() + timedelta(days=11), tick=False)
    with pytest.raises(ValidationError, match="has ended"):
        renew(offer=ended, ends_on=ended.ends_on, how=Offer.Consent.LINK)


def test_a_year_after_29_february_is_28_february():
    assert year_after(date(2028, 2, 29)) == date(2029, 2, 28)


def test_withdrawing_twice_is_told(cast):
    offer = offered(cast)
    withdraw(offer=offer, by=cast.observer)
    with pytest.raises(ValidationError, match="Make a new one"):
        withdraw(offer=offer, by=cast.observer)
