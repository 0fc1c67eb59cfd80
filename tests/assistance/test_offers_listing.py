"""The register of offers, its filters and its sheet; which offers fit a request; the mail before the end; the desk."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from asm_portal.areas import areas
from asm_portal.attention import attention
from asm_portal.dated import today
from asm_portal.models import Delivery
from assistance.models import AssistanceRequest, Beneficiary, Offer, OfferContact
from assistance.offers.actions import forget_contacts, withdraw, year_after
from assistance.offers.fitting import fitting
from assistance.offers.listing import Listing
from assistance.offers.mail import due
from assistance.offers.panels import desk
from tests.assistance.offered import CONTACT, offered
from tests.cast import again

pytestmark = pytest.mark.django_db
LIST, SHEET = reverse("assistance:offer-list"), reverse("assistance:offer-csv")


@pytest.fixture
def three(cast):
    """Of different kinds, places and languages."""
    return [
        offered(cast, title="Courses", kinds=["training"], languages=["en"], places=[cast.xa], themes=["valuation"]),
        offered(cast, title="Data", kinds=["data"], languages=["fr", "en"], mode=Offer.Mode.REMOTE, themes=["statistics"]),
        offered(cast, cast.xd, title="Support", kinds=["support", "training"], languages=["pt"], themes=["customs"]),
    ]  # fmt: skip


def titles(cast, query, user="member_b"):
    data = dict(pair.split("=") for pair in query.split("&") if pair)
    return {offer.title for offer in Listing(data, again(cast.users[user])).rows()}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"Courses", "Data", "Support"}),
        ("kind=training", {"Courses", "Support"}),
        ("place=XA", {"Courses", "Data", "Support"}),
        ("kind=training&language=en", {"Courses"}),
        ("mode=on_the_spot", {"Courses", "Support"}),
        ("theme=statistics", {"Data"}),
        ("place=XB", {"Courses", "Data", "Support"}),
        ("kind=nonsense&language=\0", {"Courses", "Data", "Support"}),
    ],
)
def test_filters_leave_what_covers_them_and_an_offer_for_everywhere_covers_each_place(cast, three, query, found):
    offered(cast, title="Elsewhere", places=[cast.xe], kinds=["research"], languages=["ru"], themes=["other"], days=-1)
    assert titles(cast, query) == found


def test_each_filter_is_counted_under_the_choice_of_the_others(cast, three):
    facets = {facet.name: facet for facet in Listing({"kind": "training"}, again(cast.member_b)).facets()}
    counts = {name: {choice.value: choice.count for choice in facet.choices} for name, facet in facets.items()}
    assert counts["kind"] == {"training": 2, "data": 1, "support": 1}
    assert counts["language"] == {"en": 1, "pt": 1}
    assert counts["place"] == {"XA": 2}
    assert "state" not in counts


def test_staff_find_ended_and_withdrawn_offers_last(client, cast, three):
    withdraw(offer=three[0], by=cast.secretary)
    client.force_login(again(cast.secretary))
    page = client.get(LIST)
    assert [offer.title for offer in page.context["object_list"]][-1] == "Courses"
    assert {offer.title for offer in client.get(f"{LIST}?state=withdrawn").context["object_list"]} == {"Courses"}
    client.force_login(again(cast.member_b))
    assert "Courses" not in client.get(LIST).text


def test_a_list_asks_the_same_of_the_database_for_one_offer_and_for_many(
    client, cast, django_assert_num_queries, django_assert_max_num_queries
):
    client.force_login(again(cast.member_a))
    offered(cast, places=[cast.xa])
    client.get(LIST)
    with django_assert_max_num_queries(40) as first:
        client.get(LIST)
    for organisation in (cast.xb, cast.xd):
        offered(cast, organisation, places=[cast.xa, cast.xb])
    with django_assert_num_queries(len(first)):
        client.get(LIST)


def test_the_sheet_holds_no_contact_and_no_formula(client, cast):
    offered(cast, title="=SUM(A1)", places=[cast.xa])
    client.force_login(again(cast.kp_chair))
    text = client.get(SHEET).getvalue().decode()
    assert "'=SUM(A1)" in text
    assert "Alder" in text
    for secret in CONTACT.values():
        assert secret == "en" or secret not in text


def asked(cast, kinds, level="", language="en", beneficiaries=()):
    """A request for assistance of XA."""
    case = AssistanceRequest(
        organisation=cast.xa, name="A", text="Need", language=language, level=level, submitted_at=timezone.now()
    )
    case.kinds = kinds
    case.save()
    for organisation in beneficiaries:
        Beneficiary.objects.create(request=case, organisation=organisation)
    return case


def fits(cast, *args, reader="chair_a", **kwargs):
    return [offer.title for offer in fitting(asked(cast, *args, **kwargs), again(cast.users[reader]))]


def test_offers_fit_a_request_by_kind_level_language_and_place(cast, three):
    assert fits(cast, ["training"]) == ["Courses"]
    assert fits(cast, ["training"], language="pt") == ["Support"]
    assert fits(cast, ["training"], beneficiaries=[cast.xb]) == []
    assert fits(cast, ["training"], beneficiaries=[cast.xb, cast.xa]) == ["Courses"]
    assert fits(cast, ["research"]) == []
    offered(cast, title="Technical", kinds=["training", "data"], level=Offer.Level.TECHNICAL)
    assert fits(cast, ["data", "training"], level="technical") == ["Technical", "Courses", "Data"]
    assert fits(cast, ["training"], level="professional") == ["Courses"]


def test_what_has_ended_or_may_not_be_known_fits_nothing(cast, three, time_machine):
    assert fits(cast, ["training"], reader="guest") == []
    time_machine.move_to(today() + timedelta(days=201), tick=False)
    assert fits(cast, ["training"], reader="secretary") == []


@pytest.fixture
def reminded(cast, time_machine, work):
    """An offer, and the link of the mail that asks to renew it."""
    offer = offered(cast, days=100)
    time_machine.move_to(today() + timedelta(days=69), tick=False)
    due(timezone.now())
    assert not Delivery.objects.exists()
    time_machine.move_to(today() + timedelta(days=1), tick=False)
    due(timezone.now())
    due(timezone.now())
    work()
    [message] = mail.outbox
    assert message.to == [CONTACT["email"]]
    assert "Dear Otto Olive," in message.body
    [link] = [word for word in message.body.split() if "/offers/renew/" in word]
    return offer, "/en/" + link.partition("/en/")[2]


def test_the_mail_before_the_end_opens_a_page_that_changes_nothing_until_a_button_is_pressed(reminded, client):
    offer, link = reminded
    assert "Renew until" in client.get(link).text
    assert Offer.objects.get().version == offer.version
    assert "sessionid" not in client.cookies
    client.post(link)
    renewed = Offer.objects.get()
    assert renewed.valid_until == renewed.consent_until == year_after(offer.ends_on)
    assert (renewed.consent_how, renewed.consent_on) == ("link", today())
    page = client.get(link)
    assert "Renew until" not in page.text
    assert "stands until" in client.post(link, follow=True).text
    assert Offer.objects.get().valid_until == renewed.valid_until


def test_the_link_withdraws_too_and_is_over_then(reminded, client):
    _offer, link = reminded
    client.post(link, {"withdraw": "1"})
    assert Offer.objects.get().withdrawn_on == today()
    assert not OfferContact.objects.exists()
    assert client.get(link).status_code == client.post(link).status_code == 410
    assert CONTACT["email"] not in "".join(Delivery.objects.values_list("address", flat=True))


def test_a_link_is_over_once_another_address_is_on_record_and_none_at_all_where_it_was_cut(reminded, client):
    _offer, link = reminded
    contact = OfferContact.objects.get()
    contact.email = "other@offers.example"
    contact.save()
    assert client.get(link).status_code == 410
    assert client.get(f"{link[:-9]}/").status_code == 404


def test_the_link_wants_the_token_of_its_form(reminded):
    _offer, link = reminded
    assert Client(enforce_csrf_checks=True).post(link).status_code == 403


def test_a_mail_that_waited_is_dropped_once_the_offer_was_withdrawn(cast, work):
    offer = offered(cast, days=20)
    due(timezone.now())
    withdraw(offer=offer, by=cast.observer)
    work()
    assert mail.outbox == []


def test_the_clock_of_the_portal_asks_and_forgets(cast, time_machine, work):
    offered(cast, days=20)
    [area] = [area for area in areas() if type(area).__name__ == "AssistanceArea"]
    area.due(timezone.now())
    work()
    assert len(mail.outbox) == 1
    time_machine.move_to(today() + timedelta(days=21), tick=False)
    area.due(timezone.now())
    assert not OfferContact.objects.exists()
    forget_contacts(timezone.now())


def test_an_offer_that_ends_soon_waits_on_the_desk_of_its_provider(cast):
    offer = offered(cast, days=20)
    offered(cast, cast.xd, days=20)
    offered(cast, title="Later", days=90)
    [item] = desk(again(cast.observer))
    assert (offer.title in item.title, item.due) == (True, offer.ends_on)
    assert desk(again(cast.guest)) == desk(again(cast.member_a)) == []


def test_staff_call_the_provider_that_has_no_address(cast):
    offered(cast, days=20)
    offered(cast, days=20, contact=CONTACT | {"email": ""})
    [line] = [line for line in attention(again(cast.secretary)) if "cannot be asked by mail" in line.title]
    assert line.count == 1
