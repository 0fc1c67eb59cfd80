"""Secrets are planted, and everybody reads the whole site: pages, searches, counts, feeds, files, exports, the administration.

Status codes cannot see a side list that leaks; a word on the page can.
"""

import re
from collections import Counter
from html import unescape
from urllib.parse import urldefrag, urlsplit

import pytest
from django.conf import settings
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone

from knowledge.models import Document, Rendition
from tests.cast import again
from tests.planted import plant_secrets

LINK = re.compile(r'(?:href|src|action)="(/[^"]*)"')
PER_PAGE_KIND = 2
# Everybody knocks at every door; one of each kind follows links as well.
CRAWLERS = {"anyone", "member_a", "chair_b", "ex_member", "kp_chair", "secretary", "administrator"}


@pytest.fixture
def secrets(cast, work):
    found = plant_secrets(cast)
    work()
    return found


class Reader:
    """Somebody who follows links to a number of each kind of page, knocks at every door, and remembers what they read."""

    def __init__(self, client, name):
        self.client, self.name = client, name
        self.read, self.counts = {}, Counter()

    def knock(self, address):
        """Read what stands at an address; returns its links."""
        response = self.client.get(address)
        text = self.read[address] = f"{response.getvalue().decode(errors='replace')} {response.headers}"
        assert response.status_code < 500, f"{self.name}: {address}"
        is_page = response.get("Content-Type", "").startswith("text/html")
        return [*(LINK.findall(text) if is_page else ()), *filter(None, [response.get("Location")])]

    def follow(self, address):
        """Read a page and what it leads to."""
        address = urldefrag(unescape(address)).url
        if address not in self.read and self.wants(address):
            for link in self.knock(address):
                self.follow(link)

    def wants(self, address):
        parts = urlsplit(address)
        if parts.netloc or parts.path.startswith(f"/{settings.STATIC_URL.strip('/')}/") or "logout" in parts.path:
            return False
        try:
            match = resolve(parts.path)
        except Resolver404:
            return False
        kind = match.view_name, bool(parts.query)
        self.counts[kind] += 1
        return self.counts[kind] <= PER_PAGE_KIND

    def met(self, word):
        return sorted(address for address, text in self.read.items() if word in text)


def doors(secrets):
    """Where a secret could be met, whether or not a link leads there."""
    library, admins_list = reverse("knowledge:document-list"), reverse("admin:knowledge_document_changelist")
    for secret in secrets:
        yield from (f"{library}?q={secret.lure}", f"{admins_list}?q={secret.lure}")
        if secret.record:
            yield from (
                reverse(name, args=[secret.record.reference]) for name in ("permalink", "knowledge:document-detail")
            )
    for rendition in Rendition.objects.exclude(file="").select_related("revision__document"):
        yield rendition.get_absolute_url()
    for model, field in (("representation", "person"), ("representation", "body"), ("representation", "organisation")):
        yield f"{reverse('admin:autocomplete')}?app_label=asm_portal&model_name={model}&field_name={field}&term=zq"
    for field in ("later", "earlier"):
        yield f"{reverse('admin:autocomplete')}?app_label=knowledge&model_name=documentlink&field_name={field}&term=title"
    for name in ("body-detail", "body-contacts", "body-contacts-csv", "body-contacts-vcard", "knowledge:minutes-list"):
        yield from (reverse(name, args=[code]) for code in ("XWA", "XWB"))
    yield from (reverse(name) for name in ("sitemap", "communications:communique-feed"))


def sign_in(client, cast, name):
    if name != "anyone":
        client.force_login(again(cast.users[name]))
    return Reader(client, name)


def test_nobody_meets_a_secret_that_is_not_theirs_and_everybody_meets_their_own(cast, secrets, client):
    wrong = []
    for name in ["anyone", *cast.users]:
        client.logout()
        reader = sign_in(client, cast, name)
        if name in CRAWLERS:
            for start in ("/en/", "/fr/", reverse("desk"), reverse("admin:index")):
                reader.follow(start)
        for door in doors(secrets):
            reader.knock(door)
        assert len(reader.read) > 60, f"{name} found only {list(reader.read)}"
        for secret in secrets:
            where = reader.met(secret.word)
            if where and name not in secret.readers:
                wrong.append(f"{name} meets {secret.word} at {where[:3]}")
            if secret.record and name in secret.readers and not where:
                wrong.append(f"{name} does not find {secret.word}")
    assert wrong == []


def test_counts_and_facets_count_only_what_one_may_know_of(cast, secrets, client):
    for name in ("anyone", "member_a", "ex_member"):
        client.logout()
        sign_in(client, cast, name)
        user = cast.anyone if name == "anyone" else again(cast.users[name])
        visible = Document.objects.visible_to(user).exclude(state="withdrawn")
        page = client.get(reverse("knowledge:document-list"))
        assert page.context["page_obj"].paginator.count == visible.count()
        kinds = next(facet for facet in page.context["facets"] if facet.name == "kind")
        assert sum(choice.count for choice in kinds.choices) == visible.count()


def test_a_file_closes_with_the_membership(cast, secrets, client):
    paper = next(
        secret
        for secret in secrets
        if secret.record
        and "member_a" in secret.readers
        and "anyone" not in secret.readers
        and secret.record.audience == "body"
    )
    address = Rendition.objects.exclude(file="").get(revision__document=paper.record).get_absolute_url()
    client.force_login(again(cast.member_a))
    response = client.get(address)
    assert (response.status_code, bool(response.getvalue())) == (200, True)
    membership = cast.xwa.memberships.get(organisation=cast.xa)
    membership.valid_until = timezone.now().date()
    membership.save()
    assert client.get(address).status_code == 404
