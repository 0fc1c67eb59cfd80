"""The access policy: every URL × every kind of person, and no URL is missing.

A row says who gets the page; everybody else gets what the row says for them: `→` the sign-in page, 404 as if there were nothing.
"""

from dataclasses import dataclass

import pytest
from django.urls import URLPattern, get_resolver, reverse

from asm_portal.members import directory
from asm_portal.visibility import Audience
from knowledge.models import Document
from tests.cast import again
from tests.planted import BODY_A, EVERYONE, STAFF, plant_secrets

SIGNED_IN = EVERYONE - {"anyone"}
ADMINISTRATION = STAFF | {"administrator"}
FOCAL_POINTS = {"member_a"}


@dataclass(frozen=True)
class Row:
    """Who gets 200 (or `answer`), what somebody unknown gets instead, and the arguments of the address."""

    readers: frozenset | set = frozenset(EVERYONE)
    args: str = ""
    answer: int = 200
    unknown: int = 302
    others: int = 404
    method: str = "get"


OPEN = Row()
PRIVATE = Row(SIGNED_IN)
REDIRECT = Row(answer=302)

TABLE = {
    "root": REDIRECT,
    "health": OPEN,
    "health-ready": Row(answer=503),
    "sitemap": OPEN,
    "robots": OPEN,
    "opensearch": OPEN,
    "security-txt": OPEN,
    "permalink": Row(answer=302, args="paper"),
    "file": Row(BODY_A, args="file", unknown=404),
    "home": OPEN,
    "about": OPEN,
    "about-decisions": OPEN,
    "about-accessibility": OPEN,
    "about-privacy": OPEN,
    "about-contact": OPEN,
    "site-map": OPEN,
    "knowledge:document-list": OPEN,
    "knowledge:document-detail": Row(BODY_A, args="paper", unknown=404),
    "knowledge:decision-list": OPEN,
    "knowledge:glossary": OPEN,
    "knowledge:minutes-list": Row(BODY_A, args="body", unknown=404),
    "search": REDIRECT,
    "communications:communique-list": OPEN,
    "communications:communique-feed": OPEN,
    "communications:communique-detail": Row(STAFF, args="communique", unknown=404),
    "participant-list": OPEN,
    "participant-detail": Row(args="organisation"),
    "observer-list": OPEN,
    "body-list": OPEN,
    "body-detail": Row(args="body"),
    "body-contacts": Row(BODY_A, args="body"),
    "body-contacts-csv": Row(BODY_A, args="body"),
    "body-contacts-vcard": Row(BODY_A, args="body"),
    "body-contact-vcard": Row(BODY_A, args="contact"),
    "logistics:meeting-list": OPEN,
    "desk": PRIVATE,
    "contact-confirm": PRIVATE,
    "account": PRIVATE,
    "invitation-accept": Row(args="token", answer=404, unknown=404),
    "officer-list": Row(FOCAL_POINTS),
    "officer-renew": Row(frozenset(), args="number", method="post"),
    "officer-remove": Row(frozenset(), args="number", method="post"),
    "usersessions_list": PRIVATE,
    "session-end": Row(frozenset(), args="number", method="post"),
}


def arguments(cast, planted):
    """The arguments of the addresses: records of XWA and its members."""
    paper = next(secret.record for secret in planted if secret.record and secret.record.audience_body == cast.xwa)
    communique = Document.objects.get(state="draft", audience=Audience.PUBLIC, issuing_body=None)
    return {
        "": [],
        "paper": [paper.reference],
        "file": [paper.reference, 1, "fr", "original", "txt"],
        "organisation": ["XA"],
        "body": ["XWA"],
        "contact": ["XWA", contact_uid(cast)],
        "communique": [communique.reference],
        "token": ["no-such-token"],
        "number": [2_000_000_000],
    }


def contact_uid(cast):
    return directory(cast.xwa, cast.secretary).contacts[0].uid


def patterns(resolver, prefix=""):
    """The name of every address of the site map."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield prefix + (pattern.name or "root")
        elif getattr(pattern, "namespace", None) != "admin":
            inner = f"{pattern.namespace}:" if getattr(pattern, "namespace", None) else ""
            yield from patterns(pattern, prefix + inner)


def is_allauths(name):
    """allauth sends those who have not begun, or are already through, elsewhere; its own tests hold that."""
    return name.startswith(("account_", "mfa_"))


def test_every_address_is_in_the_table():
    found = {name for name in patterns(get_resolver()) if not is_allauths(name)}
    assert found == set(TABLE)


@pytest.fixture
def planted(cast, work):
    found = plant_secrets(cast)
    work()
    return found


def expected(row, name):
    if name in row.readers:
        return row.answer
    return row.unknown if name == "anyone" else row.others


def test_every_person_gets_from_every_address_what_the_table_says(cast, planted, client):
    args = arguments(cast, planted)
    wrong = []
    for name in sorted(EVERYONE):
        client.logout()
        if name != "anyone":
            client.force_login(again(cast.users[name]))
        for url, row in TABLE.items():
            address = "/" if url == "root" else reverse(url, args=args[row.args])
            response = getattr(client, row.method)(address)
            response.getvalue()  # a file is closed once it is read
            got = response.status_code
            if got != expected(row, name):
                wrong.append(f"{name} {address}: {got} instead of {expected(row, name)}")
    assert wrong == []


def test_the_administration_is_for_the_secretariat_and_administrators(cast, client):
    for name in sorted(EVERYONE):
        client.logout()
        if name != "anyone":
            client.force_login(again(cast.users[name]))
        got = client.get(reverse("admin:index")).status_code
        assert (got == 200) is (name in ADMINISTRATION), name


def test_what_one_may_not_know_of_looks_exactly_like_what_does_not_exist(cast, planted, client):
    paper = arguments(cast, planted)["paper"][0]
    absent = paper[:-5] + "00000"
    hidden = client.get(reverse("knowledge:document-detail", args=[paper]))
    nothing = client.get(reverse("knowledge:document-detail", args=[absent]))
    assert (hidden.status_code, nothing.status_code) == (404, 404)
    assert hidden.content.decode().replace(paper, absent) == nothing.content.decode()
    assert "next=" in hidden.content.decode()
