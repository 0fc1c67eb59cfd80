"""What the portal says of itself."""

import re

import pytest
from django.conf import settings
from django.test import override_settings

from asm_portal.navigation import address
from asm_portal.views.about import SITE_MAP

pytestmark = pytest.mark.django_db

ABOUT = ("about", "about-decisions", "about-accessibility", "about-privacy", "about-contact", "site-map")


@pytest.fixture(params=ABOUT)
def page(request, client):
    return client.get(address(request.param)).content.decode()


def test_each_page_has_one_heading_and_a_way_back(page):
    assert page.count("<h1") == 1
    assert 'aria-label="Breadcrumb"' in page
    assert 'href="/en/"' in page


def test_no_page_leads_nowhere(client):
    pages = [client.get(address(name)).content.decode() for name in ABOUT]
    links = {
        link for page in pages for link in re.findall(r'href="(/[^"#]*)"', page) if not link.startswith("/static/")
    }
    broken = {link for link in links if client.get(link).status_code not in (200, 302)}
    assert not broken


def test_the_operator_is_the_one_of_the_settings_and_is_not_the_spokesperson(client):
    with override_settings(OPERATOR_NAME="Sample Operator"):
        page = client.get(address("about")).content.decode()
    assert "Sample Operator" in page
    assert "not the spokesperson of the Process, of its Chair or of any of its parts" in page


def test_the_contact_page_says_where_to_write(client):
    assert f"mailto:{settings.CONTACT_EMAIL}" in client.get(address("about-contact")).content.decode()


def test_the_site_map_leads_to_every_public_list(client):
    page = client.get(address("site-map")).content.decode()
    for _heading, items in SITE_MAP:
        for item in items:
            assert f'href="{address(item.url_name)}"' in page


def test_the_language_switcher_keeps_the_page_and_the_query(client):
    page = client.get("/en/communiques/?year=2012&page=1").content.decode()
    assert 'href="/fr/communiques/?year=2012&amp;page=1"' in page


@pytest.mark.parametrize("path", ["about/", "communiques/", ""])
def test_canonical_and_language_links_are_absolute_and_without_query(client, path):
    page = client.get(f"/fr/{path}?year=2012").content.decode()
    assert f'<link rel="canonical" href="{settings.SITE_URL}/fr/{path}">' in page
    for language in ("en", "fr"):
        assert f'<link rel="alternate" hreflang="{language}" href="{settings.SITE_URL}/{language}/{path}">' in page
