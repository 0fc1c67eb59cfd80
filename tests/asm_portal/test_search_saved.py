"""Saved searches: their owner is told of what is new, of what they may know of when the mail goes, and nobody else is."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from asm_portal.dated import today
from asm_portal.models import Delivery, SavedSearch
from asm_portal.searching.saved import boundary, signer, tell_of_news
from knowledge import actions
from tests.cast import again
from tests.knowledge.papers import add_texts, draft, final

pytestmark = pytest.mark.django_db
# A Wednesday, at noon.
NOON = "2026-03-04T12:00:00Z"


@pytest.fixture
def clock(time_machine, work):
    """Moves on by days, and does what falls due then."""
    time_machine.move_to(NOON)

    def on(days=1):
        time_machine.move_to(timezone.now() + timedelta(days=days))
        tell_of_news(timezone.now())
        work()

    return on


def keep(user, query="q=emerald", **extra):
    return SavedSearch.objects.create(user=user, query=query, **{"name": "Stones", "frequency": "daily"} | extra)


def test_a_search_is_saved_renamed_paused_and_deleted(client, cast):
    client.force_login(again(cast.member_a))
    address = reverse("saved-search-new") + "?kind=none&q=emerald"
    assert "emerald" in client.get(address).text
    client.post(address, {"name": "Stones", "frequency": "daily"})
    search = SavedSearch.objects.get()
    assert (search.user, search.query, search.frequency) == (cast.member_a, "q=emerald", "daily")
    assert "Stones" in client.get(reverse("saved-search-list")).text
    change = reverse("saved-search-change", args=[search.pk])
    client.post(change, {"name": "Gems", "frequency": "weekly", "is_paused": "on"})
    search.refresh_from_db()
    assert (search.name, search.frequency, search.is_paused) == ("Gems", "weekly", True)
    client.post(reverse("saved-search-delete", args=[search.pk]))
    assert not SavedSearch.objects.exists()


def test_a_search_is_saved_once_and_a_name_is_needed(client, cast):
    keep(cast.member_a)
    client.force_login(again(cast.member_a))
    address = reverse("saved-search-new") + "?q=emerald"
    assert "You have saved this search already." in client.post(address, {"name": "Again", "frequency": "daily"}).text
    assert "This field is required." in client.post(address + "s", {"name": "", "frequency": "daily"}).text
    assert SavedSearch.objects.count() == 1
    assert client.get(reverse("saved-search-new")).status_code == 302


def test_a_search_too_long_to_be_kept_is_refused_in_words(client, cast):
    client.force_login(again(cast.member_a))
    address = reverse("saved-search-new") + "?q=" + "%E8%AF%81" * 290
    assert "too long to be kept" in client.post(address, {"name": "Long", "frequency": "daily"}).text


def test_no_more_than_fifty_are_kept(client, cast):
    for number in range(50):
        keep(cast.member_a, f"q=w{number}")
    client.force_login(again(cast.member_a))
    response = client.post(reverse("saved-search-new") + "?q=emerald", {"name": "One more", "frequency": "daily"})
    assert "Delete one first" in response.text
    assert SavedSearch.objects.count() == 50


@pytest.mark.parametrize("other", ["member_b", "secretary", "administrator", "kp_chair"])
def test_nobody_else_sees_or_changes_it(client, cast, other):
    search = keep(cast.member_a)
    client.force_login(again(cast.users[other]))
    assert "Stones" not in client.get(reverse("saved-search-list")).text
    for name in ("saved-search-change", "saved-search-delete"):
        address = reverse(name, args=[search.pk])
        assert (client.get(address).status_code, client.post(address).status_code) == (404, 404)


def test_its_owner_is_told_once_of_what_is_new(cast, clock):
    final("Old emerald")
    keep(cast.member_a)
    clock()
    assert mail.outbox == []
    final("New emerald")
    final("Ruby")
    clock()
    (letter,) = mail.outbox
    assert letter.to == ["alba@cast.example"]
    assert "New emerald" in letter.body
    assert not any(word in letter.body for word in ("Old emerald", "Ruby"))
    clock()
    tell_of_news(timezone.now())
    assert len(mail.outbox) == 1


def test_a_new_text_of_an_old_document_is_new(cast, clock):
    document = final("Report", texts={"en": "emerald"})
    keep(cast.member_a)
    clock()
    actions.release_revision(revision=add_texts(document, {"en": "emerald, corrected"}), by=cast.secretary)
    clock()
    assert "Report" in mail.outbox[0].body


def test_what_is_opened_or_released_later_is_new_then(cast, clock):
    closed = final("Closed emerald", audience="secretariat")
    actions.publish(
        document=draft("Embargoed emerald"), by=None, embargoed_until=timezone.now() + timedelta(days=1, hours=6)
    )
    keep(cast.member_a)
    clock()
    assert mail.outbox == []
    closed.audience = "public"
    closed.save()
    clock(2)
    assert "Closed emerald" in mail.outbox[0].body
    assert "Embargoed emerald" in mail.outbox[0].body


def test_only_what_they_may_know_of_when_it_goes_is_listed(cast, clock):
    keep(cast.member_a)
    final("Body emerald", audience="body", issuing_body=cast.xwa)
    final("Public emerald")
    membership = cast.xwa.memberships.get(organisation=cast.xa)
    membership.valid_until = today()
    membership.save()
    clock()
    assert "Public emerald" in mail.outbox[0].body
    assert "Body emerald" not in mail.outbox[0].body + str(mail.outbox[0].alternatives)


def test_a_closed_account_a_pause_and_a_lost_address_get_nothing(cast, clock):
    keep(cast.member_a, is_paused=True)
    keep(cast.member_b)
    keep(cast.both)
    cast.member_b.is_active = False
    cast.member_b.save()
    cast.both.person.emails.get().delete()
    final("Emerald")
    clock()
    assert mail.outbox == []
    assert not Delivery.objects.exists()


def test_a_search_that_goes_on_does_not_make_up_for_the_pause(client, cast, clock):
    search = keep(cast.member_a, is_paused=True)
    final("Emerald of the pause")
    clock()
    client.force_login(again(cast.member_a))
    client.post(reverse("saved-search-change", args=[search.pk]), {"name": "Stones", "frequency": "daily"})
    final("Emerald of today")
    clock()
    assert "Emerald of today" in mail.outbox[0].body
    assert "Emerald of the pause" not in mail.outbox[0].body


def test_the_mail_is_in_the_language_of_its_reader_and_its_links_work(client, cast, clock):
    keep(cast.member_b)
    document = final({"en": "Emerald", "fr": "Une emerald"})
    clock()
    (letter,) = mail.outbox
    assert "Une emerald" in letter.body
    assert f"/fr/documents/{document.reference}/" in letter.body
    assert "/fr/search/?q=emerald" in letter.body


def test_the_ledger_tells_staff_neither_the_search_nor_what_it_found(cast, time_machine):
    time_machine.move_to(NOON)
    keep(cast.member_a, name="Zircons")
    final("Emerald")
    time_machine.move_to(timezone.now() + timedelta(days=1))
    tell_of_news(timezone.now())
    for delivery in Delivery.objects.all():
        assert delivery.is_secret
        assert not any(word in f"{delivery.subject} {delivery.key}" for word in ("Zircons", "Emerald", "emerald"))


def test_the_link_of_the_mail_stops_it_by_a_button_only(client, cast, clock):
    search = keep(cast.member_a)
    final("Emerald")
    clock()
    address = next(word for word in mail.outbox[0].body.split() if "/search/saved/stop/" in word)
    page = client.get(address)
    search.refresh_from_db()
    assert (page.status_code, search.is_paused) == (200, False)
    assert "Stones" not in page.text
    assert "No more e-mails" in client.post(address).text
    search.refresh_from_db()
    assert search.is_paused
    final("Another emerald")
    clock()
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("token", ["1", "x", "1:forged"])
def test_a_link_that_is_none_of_ours_stops_nothing(client, cast, token):
    search = keep(cast.member_a)
    assert client.post(reverse("saved-search-stop", args=[token])).status_code == 404
    assert client.post(reverse("saved-search-stop", args=[signer.sign(search.pk + 1)])).status_code == 404
    search.refresh_from_db()
    assert not search.is_paused


def test_mails_go_at_six_every_day_or_every_monday(time_machine):
    time_machine.move_to(NOON)
    now = timezone.now()
    assert f"{boundary('daily', now):%Y-%m-%d %H:%M}" == "2026-03-04 06:00"
    assert f"{boundary('daily', now - timedelta(hours=7)):%Y-%m-%d %H:%M}" == "2026-03-03 06:00"
    assert f"{boundary('weekly', now):%Y-%m-%d %H:%M}" == "2026-03-02 06:00"
    assert f"{boundary('weekly', now - timedelta(days=2, hours=7)):%Y-%m-%d %H:%M}" == "2026-02-23 06:00"


def test_two_clocks_tell_once(cast, clock, work):
    keep(cast.member_a)
    final("Emerald")
    clock()
    SavedSearch.objects.update(told_until=timezone.now() - timedelta(days=2))
    tell_of_news(timezone.now())
    work()
    assert len(mail.outbox) == 1
