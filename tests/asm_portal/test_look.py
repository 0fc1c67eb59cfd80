"""The look: its colours, what it may not use, and what every page has."""

import re
from itertools import chain
from types import SimpleNamespace

import pytest
from django import forms
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.template.loader import get_template, render_to_string
from django.urls import reverse
from django.utils.translation import override
from django.views.csrf import csrf_failure
from django.views.defaults import bad_request, server_error

from asm_portal.context import portal
from asm_portal.navigation import ACCOUNT, NavItem, links, sections, signed_in, signed_out
from logistics.packs.usb.pages import look

pytestmark = pytest.mark.django_db

CSS = (settings.BASE_DIR / "static/css/portal.css").read_text()
SOURCES = sorted(settings.BASE_DIR.glob("templates/**/*.html"))
TO_TAKE_AWAY = {
    "logistics/packs/usb",
    "logistics/handover",
}  # pages in a file of its own, with a stylesheet beside them
OURS = [path for path in SOURCES if not {"admin", "emails"} & set(path.parts)]
LINK = re.compile(r'<link rel="(?:canonical|alternate)"[^>]*href="([^"]*)"')


def reader(authenticated, staff=False):
    return SimpleNamespace(is_authenticated=authenticated, is_staff=staff, is_active=False)


class Question(forms.Form):
    email = forms.EmailField(label="Address", help_text="We answer there.")
    language = forms.ChoiceField(choices=[("en", "English"), ("fr", "French")], widget=forms.RadioSelect)
    agreed = forms.BooleanField(label="I agree")
    note = forms.CharField(required=False)


# The stylesheet


def test_the_stylesheet_uses_logical_properties_only():
    """What is written left to right must mirror by itself."""
    physical = re.findall(
        r"(?:^|[\s;{])((?:(?:margin|padding|border|inset)-)?(?:left|right|top|bottom)(?:-[a-z-]+)?\s*:"
        r"|(?:text-align|float|clear)\s*:\s*(?:left|right)|(?:min-|max-)?(?:width|height)\s*:)",
        re.sub(r"@media[^{]*", "", CSS),
    )
    assert physical == []


def luminance(colour):
    digits = colour * 2 if len(colour) == 3 else colour
    channels = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def themes():
    light, dark = (
        dict(re.findall(r"--([a-z-]+): #([0-9a-f]{3,6})", block))
        for block in re.findall(r":root {(.*?)}", CSS, re.S)[:2]
    )
    return {"light": light, "dark": light | dark}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_running_text_reaches_aaa_and_every_tag_aa(theme):
    colours = themes()[theme]
    pairs = {(text, ground): 7 for text in ("ink", "soft", "link", "visited") for ground in ("paper", "wash")}
    pairs |= {(tone, f"{tone}-bg"): 4.5 for tone in ("ok", "warn", "bad", "info", "mute")}
    pairs |= {("on-ground", "ground"): 7, ("edge", "wash"): 3, ("focus-line", "focus"): 7, ("ochre", "paper"): 7}
    too_weak = {
        pair: round(contrast(*map(colours.get, pair)), 2)
        for pair, least in pairs.items()
        if contrast(*map(colours.get, pair)) < least
    }
    assert too_weak == {}


# The templates


def name(path):
    return str(path.relative_to(settings.BASE_DIR / "templates"))


def matching(pattern, paths):
    return [name(path) for path in paths if re.search(pattern, path.read_text())]


def test_no_template_has_an_inline_style_or_script():
    assert matching(r"<style|\sstyle=|\son[a-z]+=[\"']|javascript:", OURS) == []
    assert matching(r"<script(?![^>]*(?:\ssrc=|type=\"application/(?:ld\+)?json\"))", OURS) == []


def test_no_template_trusts_a_text_or_asks_for_a_role():
    assert matching(r"\|\s*safe\b|autoescape\s+off|is_staff|is_superuser", SOURCES) == []


