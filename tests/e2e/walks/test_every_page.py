"""Every public page, and those of a member, in both languages: axe finds nothing, and nothing is cut off on a narrow screen."""

import pytest
from django.urls import reverse
from django.utils import translation

from asm_portal.dated import today
from knowledge.models import Document
from tests.e2e.browser import SPACED, UNSPACED, become, overflows, resize, violations
from tests.test_access_table import OPEN, TABLE

pytestmark = pytest.mark.django_db
# Both languages and both widths of each page, without the product of the two.
WAYS = [("en", 1280), ("fr", 390)]
in_both_ways = pytest.mark.parametrize("way", WAYS, ids=["en-1280", "fr-390"])
MACHINES = {
    "health",
    "sitemap",
    "robots",
    "opensearch",
    "security-txt",
    "communications:communique-feed",
    "search-feed",
    "logistics:calendar-feed",
}
# All that the access table opens to everyone without an argument: a new public page is looked at without anybody's remembering.
PAGES = {
    name: (name, (), "")
    for name, row in TABLE.items()
    if row == OPEN and name not in MACHINES and not name.endswith("-csv")
} | {
    "library with words": ("knowledge:document-list", (), "?q=diamond"),
    "library with filters": ("knowledge:document-list", (), "?q=certificate&year=2012&language=fr"),
    "library without results": ("knowledge:document-list", (), "?q=zzzzzz"),
    "library, last page": ("knowledge:document-list", (), "?page=2"),
    "search with words": ("search", (), "?q=review"),
    "search with filters": ("search", (), "?q=review&kind=body&state=in-force"),
    "search without results": ("search", (), "?q=kimberly"),
    "search of exclusions": ("search", (), "?q=-kimberley"),
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
    "laws of a participant": ("knowledge:legislation", ("XA",), ""),
    "reports on a participant": ("knowledge:participant-reports", ("XA",), ""),
    "calendar of a month": ("logistics:calendar", (), "?month=2025-11"),
    "calendar as a list": ("logistics:calendar", (), "?view=list&month=2025-01"),
    "no such month": ("logistics:calendar", (), "?month=2026-13"),
    "focal points": ("focal-point-list", (), ""),
    "whom to confirm to": ("focal-point-list", (), "?from=XA&to=XC"),
    "nobody to confirm to": ("focal-point-list", (), "?from=XA&to=BE"),
    "nothing there": ("body-detail", ("NONE",), ""),
    "sign-in": ("account_login", (), ""),
    "password reset": ("account_reset_password", (), ""),
}
DOCUMENTS = {
    "communiqué in three languages": ("communications:communique-detail", {"date": "2025-11-20"}),
    "communiqué in one language": ("communications:communique-detail", {"date": "2025-01-20"}),
    "decision held": ("knowledge:document-detail", {"official_number": "SAMPLE 2"}),
    "decision superseded": ("knowledge:document-detail", {"official_number": "SAMPLE 1"}),
    "history of a rule": ("knowledge:document-history", {"official_number": "SAMPLE 2"}),
    "how to cite": ("knowledge:document-cite", {"official_number": "SAMPLE 2"}),
    "sheet to print": ("knowledge:document-print", {"official_number": "SAMPLE 2"}),
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
    "focal points": ("focal-point-list", ()),
    "new focal point": ("focal-point-add", ()),
    "directory": ("directory", ()),
    "directory to print": ("directory-print", ()),
    "saved searches": ("saved-search-list", ()),
    "own calendar": ("logistics:calendar", (), "?mine=1&body=XWA"),
    "addresses of the calendar": ("logistics:calendar-address-list", ()),
    "check of a certificate": ("knowledge:certificate-check", ()),
    "certificate of today": (
        "knowledge:certificate-check",
        (),
        f"?participant=XA&day={today().day}&month={today().month}&year={today().year}&number=XA+090417",
    ),
    "date that is none": ("knowledge:certificate-check", (), "?participant=XA&day=31&month=2&year=2026"),
    "checks": ("knowledge:check-list", ()),
    "suspect certificates": ("knowledge:suspect-list", ()),
    "report of a suspect certificate": ("knowledge:suspect-new", ()),
    "account": ("account", ()),
    "second factor": ("mfa_index", ()),
    "sessions": ("usersessions_list", ()),
    "password": ("account_change_password", ()),
}

