"""The Atom feed of new communiqués."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.test import override_settings
from django.utils import timezone

from communications.communiques import release, writing
from communications.models.public_texts import ReleaseOn
from knowledge import actions as documents
from tests.communications import chaired, drafted, published, released
from tests.communications.test_communiques_actions import approve, statement, write

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
FEED = "/en/communiques/feed/"


def feed(client, path=FEED):
    response = client.get(path)
    assert response["Content-Type"].startswith("application/atom+xml")
    return ElementTree.fromstring(response.content)  # noqa: S314 (our own)


def entries(client, path=FEED):
    return feed(client, path).findall(f"{ATOM}entry")


def text(entry, name):
    return entry.find(f"{ATOM}{name}").text


def link(element, rel="alternate"):
    return next(found.get("href") for found in element.findall(f"{ATOM}link") if found.get("rel") == rel)


def correct(cast, communique, **words):
    """As the KP Chair's office approves it."""
    communique = writing.correct(text=communique, note_en="A name", note_fr="Un nom", by=cast.secretary)
    write(cast, communique, **words)
    submitted = release.submit(
        text=communique, by=cast.secretary, missing_reason="None.", release_on=ReleaseOn.APPROVAL
    )
    return approve(cast, submitted)


def test_the_feed_has_all_that_atom_demands(client, cast):
    chaired("AA", "Chair & Company", published(cast.secretary).document.date)
    found = feed(client)
    assert all(
        found.find(f"{ATOM}{name}") is not None for name in ("id", "title", "updated", "author", "link", "entry")
    )
    assert link(found, "self") == settings.SITE_URL + FEED
    [entry] = entries(client)
    assert all(entry.find(f"{ATOM}{name}") is not None for name in ("id", "title", "updated", "published", "summary"))
    assert text(entry, "title") == "Sample communiqué en"
    assert text(entry, "summary") == ("30 November 2012. Issued under the Chair of: Chair &amp; Company. In: English.")


def test_an_entry_leads_to_its_page_in_the_language_of_the_feed(client, cast):
    communique = published(cast.secretary, texts={"en": "Text", "fr": "Texte"})
    for language in ("en", "fr"):
        [entry] = entries(client, f"/{language}/communiques/feed/")
        assert link(entry) == f"{settings.SITE_URL}/{language}/communiques/{communique.document.reference}/"
        assert text(entry, "title") == f"Sample communiqué {language}"
        assert (
            feed(client, f"/{language}/communiques/feed/").get("{http://www.w3.org/XML/1998/namespace}lang") == language
        )


def test_an_entry_keeps_its_id_when_title_and_date_are_corrected(client, cast):
    communique = released(cast, kind=statement())
    before = text(entries(client)[0], "id")
    communique.document.date += timedelta(days=1)
    communique.document.save()
    correct(cast, communique, title="Another title", body="Text")
    [entry] = entries(client)
    assert (text(entry, "id"), text(entry, "title")) == (before, "Another title")
    assert before.startswith("tag:")
    with override_settings(SITE_URL=settings.SITE_URL.replace("http:", "https:")):
        assert text(entries(client)[0], "id") == before


def test_ids_differ_between_communiques_and_languages(client, cast):
    published(cast.secretary)
    published(cast.secretary)
    ids = [text(entry, "id") for path in (FEED, "/fr/communiques/feed/") for entry in entries(client, path)]
    assert len(ids) == len(set(ids)) == 4


def test_a_corrected_text_is_news(client, cast):
    communique = released(cast, kind=statement())
    [before] = entries(client)
    correct(cast, communique, body="As corrected.")
    [after] = entries(client)
    assert text(after, "updated") > text(before, "updated")
    assert text(after, "published") == text(before, "published")


def test_the_latest_published_stands_first_whatever_its_date(client, cast):
    new, old = published(cast.secretary), published(cast.secretary, day=timezone.now().date().replace(year=2003, day=1))
    assert [link(entry).split("/")[-2] for entry in entries(client)] == [
        old.document.reference,
        new.document.reference,
    ]


def test_only_what_is_public_stands_in_it_whoever_asks(client, cast):
    drafted(cast.secretary)
    withdrawn = published(cast.secretary)
    documents.withdraw(document=withdrawn.document, by=cast.secretary)
    closed = published(cast.secretary)
    closed.document.audience = "process"
    closed.document.save()
    for reader in (None, cast.member_a, cast.secretary):
        if reader:
            client.force_login(reader)
        assert entries(client) == []


def test_an_empty_feed_does_not_look_new_each_time(client):
    assert client.get(FEED).content == client.get(FEED).content