def classes(css):
    """The names of all classes that a stylesheet speaks of."""
    return set(re.findall(r"\.([A-Za-z_][\w-]*)", css))


def test_the_classes_of_every_template_are_in_its_stylesheet():
    ours, to_take_away, unknown = classes(CSS), classes(look()), {}
    for path in OURS:
        parents = {str(part) for part in path.relative_to(settings.BASE_DIR / "templates").parents}
        known = to_take_away if TO_TAKE_AWAY & parents else ours
        plain = re.sub(r"{%.*?%}|{{.*?}}", " ", path.read_text(), flags=re.S)
        used = set(chain.from_iterable(value.split() for value in re.findall(r'class="([^"]*)"', plain)))
        if used - known:
            unknown[name(path)] = used - known
    assert unknown == {}


def test_every_template_compiles_and_is_short():
    for path in SOURCES:
        get_template(name(path))
    assert [name(path) for path in SOURCES if len(path.read_text().splitlines()) > 130] == []


# What every page has; the page of an unknown address is as good as any


def page(client, address):
    response = client.get(address)
    assert response.status_code == 404
    return response.content.decode()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_page_names_its_language_and_has_one_heading_and_a_way_past_the_navigation(client, language):
    html = page(client, f"/{language}/nowhere/")
    assert f'<html lang="{language}" dir="ltr">' in html
    assert html.count("<h1") == 1
    assert html.index('href="#main"') < html.index("<header")
    assert '<main id="main"' in html


def test_an_arabic_page_is_written_from_right_to_left(client, settings):
    settings.LANGUAGES = [*settings.LANGUAGES, ("ar", "العربية")]
    assert '<html lang="ar" dir="rtl">' in page(client, "/ar/nowhere/")


def test_the_switcher_keeps_the_page_and_its_query(client):
    html = page(client, "/en/nowhere/?q=a&on=2014-11-14")
    assert '<a href="/fr/nowhere/?q=a&amp;on=2014-11-14" lang="fr" hreflang="fr">Français</a>' in html


def test_the_sign_in_page_has_the_navigation_of_every_page(client):
    """allauth gives its pages a variable `site`; ours must not be hidden by one of theirs."""
    with override("en"):
        html = client.get(reverse("account_login")).content.decode()
    assert '<ul class="langs">' in html
    assert "Administrative Support Mechanism" in html


def test_an_address_with_other_letters_stays_an_address_in_the_switcher(client):
    assert 'href="/fr/Guin%C3%A9e%20x/"' in page(client, "/en/Guin%C3%A9e%20x/")


def test_an_address_without_a_language_switches_to_the_home_page(client):
    assert '<a href="/fr/" lang="fr" hreflang="fr">' in page(client, "/files/nothing?x=1")


def test_an_unknown_address_offers_to_sign_in_and_come_back(client):
    assert "?next=%2Fen%2Fnowhere%2F%3Fq%3Da%26b%3D1" in page(client, "/en/nowhere/?q=a&b=1")


def test_reading_sets_no_cookie(client):
    assert not client.get("/en/nowhere/").cookies


def test_every_page_says_who_the_mechanism_does_not_speak_for(client, settings):
    settings.OPERATOR_NAME = "Permanent Secretariat"
    html = page(client, "/en/nowhere/")
    assert "is not the spokesperson of the Process, of its Chair or of any of its parts" in html
    assert html.count("Permanent Secretariat") == 2


def test_the_operator_of_the_settings_is_named_in_the_language_of_the_reader(client, settings):
    settings.OPERATOR_NAME = "Administrative Support Mechanism"
    assert page(client, "/fr/nowhere/").count("Mécanisme de soutien administratif") == 2


@pytest.mark.parametrize("on", [True, False])
def test_the_demonstration_says_that_it_is_one(client, settings, on):
    settings.DEMO = on
    assert ("Demonstration." in page(client, "/en/nowhere/")) is on


