"""What public pages tell machines: Open Graph, and structured data of schema.org. A page for some tells them nothing."""

import json
import re
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile

from asm_portal.dated import today
from asm_portal.models import SavedSearch
from asm_portal.navigation import address
from asm_portal.searching.saved import signer
from asm_portal.structured import data_block
from asm_portal.views.about import SITE_PAGES
from asm_portal.visibility import Audience
from knowledge import actions
from logistics.models import JoiningDetails, Meeting, MeetingEvent
from tests.knowledge import papers

pytestmark = pytest.mark.django_db
META = re.compile(r'<meta property="([\w:]+)" content="([^"]*)">')
BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.S)


def told(client, path):
    """What the page says of itself: Open Graph, and its block of data (None without one)."""
    html = client.get(path).content.decode()
    found = BLOCK.findall(html)
    assert len(found) <= 1
    return {name: unescape(text) for name, text in META.findall(html)}, json.loads(found[0]) if found else None


def test_every_public_page_says_what_it_is_where_it_stands_and_in_which_language(client):
    for page in ["/fr/", *(address(name) for name in SITE_PAGES)]:
        html = client.get(page).content.decode()
        said, _data = told(client, page)
        language = page[1:3]
        title = unescape(re.search(r"<title>(.*?) – ", html, re.S)[1])
        assert said["og:title"] == title, page
        assert said["og:url"] == settings.SITE_URL + page
        assert said["og:locale"] == {"en": "en_GB", "fr": "fr_FR"}[language]
        assert said["og:locale:alternate"] == {"en": "fr_FR", "fr": "en_GB"}[language]
        assert len(said["og:description"]) > 20
        assert said["og:image"].startswith(f"{settings.SITE_URL}/static/img/share")
        assert said["og:image:alt"]
        assert said["og:type"] == "website"


def test_the_picture_of_a_shared_page_is_there_and_small(client):
    assert (Path(settings.BASE_DIR) / "static/img/share.png").stat().st_size < 20_000


def test_a_document_is_told_with_its_files_its_languages_and_its_issuer(client, cast):
    document = papers.draft(
        {"en": 'A "quoted" </script><b>title', "fr": "Un titre"}, texts={"fr": "Bonjour"}, issuing_body=cast.xwa,
        kind=papers.make_kind("annual_report", prefix="ANR"),
    )  # fmt: skip
    revision = document.revisions.get()
    actions.add_rendition(revision=revision, language="en", file=ContentFile(b"Text", "a.txt"), by=cast.secretary)
    actions.publish(document=document, by=cast.secretary)
    said, data = told(client, document.get_absolute_url())
    assert said["og:type"] == "article"
    assert said["og:title"] == 'A "quoted" </script><b>title'
    assert (data["@type"], data["name"]) == ("Report", 'A "quoted" </script><b>title')
    assert data["url"] == settings.SITE_URL + document.get_absolute_url()
    assert data["inLanguage"] == ["en", "fr"]
    assert data["author"]["name"] == "Sample Working Group A"
    assert data["datePublished"] == "2019-11-22"
    [file] = data["encoding"]
    assert client.get(file["contentUrl"].removeprefix(settings.SITE_URL)).getvalue() == b"Text"
    assert (file["inLanguage"], file["encodingFormat"].partition(";")[0]) == ("en", "text/plain")


@pytest.mark.parametrize(("precision", "written"), [("year", "2019"), ("month", "2019-11"), ("unknown", None)])
def test_a_date_is_told_as_exactly_as_it_is_known(client, precision, written):
    facts = {"date": None} if written is None else {}
    _said, data = told(client, papers.final(date_precision=precision, **facts).get_absolute_url())
    assert data.get("datePublished") == written


def test_a_meeting_is_an_event_with_its_place_and_what_became_of_it(client, cast):
    meeting = Meeting.objects.create(
        kind="plenary", start_date=date(2026, 11, 9), end_date=date(2026, 11, 13), city_en="Alderton", city_fr="Aulneville",
        audience=Audience.PUBLIC,
    )  # fmt: skip
    JoiningDetails.objects.create(meeting=meeting, link="https://join.example/s3cret", audience=Audience.PARTICIPANTS)
    said, data = told(client, meeting.get_absolute_url())
    assert said["og:type"] == "website"
    assert (data["@type"], data["startDate"], data["endDate"]) == ("Event", "2026-11-09", "2026-11-13")
    assert data["location"]["name"] == "Alderton"
    assert data["eventStatus"].endswith("/EventScheduled")
    assert "s3cret" not in json.dumps(data)
    MeetingEvent.objects.create(meeting=meeting, kind="cancelled", reason_en="x", reason_fr="x", by=cast.secretary)
    _said, data = told(client, meeting.get_absolute_url().replace("/en/", "/fr/"))
    assert data["eventStatus"].endswith("/EventCancelled")
    assert data["location"]["name"] == "Aulneville"


def test_a_meeting_online_has_no_place_but_its_page(client, cast):
    meeting = Meeting.objects.create(
        kind="plenary",
        start_date=today(),
        end_date=today(),
        format="online",
        date_precision="month",
        audience=Audience.PUBLIC,
    )
    _said, data = told(client, meeting.get_absolute_url())
    assert data["location"] == {"@type": "VirtualLocation", "url": data["url"]}
    assert data["startDate"] == f"{today():%Y-%m}"


def test_a_page_for_some_tells_machines_nothing(client, cast):
    """Nor does a public one, once somebody has signed in: what is told to machines is what anyone is told."""
    closed = papers.final(audience=Audience.PROCESS).get_absolute_url()
    public = papers.final().get_absolute_url()
    assert told(client, closed) == ({}, None)
    withdrawn = actions.withdraw(document=papers.final(), by=cast.secretary).get_absolute_url()
    assert told(client, withdrawn)[1] is None
    client.force_login(cast.member_a)
    for page in (closed, public, "/en/", "/en/desk/"):
        assert client.get(page).status_code == 200
        assert told(client, page) == ({}, None), page


def test_a_page_that_a_signed_link_opens_tells_machines_nothing(client, cast):
    saved = SavedSearch.objects.create(user=cast.member_a, query="q=secret", name="secret")
    for page in ("/en/nowhere/", address("account_login"), f"/en/search/saved/stop/{signer.sign(saved.pk)}/"):
        assert told(client, page) == ({}, None), page


def test_a_block_of_data_cannot_end_its_element():
    block = data_block("Thing", name="</script><script>alert(1)</script> & é", nothing="")
    assert not set("<>&") & set(block)
    assert json.loads(block) == {
        "@context": "https://schema.org", "@type": "Thing", "name": "</script><script>alert(1)</script> & é"
    }  # fmt: skip
