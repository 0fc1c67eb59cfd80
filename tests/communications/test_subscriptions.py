"""E-mail subscription: only the owner of an address begins it, nobody learns who has one, and whoever leaves is forgotten."""

import re
from datetime import timedelta
from email import message_from_bytes
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from asm_portal import bots
from asm_portal.bounces import take
from asm_portal.models import Delivery
from asm_portal.post import message_id
from communications.models import PublicKind, Subscription
from communications.subscriptions.actions import ask, confirm, forget_unconfirmed
from communications.subscriptions.links import signer, token_of

pytestmark = pytest.mark.django_db
ADDRESS = "reader@press.example"
CHOICE = {"kinds": ["communiques"], "languages": ["en"], "frequency": "at_once", "mail_language": "en"}


def typed(**given):
    """What a person who takes their time posts."""
    choice = {"address": ADDRESS, "kinds": ["communiques", "reports"], "languages": ["en", "fr"], "frequency": "daily"}
    return choice | {bots.OPENED: bots.stamp(timezone.now() - timedelta(minutes=1))} | given


def asked(client, language="en", **given):
    return client.post(f"/{language}/subscribe/", typed(**given), follow=True)


def link_in(message):
    """The path of the page that a mail asks to open."""
    [address] = set(re.findall(r"http\S+/confirm/\S+", message.body))
    return urlsplit(address).path


@pytest.fixture
def subscription(db):
    return confirm({"address": ADDRESS} | CHOICE)


def test_a_subscription_begins_with_the_button_behind_the_link_of_the_mail(client, work):
    page = asked(client)
    assert page.status_code == 200
    assert "An e-mail with a link is on its way" in page.text
    assert not Subscription.objects.exists()
    work()
    [message] = mail.outbox
    assert message.to == [ADDRESS]
    path = link_in(message)
    shown = client.get(path)
    for part in ("Communiqués, Reports and public summary records", "Français", "Once a day", "csrfmiddlewaretoken"):
        assert part in shown.text
    assert not Subscription.objects.exists()
    assert "You are subscribed." in client.post(path, follow=True).text
    kept = Subscription.objects.get()
    assert (kept.address, kept.kinds, kept.languages, kept.frequency, kept.mail_language) == (
        ADDRESS, ["communiques", "reports"], ["en", "fr"], "daily", "en",
    )  # fmt: skip


def test_the_mail_is_in_the_language_of_the_page(client, work):
    asked(client, "fr")
    work()
    [message] = mail.outbox
    assert link_in(message).startswith("/fr/")
    assert Delivery.objects.get().language == "fr"


def test_a_known_address_is_answered_and_written_to_like_an_unknown_one(client, work, subscription):
    known, unknown = asked(client), asked(client, address="other@press.example")
    assert known.redirect_chain == unknown.redirect_chain
    assert known.content == unknown.content
    work()
    first, second = (re.sub(r"http\S+|\S+@\S+", "", message.body) for message in mail.outbox)
    assert first == second


def test_confirming_again_replaces_what_was_chosen(client, work, subscription):
    asked(client)
    work()
    client.post(link_in(mail.outbox[0]))
    subscription.refresh_from_db()
    assert (subscription.kinds, subscription.frequency) == (["communiques", "reports"], "daily")


