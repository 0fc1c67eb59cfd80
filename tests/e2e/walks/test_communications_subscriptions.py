"""2a and 2c: anybody subscribes, is told and leaves, without an account; and mail that comes in finds its place."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.utils import timezone

from asm_portal import bots
from asm_portal.dated import today
from communications.inbound.actions import keep
from communications.inbound.boxes import Incoming
from communications.models import InboundMail, Subscription
from communications.subscriptions import news
from knowledge.models import DocumentKind
from tests.e2e.browser import overflows, violations
from tests.knowledge.papers import final

pytestmark = pytest.mark.django_db
ADDRESS = "walker@press.example"


def path_in(message, name):
    """The path of a page that a mail leads to."""
    return urlsplit(re.search(rf"http\S+/subscribe/{name}/\S+", message.body)[0]).path


def last_mail(work):
    work()
    return [message for message in mail.outbox if message.to == [ADDRESS]][-1]


def test_anybody_subscribes_is_told_of_a_new_text_and_leaves(reader, work, monkeypatch):
    monkeypatch.setattr(bots, "SHORTEST", timedelta(0))
    news.announce(timezone.now())  # the clock has told of the demonstration before
    page = reader()
    page.goto(f"{page.home}subscribe/")
    assert overflows(page) <= 0
    assert violations(page) == []
    page.fill("#id_address", "walker")
    page.click("main form .btn")
    assert page.locator("main .note.bad[role=alert]").is_visible()
    page.fill("#id_address", ADDRESS)
    page.check("input[name=kinds][value=decisions]")
    page.click("main form .btn")
    page.wait_for_url("**/subscribe/sent/")
    assert overflows(page) <= 0

    page.goto(path_in(last_mail(work), "confirm"))
    assert violations(page) == []
    assert not Subscription.objects.filter(address=ADDRESS).exists()
    page.click("main form .btn")
    assert page.locator("main .note.ok[role=status]").is_visible()
    assert overflows(page) <= 0

    kind = DocumentKind.objects.get(code="declaration")
    titles = {"en": "Declaration of the walk", "fr": "Déclaration de la promenade"}
    final(titles, kind=kind, texts={"en": "Text", "fr": "Texte"}, date=today())
    news.due(timezone.now())
    message = last_mail(work)
    assert message.subject == titles[page.language]

    page.goto(path_in(message, "stop"))
    page.click("main form .btn")
    assert page.locator("main .note.ok[role=status]").is_visible()
    assert violations(page) == []
    assert not Subscription.objects.filter(address=ADDRESS).exists()


def test_the_secretariat_places_mail_that_came_in(reader, portal):
    raw = b"From: Ben <ben@walk.example>\nSubject: Which stones?\n\nWhich stones does the scheme cover?"
    held = keep(Incoming(raw, len(raw), "1"))
    page = reader("secretariat")
    page.goto("/admin/")
    page.click("a[href*='inboundmail/?list=held']")
    page.click("#result_list a:text-is('Which stones?')")
    page.click("a[href$='/do/set-aside/']")
    page.click(".submit-row button")
    assert page.locator(".note.bad").is_visible()
    page.fill("#id_reason", "Answered on the telephone")
    page.click(".submit-row button")
    held.refresh_from_db()
    assert held.state == InboundMail.State.SET_ASIDE
