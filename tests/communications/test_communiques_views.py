"""The pages of communiqués."""

import re
from datetime import date

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from communications.models import Communique
from knowledge import actions as documents
from knowledge.models import Document, DocumentTitle, Rendition, Revision
from tests.communications import chaired, drafted, make_kind, published

pytestmark = pytest.mark.django_db

LIST = "/en/communiques/"


def page_of(communique, language="en", query=""):
    return f"/{language}/communiques/{communique.document.reference}/{query}"


def html(client, path, status=200):
    response = client.get(path)
    assert response.status_code == status, path
    return response.content.decode()


def headings(page):
    """The years of the list with the Chair beside each."""
    found = re.findall(r'<h2 id="y\d+">(.*?)</h2>(?:<span class="s soft">Chair: (.*?)</span>)?', page)
    return [(year, chair) for year, chair in found]


@pytest.mark.both_databases
def test_the_list_is_by_year_and_chair_newest_first(client, cast):
    chaired("AA", "First", date(2012, 1, 1), date(2013, 1, 1))
    chaired("BB", "Second", date(2013, 1, 1), date(2014, 1, 1))
    for day in (date(2013, 11, 22), date(2012, 11, 30), date(2012, 6, 1), date(2014, 5, 5)):
        published(cast.secretary, day=day)
    page = html(client, LIST)
    assert headings(page) == [("2014", ""), ("2013", "Second"), ("2012", "First")]
    assert "4 communiqués" in page


def test_year_and_chair_narrow_the_list_and_count_each_other(client, cast):
    first = chaired("AA", "First", date(2012, 1, 1), date(2013, 1, 1))
    chaired("BB", "Second", date(2013, 1, 1))
    for day in (date(2012, 6, 1), date(2012, 11, 30), date(2013, 11, 22)):
        published(cast.secretary, day=day)
    page = html(client, f"{LIST}?chair={first.code}")
    assert headings(page) == [("2012", "First")]
    assert re.findall(r"<option[^>]*>([^<]+)</option>", page) == ["Any", "2012 (2)", "Any", "First (2)", "Second (1)"]
    assert headings(html(client, f"{LIST}?year=2013")) == [("2013", "Second")]


@pytest.mark.parametrize("query", ["?year=1999", "?chair=ZZ", "?year=2012&chair=ZZ"])
def test_a_choice_that_fits_nothing_says_so_and_leads_back(client, cast, query):
    published(cast.secretary)
    page = html(client, LIST + query)
    assert "No communiqué fits" in page
    assert f'href="{LIST}"' in page


@pytest.mark.both_databases
@pytest.mark.parametrize("query", ["?year=abc", "?chair=A-A", "?year=²", "?year=", "?year=" + "9" * 40, "?chair=%00"])
def test_a_choice_that_is_none_does_no_harm(client, cast, query):
    published(cast.secretary)
    html(client, LIST + query)


def test_without_communiques_the_list_says_so(client):
    assert "No communiqué is held here yet" in html(client, LIST)


def test_a_draft_and_its_year_are_on_the_list_of_the_secretariat_only(client, cast):
    communique = drafted(cast.secretary, day=date(2009, 11, 5), titles={"en": "A secret title"})
    anyone = html(client, LIST)
    assert "secret" not in anyone
    assert "2009" not in anyone
    html(client, page_of(communique), 404)
    client.force_login(cast.member_a)
    assert "secret" not in html(client, LIST)
    html(client, page_of(communique), 404)
    client.force_login(cast.secretary)
    assert "A secret title" in html(client, LIST)
    assert "Draft" in html(client, page_of(communique))


def test_each_language_is_one_click_away_on_the_same_page(client, cast):
    communique = published(cast.secretary, texts={"en": "As adopted in English.", "fr": "Adopté en français."})
    page = html(client, page_of(communique))
    assert "As adopted in English." in page
    assert '<a href="?text=fr" lang="fr" hreflang="fr">Lire en français</a>' in page
    page = html(client, page_of(communique, query="?text=fr"))
    assert '<div class="text" lang="fr" dir="ltr"><p>Adopté en français.</p>' in page
    assert '<html lang="en"' in page
    assert "Adopté en français." in html(client, page_of(communique, "fr"))