def test_one_address_is_not_plagued_with_such_mails(client, work):
    pages = [asked(client, address=address) for address in (ADDRESS, ADDRESS.upper(), ADDRESS, ADDRESS)]
    assert len({page.content for page in pages}) == 1
    work()
    assert len(mail.outbox) == 3


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"address": "nobody"}, "Enter a valid email address."),
        ({"address": "a@press.example\r\nBcc: all@press.example"}, "Enter a valid email address."),
        ({"address": f"{'a' * 300}@press.example"}, "254 characters"),
        ({"address": "a\0@press.example"}, "Null characters are not allowed."),
        ({"kinds": []}, "Choose what you want to hear of."),
        ({"kinds": ["secrets"]}, "Select a valid choice."),
        ({"languages": []}, "Choose the languages that you read."),
        ({"frequency": "hourly"}, "Select a valid choice."),
        ({"website": "https://spam.example"}, "A field that people do not see was filled in"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_sent(client, given, sentence):
    page = asked(client, **given)
    assert sentence in page.text
    assert not Delivery.objects.exists()


def test_the_form_sets_the_cookie_of_its_token_and_no_other(client):
    page = client.get("/en/subscribe/")
    assert set(page.cookies) == {"csrftoken"}
    assert "set-cookie" not in {name.lower() for name in client.get("/en/subscribe/sent/").headers}


def test_a_link_works_for_three_days(client, work, time_machine):
    time_machine.move_to(timezone.now())
    asked(client)
    work()
    path = link_in(mail.outbox[0])
    time_machine.shift(timedelta(days=3, minutes=1))
    assert client.get(path).status_code == 410
    over = client.post(path)
    assert (over.status_code, Subscription.objects.exists()) == (410, False)
    assert "This link no longer works" in over.text


@pytest.mark.parametrize("name", ["subscription-confirm", "subscription", "subscription-stop"])
def test_a_made_up_link_opens_nothing(client, subscription, name):
    for token in ("1", str(subscription.pk), f"{token_of(subscription)}x", signer.sign("x")[:-1]):
        assert client.get(reverse(f"communications:{name}", args=[token])).status_code == 404


def test_who_does_not_confirm_is_forgotten(work, time_machine):
    time_machine.move_to(timezone.now())
    ask(address=ADDRESS, **CHOICE)
    ask(address="other@press.example", **CHOICE)
    confirm({"address": "other@press.example"} | CHOICE)
    work()
    forget_unconfirmed()
    assert Delivery.objects.filter(address=ADDRESS).count() == 1
    time_machine.shift(timedelta(days=3, minutes=1))
    forget_unconfirmed()
    assert [row.address for row in Delivery.objects.filter(address__contains="@")] == ["other@press.example"]


def test_the_link_of_a_mail_changes_what_one_gets_and_does_not_say_the_address(client, subscription):
    path = reverse("communications:subscription", args=[token_of(subscription)])
    assert ADDRESS not in client.get(path).text
    refused = client.post(path, {"kinds": [], "languages": ["fr"], "frequency": "weekly", "mail_language": "fr"})
    assert "Choose what you want to hear of." in refused.text
    done = client.post(
        path, {"kinds": ["decisions"], "languages": ["fr"], "frequency": "weekly", "mail_language": "fr"}, follow=True
    )
    assert "Your subscription is changed." in done.text
    subscription.refresh_from_db()
    assert (subscription.kinds, subscription.languages, subscription.frequency, subscription.mail_language) == (
        ["decisions"], ["fr"], "weekly", "fr",
    )  # fmt: skip


def test_leaving_takes_a_button_and_deletes_the_address(client, work, subscription):
    ask(address=ADDRESS, **CHOICE)
    work()
    path = reverse("communications:subscription-stop", args=[token_of(subscription)])
    client.get(path)
    assert Subscription.objects.exists()
    assert "The subscription has ended" in client.post(path).text
    assert not Subscription.objects.exists()
    assert not Delivery.objects.filter(address=ADDRESS).exists()
    assert ADDRESS not in str(list(Delivery.objects.values()))
    assert "The subscription has ended" in client.get(path).text
    assert client.get(reverse("communications:subscription", args=[token_of(subscription)])).status_code == 404


def test_a_mail_program_leaves_by_one_post_without_a_token(subscription):
    path = reverse("communications:subscription-stop", args=[token_of(subscription)])
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Subscription.objects.exists()
    assert strict.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200


def test_an_address_whose_mail_comes_back_is_written_to_no_more(work, subscription):
    delivery = ask(address=ADDRESS, **CHOICE)
    work()
    notice = (
        f"From: mailer-daemon@press.example\r\nReturn-Path: <>\r\n\r\n"
        f"<{ADDRESS}>: 550 no such user\r\nMessage-ID: {message_id(delivery.pk)}\r\n"
    )
    assert take(message_from_bytes(notice.encode())) == "bounced"
    assert not Subscription.objects.exists()
    assert not Delivery.objects.filter(address=ADDRESS).exists()


def test_every_kind_has_a_feed_on_the_page(client):
    page = client.get("/fr/subscribe/").text
    for kind in PublicKind:
        assert f'href="/fr/feeds/{kind}/"' in page
