"""4b and 4c: an Observer offers assistance in one form, a Chair finds it, the mail before the end renews it; and what everyone
reads of assistance in figures."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from asm_portal.dated import today
from assistance.models import Offer
from assistance.offers.actions import year_after
from assistance.offers.mail import due
from tests.e2e.browser import overflows, violations

pytestmark = pytest.mark.django_db
TITLE = "Walk: courses in sorting"


def looked_at(page):
    assert overflows(page) <= 0
    assert violations(page) == []


def fill_in(page, until):
    page.fill("#id_title", TITLE)
    for box in ("#id_kinds_0", "#id_themes_4", "#id_languages_0", "#id_languages_1"):
        page.check(box)
    page.fill("#id_valid_until_0", str(until.day))
    page.select_option("#id_valid_until_1", str(until.month))
    page.fill("#id_valid_until_2", str(until.year))
    page.fill("#id_contact_email", "walker@offers.example")


def test_an_offer_is_made_found_and_renewed(readers, work):
    provider, chair = readers("observer"), readers("chair.xwb")
    until = today() + timedelta(days=20)
    provider.goto(f"{provider.home}assistance/offers/new/")
    fill_in(provider, until)
    provider.click("main form .btn")
    looked_at(provider)
    assert provider.locator(".err #id_agrees").count() == 1
    assert provider.input_value("#id_title") == TITLE
    provider.check("#id_agrees")
    provider.click("main form .btn")
    offer = Offer.objects.get(title=TITLE)
    provider.wait_for_url(f"**{offer.reference}/")
    looked_at(provider)

    chair.goto(f"{chair.home}assistance/offers/?kind=training&language=fr")
    looked_at(chair)
    chair.click(f"main a[href$='/offers/{offer.reference}/']")
    looked_at(chair)
    assert "walker@offers.example" in chair.locator("main aside").inner_text()

    due(timezone.now())
    work()
    [message] = [message for message in mail.outbox if message.to == ["walker@offers.example"]]
    [link] = [word for word in message.body.split() if "/offers/renew/" in word]
    public = readers()
    public.goto(f"{public.home}{link.split('/', 4)[4]}")
    looked_at(public)
    assert Offer.objects.get(title=TITLE).valid_until == until
    public.click("main form .btn:not(.alt)")
    looked_at(public)
    assert Offer.objects.get(title=TITLE).valid_until == year_after(until)


def test_everyone_reads_the_register_and_the_figures(reader):
    page = reader()
    for name in ("register", "figures"):
        page.goto(f"{page.home}assistance/{name}/")
        looked_at(page)