# Pages of other people: who, and about which of the sample minutes of XWA where it is about one.
OTHERS = {
    "comments on minutes": ("member.xwa", "knowledge:minutes-comments", 5),
    "work on minutes": ("chair.xwa", "knowledge:minutes-work", 6),
    "revisions side by side": ("chair.xwa", "knowledge:document-compare", 6),
    "paragraphs to mark": ("chair.xwa", "knowledge:minutes-summary", 2),
    "signatories": ("delegate.xa", "knowledge:upkeep", "XA"),
    "documents looked for": ("chair", "knowledge:collection"),
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


def page_of_others(language, name, about=None):
    minutes = Document.objects.filter(source=f"demonstration: minutes XWA {about}").first()
    return address(language, name, [] if about is None else [minutes.reference if minutes else about])


def broken(page):
    """The complaints of axe about the page that is open, with all that can be opened on it open."""
    page.evaluate("document.querySelectorAll('main details').forEach(details => details.open = true)")
    return violations(page)


def cut_off(page):
    """The ways to look at the page that is open that make it wider than its window."""
    found = []
    resize(page, 320)
    if overflows(page) > 0:
        found.append("320 px")
    page.evaluate(SPACED)
    if overflows(page) > 0:
        found.append("320 px with wide text")
    page.evaluate(UNSPACED)
    page.evaluate("document.documentElement.dir = 'rtl'")
    for width in (390, 1280):
        resize(page, width)
        if overflows(page) > 0:
            found.append(f"right to left, {width} px")
    page.evaluate("document.documentElement.dir = 'ltr'")
    return found


def flaws(page, where, width, *, judged):
    """What is wrong with a page, which is loaded once for it. What is cut off shows in French, whose words are longer."""
    page.goto(where)
    cut = cut_off(page) if where.startswith("/fr/") else []
    resize(page, width)
    return [*cut, *(broken(page) if judged else [])]


def flawed(page, addresses, way):
    """The flaws of the pages that have any, by label. Axe, which takes a second, judges each page in one of the ways."""
    _language, width = way
    turn = WAYS.index(way)
    found = {
        label: flaws(page, where, width, judged=number % len(WAYS) == turn)
        for number, (label, where) in enumerate(addresses.items())
    }
    return {label: wrong for label, wrong in found.items() if wrong}


@in_both_ways
def test_a_public_page_has_nothing_that_axe_complains_of_and_is_not_cut_off(walk, way):
    addresses = {label: public_page(way[0], label) for label in (*PAGES, *DOCUMENTS)}
    assert flawed(walk(), addresses, way) == {}


@in_both_ways
def test_a_members_page_has_nothing_that_axe_complains_of_and_is_not_cut_off(walk, portal, way):
    page = walk()
    become(page, "member.xwa", portal)
    assert flawed(page, {label: address(way[0], *MEMBERS[label]) for label in MEMBERS}, way) == {}


@in_both_ways
def test_a_page_of_others_has_nothing_that_axe_complains_of_and_is_not_cut_off(walk, portal, way):
    page, found = walk(), {}
    for label, (who, *rest) in OTHERS.items():
        become(page, who, portal)
        found[label] = flaws(page, page_of_others(way[0], *rest), way[1], judged=True)
    assert {label: wrong for label, wrong in found.items() if wrong} == {}


def test_axe_finds_nothing_in_the_dark(walk):
    page = walk(color_scheme="dark")
    for label in ("home", "library with words", "decision held", "participant of a day", "sign-in"):
        page.goto(public_page("en", label))
        assert broken(page) == [], label