def test_where_a_language_is_missing_the_other_text_is_shown_and_labelled(client, cast):
    communique = published(cast.secretary, texts={"fr": "Adopté en français."})
    for query in ("", "?text=en", "?text=pt", "?text=nonsense"):
        page = html(client, page_of(communique, query=query))
        assert "Not available in English" in page
        assert "You are reading the French text." in page
        assert '<div class="text" lang="fr"' in page


def test_the_page_names_the_chair_it_was_issued_under(client, cast):
    chair = chaired("AA", "First", date(2012, 1, 1), date(2013, 1, 1))
    page = html(client, page_of(published(cast.secretary)))
    assert f'Issued under the Chair of: <a href="{chair.get_absolute_url()}">First</a>' in page
    assert "Issued under the Chair of" not in html(client, page_of(published(cast.secretary, day=date(2014, 1, 1))))


def test_the_page_of_the_document_leads_to_the_page_of_the_communique_with_its_query(client, cast):
    communique = published(cast.secretary)
    path = reverse("knowledge:document-detail", args=[communique.document.reference])
    assert client.get(f"{path}?text=fr")["Location"] == page_of(communique, query="?text=fr")


def test_a_document_that_is_no_communique_has_no_page_here(client, cast):
    document = documents.add_document(
        kind=make_kind(), titles={"en": "Other"}, by=cast.secretary, date=date(2012, 1, 1)
    )
    documents.publish(document=document, by=cast.secretary)
    html(client, f"/en/communiques/{document.reference}/", 404)
    html(client, "/en/communiques/COM-2012-NONE0/", 404)


def test_what_was_withdrawn_leaves_a_tombstone_also_in_a_browser_that_kept_the_page(client, cast):
    communique = published(cast.secretary, texts={"en": "Words to be withdrawn."})
    kept = client.get(page_of(communique))
    assert client.get(page_of(communique), headers={"If-None-Match": kept["ETag"]}).status_code == 304
    documents.withdraw(document=communique.document, by=cast.secretary, reason_en="Sent in error.")
    answer = client.get(page_of(communique), headers={"If-None-Match": kept["ETag"]})
    assert answer.status_code == 410
    assert "Sent in error." in answer.content.decode()
    assert "Words to be withdrawn." not in answer.content.decode()
    assert communique.document.reference not in html(client, LIST)


def test_a_sample_says_that_it_is_one(client, cast):
    communique = published(cast.secretary, is_demonstration=True)
    for page in (LIST, page_of(communique)):
        assert re.search(r"\bsample\b", html(client, page))


def add(count):
    """Communiqués as they are after publication, without the work of publishing."""
    kind = make_kind()
    for number in range(count):
        document = Document.objects.create(
            kind=kind, audience="public", state=Document.State.FINAL, date=date(2003 + number % 20, 11, 1)
        )
        DocumentTitle.objects.create(document=document, language="en", title=f"Sample {number}")
        revision = Revision.objects.create(document=document, released_at="2024-01-01T00:00Z")
        Rendition.objects.create(revision=revision, language="en", text="Text", html="<p>Text</p>")
        Communique.objects.create(document=document, published_at="2024-01-01T00:00Z")


def questions(client, path):
    with CaptureQueriesContext(connection) as captured:
        html(client, path)
    return len(captured)


def test_a_list_asks_the_same_number_of_questions_for_1_3_and_40_rows(client, cast):
    """A page of the list holds thirty."""
    chaired("AA", "First", date(2003, 1, 1))
    counts = []
    for more in (1, 2, 37):
        add(more)
        paths = (LIST, "/en/communiques/feed/", "/en/", "/sitemap.xml")
        counts.append({path: questions(client, path) for path in paths})
    assert counts[1:] == counts[:-1]


def test_the_sitemap_names_a_communique_at_its_own_page_only(client, cast):
    communique = published(cast.secretary)
    drafted(cast.secretary)
    found = html(client, "/sitemap.xml")
    assert found.count(f"<loc>{settings.SITE_URL}{page_of(communique)}</loc>") == 1
    assert f"/documents/{communique.document.reference}/" not in found
    assert found.count("<loc>" + settings.SITE_URL + "/en/communiques/COM-") == 1


def test_the_page_of_a_communique_is_light_sets_no_cookie_and_may_be_kept(client, cast):
    response = client.get(page_of(published(cast.secretary)), headers={"Accept-Encoding": "gzip"})
    assert not response.cookies
    assert response["Cache-Control"] == "public, no-cache"
    assert len(response.content) < 12 * 1024
