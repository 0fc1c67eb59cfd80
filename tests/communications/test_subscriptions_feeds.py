"""What is new, as Atom: one feed per kind and language, of public texts only."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from asm_portal.dated import today
from communications.models import PublicKind
from communications.subscriptions.kinds import CODES
from knowledge import actions
from tests.cast import again
from tests.communications.test_subscriptions_news import communique, report, said
from tests.knowledge.papers import draft, final, make_kind

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def feed(client, kind="communiques", language="en"):
    response = client.get(f"/{language}/feeds/{kind}/")
    assert response.status_code == 200
    return ElementTree.fromstring(response.content)  # noqa: S314 (our own)


def titles(tree):
    return [entry.findtext(f"{ATOM}title") for entry in tree.iter(f"{ATOM}entry")]


def test_every_kind_of_document_belongs_to_one_feed_at_most():
    codes = [code for found in CODES.values() for code in found]
    assert len(codes) == len(set(codes))
    assert set(CODES) == set(PublicKind)


def test_a_feed_holds_the_public_texts_of_its_kind_the_newest_first(client, time_machine):
    time_machine.move_to("2026-03-04T12:00:00Z")
    communique("First")
    time_machine.move_to("2026-03-04T13:00:00Z")
    communique("Second")
    report("Report")
    communique("Closed", audience="process")
    draft("Draft", kind=make_kind("final_communique"), texts={"en": "Text"}, date=today())
    final("Title only", kind=make_kind("guidelines"), date=today())
    actions.withdraw(document=communique("Withdrawn"), by=None)
    assert titles(feed(client)) == ["Second", "First"]
    assert titles(feed(client, "reports")) == ["Report"]
    assert titles(feed(client, "decisions")) == []


def test_a_feed_speaks_its_language_and_marks_what_is_in_another(client):
    communique({"en": "In English", "fr": "En français"})
    communique({"en": "English only"})
    tree = feed(client, language="fr")
    assert tree.get("{http://www.w3.org/XML/1998/namespace}lang") == "fr"
    marks = {
        entry.findtext(f"{ATOM}title"): entry.get("{http://www.w3.org/XML/1998/namespace}lang")
        for entry in tree.iter(f"{ATOM}entry")
    }
    assert marks["English only"] == "en"
    assert "En français" in marks


def test_a_feed_is_the_same_for_everyone_and_may_be_kept(client, cast):
    communique()
    report("Closed", audience="participants")
    asked = client.get("/en/feeds/reports/")
    client.force_login(again(cast.member_a))
    assert client.get("/en/feeds/reports/").content == asked.content
    assert asked["Cache-Control"] == "public, no-cache"
    assert "Set-Cookie" not in asked.headers


def test_an_embargoed_text_is_in_no_feed(client):
    held = draft("Held", kind=make_kind("final_communique"), texts={"en": "Text"}, date=today())
    said(held, embargoed_until=timezone.now() + timedelta(hours=1))
    assert titles(feed(client)) == []


@pytest.mark.parametrize("kind", ["nonsense", "final_communique", "COMMUNIQUES"])
def test_there_is_no_feed_of_another_name(client, kind):
    assert client.get(f"/en/feeds/{kind}/").status_code == 404