def test_addresses_for_search_engines_are_absolute_and_without_the_query(rf, settings):
    settings.SITE_URL = "https://asm.example"
    request = rf.get("/fr/documents/?page=2")
    with override("fr"):
        html = render_to_string("listing.html", {}, request)
    assert LINK.findall(html) == [
        "https://asm.example/fr/documents/", "https://asm.example/en/documents/", "https://asm.example/fr/documents/",
    ]  # fmt: skip


# Where something fails


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (lambda request: server_error(request), 500),
        (lambda request: bad_request(request, ValueError()), 400),
        (lambda request: csrf_failure(request), 403),
    ],
    ids=["500", "400", "csrf"],
)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_an_error_page_is_in_the_readers_language_and_needs_no_database(
    rf, answer, status, language, django_assert_num_queries
):
    with override(language), django_assert_num_queries(0):
        response = answer(rf.get(f"/{language}/"))
    assert response.status_code == status
    assert f'<html lang="{language}"' in response.content.decode()
    assert response.content.count(b"<h1>") == 1


# The ways through the site


def test_a_link_shows_where_its_page_exists_and_its_reader_may_follow_it():
    items = [
        NavItem("in", "account_logout", signed_in),
        NavItem("out", "account_login", signed_out),
        NavItem("not built", "no-such-page"),
    ]
    assert [link.name for link in links(items, reader(False), "/")] == ["out"]
    assert [link.name for link in links(items, reader(True), "/")] == ["in"]


def test_only_those_who_may_administer_are_shown_the_way_there():
    shown = {who: [link.url for link in links(ACCOUNT, reader(True, staff=who), "/")] for who in (True, False)}
    assert set(shown[True]) - set(shown[False]) == {"/admin/"}


def test_the_page_being_read_and_the_one_above_it_are_told_apart():
    item = [NavItem("x", "account_login")]
    with override("en"):
        current = [
            links(item, reader(False), path)[0].current
            for path in ("/en/accounts/login/", "/en/accounts/login/x/", "/en/")
        ]
    assert current == ["page", "true", ""]


def test_a_footer_column_with_nothing_to_show_is_left_out():
    assert sections([("Empty", [NavItem("x", "no-such-page")])], reader(False), "/") == []


def test_signing_out_is_a_form_and_only_for_those_signed_in(rf):
    request = rf.get("/en/")
    request.user = reader(True)
    assert portal(request)["portal"]["sign_out_url"].endswith("/accounts/logout/")
    request.user = AnonymousUser()
    assert portal(request)["portal"]["sign_out_url"] == ""


# Forms and lists


def test_an_error_is_named_at_the_top_and_linked_to_its_field():
    html = str(Question({"email": "nobody"}))
    assert re.findall(r'<li><a href="#([\w-]+)">', html) == ["id_email", "id_language_0", "id_agreed"]
    assert set(re.findall(r'<li><a href="#([\w-]+)">', html)) <= set(re.findall(r'id="([\w-]+)"', html))


def test_a_field_is_described_by_its_hint_and_its_error():
    html = str(Question({"email": "nobody"}))
    described = re.search(r'<input type="email"[^>]*aria-describedby="([^"]*)"', html)[1].split()
    assert described == ["id_email_helptext", "id_email_error"]
    assert all(f'id="{name}"' in html for name in described)
    assert 'aria-invalid="true"' in html


def test_a_field_that_may_stay_empty_says_so():
    html = str(Question())
    assert html.count("(optional)") == 1
    assert 'role="alert"' not in html


def test_pages_of_a_list_keep_the_query(rf):
    context = {"page_obj": Paginator(range(100), 10).get_page(2)}
    html = render_to_string("includes/pagination.html", context, rf.get("/en/documents/?q=x&page=2"))
    assert 'href="?q=x&amp;page=3" rel="next"' in html
    assert html.count('aria-current="page"') == 1
