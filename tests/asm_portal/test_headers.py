"""Cookies, caches and the headers that every answer carries."""

import gzip

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client, override_settings

from asm_portal.middleware import CachePolicyMiddleware
from asm_portal.navigation import address
from asm_portal.views.about import SITE_PAGES

pytestmark = pytest.mark.django_db

MACHINES = ("/sitemap.xml", "/robots.txt", "/opensearch.xml", "/.well-known/security.txt", "/en/communiques/feed/")
STRICT = (
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "base-uri 'none'", "frame-ancestors 'none'",
    "form-action 'self'",
)  # fmt: skip


# Pages of the site map that hold a form to send.
FORMS = ("communications:enquiry-new", "communications:subscribe")


def read_pages():
    read = [name for name in SITE_PAGES if name not in FORMS]
    return [address(name) for name in read] + ["/fr/", "/fr/about/", "/en/communiques/?year=2012"]


def vary(response):
    return {word.strip() for word in response.get("Vary", "").split(",") if word.strip()}


def test_the_site_map_names_pages_that_exist():
    assert all(read_pages())


def test_a_page_that_is_only_read_sets_no_cookie_and_may_be_kept_and_asked_for_again(client):
    for page in [*read_pages(), *MACHINES]:
        response = client.get(page)
        assert response.status_code == 200, page
        assert not response.cookies, page
        assert response["Cache-Control"] == "public, no-cache", page
        assert response["ETag"].startswith('W/"'), page


def test_a_page_with_a_form_to_send_sets_the_cookie_that_protects_it_and_no_other(client):
    for name in FORMS:
        response = client.get(address(name))
        assert response.status_code == 200
        assert list(response.cookies) == ["csrftoken"], name
        assert response["Cache-Control"] == "private, no-store", name
        client.cookies.clear()


def test_a_page_that_has_not_changed_is_answered_with_304_and_the_same_rules(client):
    for page in [*read_pages(), *MACHINES]:
        first = client.get(page)
        again = client.get(page, headers={"If-None-Match": first["ETag"]})
        assert again.status_code == 304, page
        assert not again.content
        assert (again["ETag"], again["Cache-Control"]) == (first["ETag"], first["Cache-Control"])
        assert vary(again) == vary(first), page


def test_a_compressed_page_keeps_its_etag_and_is_told_apart_from_the_plain_one(client):
    plain = client.get("/en/about/")
    packed = client.get("/en/about/", headers={"Accept-Encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert packed["ETag"] == plain["ETag"]
    assert "Accept-Encoding" in vary(packed) & vary(plain)
    answer = client.get("/en/about/", headers={"Accept-Encoding": "gzip", "If-None-Match": packed["ETag"]})
    assert answer.status_code == 304


def test_head_tells_what_get_would(client):
    got, head = client.get("/en/about/"), client.head("/en/about/")
    assert (head["ETag"], head["Cache-Control"], vary(head)) == (got["ETag"], got["Cache-Control"], vary(got))
    assert not head.content


def test_a_page_that_shows_who_reads_it_varies_with_the_cookie_and_not_with_the_language(client):
    assert vary(client.get("/en/")) == {"Cookie", "Accept-Encoding"}


def test_what_has_no_language_in_its_address_varies_with_the_language_asked_for(client):
    assert "Accept-Language" in vary(client.get("/robots.txt"))


def test_nothing_that_a_signed_in_reader_is_shown_is_kept(client, cast):
    client.force_login(cast.member_a)
    for page in read_pages():
        response = client.get(page)
        assert response["Cache-Control"] == "private, no-store", page
        assert not response.has_header("ETag"), page


def test_what_was_made_for_a_session_is_not_kept_even_without_a_form_in_it(client, cast):
    client.force_login(cast.member_a)
    assert client.get("/opensearch.xml")["Cache-Control"] == "private, no-store"


def test_a_reader_whose_session_has_ended_is_not_served_from_a_shared_copy(client):
    client.cookies[settings.SESSION_COOKIE_NAME] = "ended"
    assert client.get("/en/")["Cache-Control"] == "private, no-store"


def test_the_feed_is_the_same_for_a_signed_in_reader_and_may_be_kept(client, cast):
    before = client.get("/en/communiques/feed/")
    client.force_login(cast.secretary)
    response = client.get("/en/communiques/feed/")
    assert response["Cache-Control"] == "public, no-cache"
    assert not response.cookies
    assert (response["ETag"], response.content) == (before["ETag"], before.content)


def test_a_form_page_sets_the_csrf_cookie_alone_and_is_not_kept(client):
    response = client.get(address("account_login"))
    assert list(response.cookies) == [settings.CSRF_COOKIE_NAME]
    assert "no-store" in response["Cache-Control"]


def test_a_page_with_a_form_token_is_not_kept_even_when_the_browser_has_the_cookie_already(rf):
    page = CachePolicyMiddleware(lambda request: HttpResponse('<input name="csrfmiddlewaretoken" value="1">'))
    request = rf.get("/")
    assert page(request)["Cache-Control"] == "private, no-store"


def test_a_reader_who_holds_a_csrf_cookie_still_reads_shared_pages(client):
    client.get(address("account_login"))
    assert client.get("/en/about/")["Cache-Control"] == "public, no-cache"


def test_errors_and_redirects_are_not_kept(client):
    for page, status in (("/en/nowhere/", 404), ("/", 302), ("/en/desk/", 302)):
        response = client.get(page)
        assert response.status_code == status
        assert "no-store" in response["Cache-Control"], page


def test_every_answer_carries_the_strict_headers(client):
    for page in [*read_pages(), *MACHINES, "/", "/health/", "/en/nowhere/", "/admin/", "/static/css/portal.css"]:
        response = client.get(page)
        policy = response["Content-Security-Policy"]
        assert all(rule in policy for rule in STRICT), page
        assert "unsafe" not in policy
        assert response["X-Content-Type-Options"] == "nosniff", page
        assert response["X-Frame-Options"] == "DENY", page
        assert response["Referrer-Policy"] == "same-origin", page
        assert response["Cross-Origin-Opener-Policy"] == "same-origin", page


def test_in_production_every_answer_demands_https():
    with override_settings(
        SECURE_SSL_REDIRECT=True, SECURE_HSTS_SECONDS=31536000, SECURE_HSTS_INCLUDE_SUBDOMAINS=True,
        SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https"),
    ):  # fmt: skip
        browser = Client()
        for page in ("/en/", "/robots.txt", "/en/nowhere/"):
            answer = browser.get(page, headers={"X-Forwarded-Proto": "https"})
            assert answer["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
        assert browser.get("/en/")["Location"] == "https://testserver/en/"
        assert browser.get("/health/").status_code == 200


def test_the_first_visit_to_any_public_page_weighs_at_most_30_kilobytes(client):
    shared = sum(
        len(gzip.compress((settings.BASE_DIR / "static" / name).read_bytes()))
        for name in ("css/portal.css", "img/icon.svg")
    )
    for page in read_pages():
        response = client.get(page, headers={"Accept-Encoding": "gzip"})
        html = gzip.decompress(response.content).decode()
        assert len(response.content) + shared <= 30 * 1024, page
        assert html.count("<script") == 0, page
        assert html.count('rel="stylesheet"') + html.count('rel="icon"') + html.count("<img") + 1 <= 5, page
