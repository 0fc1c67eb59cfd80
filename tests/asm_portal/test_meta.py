"""What machines ask for."""

from datetime import date, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.conf import settings

from asm_portal.dated import today

pytestmark = pytest.mark.django_db

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"


def sitemap(client):
    return ElementTree.fromstring(client.get("/sitemap.xml").content)  # noqa: S314 (our own)


def addresses(client):
    return {url.find(f"{SITEMAP}loc").text for url in sitemap(client)}


def test_the_sitemap_names_pages_in_every_language_at_their_canonical_address(client):
    found = addresses(client)
    assert {f"{settings.SITE_URL}/{language}/about/" for language in ("en", "fr")} <= found
    assert all(address.startswith(settings.SITE_URL) for address in found)


def test_each_page_of_the_sitemap_names_itself_in_the_other_languages(client):
    for url in sitemap(client):
        links = {link.get("hreflang"): link.get("href") for link in url.findall(LINK)}
        assert set(links) == dict(settings.LANGUAGES).keys()
        assert url.find(f"{SITEMAP}loc").text in links.values()


def test_every_page_of_the_sitemap_can_be_read_by_anyone(client, cast):
    for address in addresses(client):
        path = address.removeprefix(settings.SITE_URL)
        assert client.get(path).status_code == 200, path


def test_the_sitemap_is_the_same_for_a_signed_in_reader(client, cast):
    before = addresses(client)
    client.force_login(cast.secretary)
    assert addresses(client) == before


def test_robots_are_told_where_the_sitemap_is(client):
    response = client.get("/robots.txt")
    assert response["Content-Type"].startswith("text/plain")
    assert f"Sitemap: {settings.SITE_URL}/sitemap.xml" in response.content.decode().splitlines()
    assert "Disallow: /admin/" in response.content.decode().splitlines()


def test_a_browser_learns_how_to_search_here_in_its_language(client):
    for language in ("en", "fr"):
        response = client.get("/opensearch.xml", headers={"Accept-Language": language})
        found = ElementTree.fromstring(response.content)  # noqa: S314 (our own)
        template = found.find("{*}Url").get("template")
        assert template == f"{settings.SITE_URL}/{language}/search/?q={{searchTerms}}"
        assert len(found.find("{*}ShortName").text) <= 16


def test_security_txt_says_whom_to_tell_and_is_not_stale(client):
    lines = client.get("/.well-known/security.txt").content.decode().splitlines()
    fields = dict(line.split(": ", 1) for line in lines)
    assert fields["Contact"] == f"mailto:{settings.CONTACT_EMAIL}"
    expires = datetime.fromisoformat(fields["Expires"]).date()
    assert today() < expires < today() + timedelta(days=365)
    assert isinstance(expires, date)


@pytest.mark.parametrize(
    ("wanted", "language"), [("fr-CA,fr;q=0.9", "fr"), ("en", "en"), ("pt,de;q=0.5", "en"), ("", "en")]
)
def test_the_bare_address_leads_to_home_in_the_language_of_the_browser_without_a_cookie(client, wanted, language):
    response = client.get("/", headers={"Accept-Language": wanted})
    assert (response.status_code, response["Location"]) == (302, f"/{language}/")
    assert "Accept-Language" in response["Vary"]
    assert not response.cookies
