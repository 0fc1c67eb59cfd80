"""Every public page, and those of a member, in both languages: axe finds nothing, and nothing is cut off on a narrow screen."""

import pytest
from django.urls import reverse
from django.utils import translation

from knowledge.models import Document
from tests.e2e.browser import SPACED, become, overflows, resize, violations
from tests.test_access_table import OPEN, TABLE

pytestmark = pytest.mark.django_db
LANGUAGES = ("en", "fr")
MACHINES = {"health", "sitemap", "robots", "opensearch", "security-txt", "communications:communique-feed"}
# All that the access table opens to everyone without an argument: a new public page is looked at without anybody's remembering.
PAGES = {name: (name, (), "") for name, row in TABLE.items() if row == OPEN and name not in MACHINES} | {
    "library with words": ("knowledge:document-list", (), "?q=diamond"),
    "library with filters": ("knowledge:document-list", (), "?q=certificate&year=2012&language=fr"),
    "library without results": ("knowledge:document-list", (), "?q=zzzzzz"),
    "library, last page": ("knowledge:document-list", (), "?page=2"),
    "decisions of a day": ("knowledge:decision-list", (), "?on=2012-01-01"),
    "participants of a day": ("participant-list", (), "?on=2009-06-01"),
    "no such day": ("participant-list", (), "?on=2009-06-31"),
    "participants before the scheme": ("participant-list", (), "?on=1999-01-01"),
    "observers before the scheme": ("observer-list", (), "?on=1999-01-01"),
    "bodies before the scheme": ("body-list", (), "?on=1999-01-01"),
    "decisions before the scheme": ("knowledge:decision-list", (), "?on=1999-01-01"),
    "participant of a day": ("participant-detail", ("CI",), "?on=2010-06-01"),
    "participant with a history": ("participant-detail", ("CF",), ""),
    "union": ("participant-detail", ("EU",), ""),
    "sample participant": ("participant-detail", ("XA",), ""),
    "body": ("body-detail", ("WGM",), ""),
    "body of a day": ("body-detail", ("WGM",), "?on=2012-06-01"),
    "sample body": ("body-detail", ("XWA",), ""),
    "nothing there": ("body-detail", ("NONE",), ""),
    "sign-in": ("account_login", (), ""),
    "password reset": ("account_reset_password", (), ""),
}
DOCUMENTS = {
    "communiqué in three languages": ("communications:communique-detail", {"date": "2025-11-20"}),
    "communiqué in one language": ("communications:communique-detail", {"date": "2025-01-20"}),
    "decision held": ("knowledge:document-detail", {"official_number": "SAMPLE 2"}),
    "decision known but not held": (
        "knowledge:document-detail",
        {"decision__isnull": False, "is_demonstration": False},
    ),
}
MEMBERS = {
    "desk": ("desk", ()),
    "contact data": ("contact-confirm", ()),
    "members’ area": ("body-detail", ("XWA",)),
    "minutes of a body": ("knowledge:minutes-list", ("XWA",)),
    "contacts": ("body-contacts", ("XWA",)),
    "account": ("account", ()),
    "second factor": ("mfa_index", ()),
    "sessions": ("usersessions_list", ()),
    "password": ("account_change_password", ()),
}


def address(language, name, args=(), query=""):
    with translation.override(language):
        return reverse(name, args=args) + query


def public_page(language, label):
    if label in PAGES:
        return address(language, *PAGES[label])
    name, facts = DOCUMENTS[label]
    found = Document.objects.filter(audience="public", state="final", **facts).first()
    return address(language, name, [found.reference])


def broken(page, where):
    """The complaints of axe about one page on a desk and on a telephone."""
    page.goto(where)
    page.evaluate("document.querySelectorAll('main details').forEach(details => details.open = true)")
    found = {}
    for width in (1280, 390):
        resize(page, width)
        found[width] = violations(page)
    return found


def cut_off(page, where):
    """The ways to look at a page that make it wider than its window."""
    found = []
    resize(page, 320)
    page.goto(where)
    if overflows(page) > 0:
        found.append("320 px")
    page.evaluate(SPACED)
    if overflows(page) > 0:
        found.append("320 px with wide text")
    page.goto(where)
    page.evaluate("document.documentElement.dir = 'rtl'")
    for width in (390, 1280):
        resize(page, width)
        if overflows(page) > 0:
            found.append(f"right to left, {width} px")
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("label", [*PAGES, *DOCUMENTS])
def test_axe_finds_nothing_on_a_public_page(walk, label, language):
    assert broken(walk(), public_page(language, label)) == {1280: [], 390: []}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("label", MEMBERS)
def test_axe_finds_nothing_on_a_members_page(walk, portal, label, language):
    page = walk()
    become(page, "member.xwa", portal)
    assert broken(page, address(language, *MEMBERS[label])) == {1280: [], 390: []}


@pytest.mark.parametrize("label", ["home", "library with words", "decision held", "participant of a day", "sign-in"])
def test_axe_finds_nothing_in_the_dark(walk, label):
    assert broken(walk(color_scheme="dark"), public_page("en", label)) == {1280: [], 390: []}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_public_page_is_cut_off(walk, language):
    page = walk()
    found = {label: cut_off(page, public_page(language, label)) for label in (*PAGES, *DOCUMENTS)}
    assert {label: ways for label, ways in found.items() if ways} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_members_page_is_cut_off(walk, portal, language):
    page = walk()
    become(page, "member.xwa", portal)
    found = {label: cut_off(page, address(language, *MEMBERS[label])) for label in MEMBERS}
    assert {label: ways for label, ways in found.items() if ways} == {}
