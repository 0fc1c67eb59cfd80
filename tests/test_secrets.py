"""Secrets are planted, and everybody reads the whole site: pages, searches, counts, feeds, files, exports, the administration,
and the mails that they are sent.

Every page of the access table answers as the table says; but a status code cannot see a side list that leaks: a word on the page
can.
"""

import re
from collections import Counter, defaultdict
from datetime import timedelta
from html import unescape
from io import BytesIO
from itertools import count
from urllib.parse import urldefrag, urlsplit
from zipfile import ZipFile

import pytest
from django.conf import settings
from django.core import mail
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from pypdf import PdfReader

from asm_portal.areas import areas
from asm_portal.background import do_each
from asm_portal.confirmations import ask_for_confirmation
from asm_portal.models import Delivery, Representation
from asm_portal.searching.saved import tell_of_news
from assistance.models import Offer
from communications.models import Enquiry, Subscription
from knowledge.models import Document, Rendition
from logistics.models import ReminderStep
from logistics.reminders.clock import run as remind
from tests import mails
from tests.cast import SINCE, again
from tests.doors import doors
from tests.planted import GOING_ROUND, LIKE_ANOTHER, LURE
from tests.planted_assistance_requests import OUTSIDE
from tests.rounds import Browser, prepare
from tests.test_access_table import TABLE, arguments, expected, routes, rows

pytestmark = pytest.mark.both_databases
LINK = re.compile(r'(?:href|src|action)="(/[^"]*)"')
SECRET = re.compile(r"zqsecret\d+x")
# Who follows links as well: one who may read next to nothing, one who may read something, who may read nearly all, and who keeps
# the accounts.
CRAWLERS = {"anyone", "member_a", "secretary", "administrator"}
NOBODY = "nobody"
# All pages of what each finds by the word that stands beside every secret.
SEARCHES = [f"/en/{page}/?q={LURE}" for page in ("documents", "search")]


@pytest.fixture
def cast(cast_with_secrets):
    return cast_with_secrets[0]


@pytest.fixture
def secrets(cast_with_secrets):
    return cast_with_secrets[1]


class Reader:
    """Somebody who follows links to one of each kind of page, knocks at every door, and remembers what they read."""

    def __init__(self, client, name):
        self.client, self.name = client, name
        self.met, self.answers, self.counts = defaultdict(set), {}, Counter()

    def knock(self, address):
        """Read what stands at an address; returns the answer and its text."""
        response = self.client.get(address)
        text = f"{text_of(response)} {response.headers}"
        for word in SECRET.findall(text):
            self.met[word].add(address)
        self.answers[address] = response.status_code
        assert response.status_code != 500, f"{self.name}: {address}"
        return response, text

    def follow(self, address):
        """Read a page and what it leads to."""
        address = urldefrag(unescape(address)).url
        if address not in self.answers and self.wants(address):
            for link in links_in(*self.knock(address)):
                self.follow(link)

    def leaf_through(self, search):
        """Read all pages of what a search finds."""
        for page in count(1):
            _response, text = self.knock(f"{search}&page={page}")
            if 'rel="next"' not in text:
                return

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
        return self.counts[kind] == 1


def links_in(response, text):
    if response.has_header("Location"):
        return [response["Location"]]
    return LINK.findall(text) if response["Content-Type"].startswith("text/html") else []


def text_of(response):
    """What a page or a file says."""
    content = response.getvalue()
    if content.startswith(b"%PDF"):
        return " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    if content.startswith(b"PK"):
        with ZipFile(BytesIO(content)) as files:
            content = b" ".join(map(files.read, files.namelist()))
    return content.decode(errors="replace")


def going_round(cast):
    return [name for name in ("anyone", *cast.users) if name in GOING_ROUND]


def go_round(reader, addresses, searches):
    if reader.name in CRAWLERS:
        for start in ("/en/", "/fr/", reverse("desk"), reverse("admin:index")):
            reader.follow(start)
    for address in addresses:
        if address not in reader.answers:
            reader.knock(address)
    for search in searches:
        reader.leaf_through(search)


def sent_to():
    """Whose link each of these addresses is: whoever opens it meets what that person may know of, and nothing else."""
    of_a_subscriber = Subscription.objects.get().address
    return {
        "assistance:clarification-link": "member_b",
        "assistance:consent-link": "member_a",
        "assistance:consent-link-file": "member_a",
        "assistance:contest-link": "member_a",
        "assistance:help-link": "member_a",
        "assistance:offer-link": Offer.objects.current().get().contact.email,
        "assistance:referral-link": "chair_a",
        "assistance:request-status": OUTSIDE,
        "communications:discussion-leave": "both",
        "communications:enquiry-status": Enquiry.objects.open().latest("pk").asker.email,
        "communications:notice-link": "member_a",
        "communications:subscription": of_a_subscriber,
        "communications:subscription-confirm": NOBODY,
        "communications:subscription-stop": of_a_subscriber,
        "contact-link": "both",
        "invitation-accept": NOBODY,
        "logistics:action-digest": "member_b",
        "logistics:calendar-own-feed": "member_a",
        "saved-search-stop": "member_b",
    }


def test_whose_each_link_of_a_mail_is_stands_in_one_place(cast, secrets):
    opened_by_a_token = {name for name, route in routes() if "<str:token>" in route or "<slug:key>" in route}
    assert opened_by_a_token == set(sent_to())


def answered_otherwise(reader, table):
    for address, row in table:
        got, told = reader.answers[address], expected(row, reader.name)
        if got != told:
            yield f"{reader.name} {address}: {got} instead of {told}"


def met_or_missed(reader, secrets, links, finds_all):
    """`links` are addresses that were sent to somebody, whose secrets stand there."""
    for secret in secrets:
        where, is_theirs = reader.met[secret.word], reader.name in secret.readers
        closed = [address for address in where if not is_theirs and links.get(address) not in secret.readers]
        if closed:
            yield f"{reader.name} meets {secret.word} at {sorted(closed)[:3]}"
        if finds_all and secret.record and is_theirs and not where - links.keys():
            yield f"{reader.name} does not find {secret.word}"


def test_everybody_gets_what_the_table_says_and_meets_their_own_secrets_and_nobody_elses(cast, secrets, settings):
    prepare(settings)
    args, wrong = arguments(cast, secrets), []
    table = rows("get", args)
    links = {reverse(name, args=args[TABLE[name].args]): whose for name, whose in sent_to().items()}
    everywhere = [*(address for address, _row in table), *doors(secret.record for secret in secrets if secret.record)]
    for name in going_round(cast):
        reader = Reader(Browser(cast, name), name)
        is_alone = name not in LIKE_ANOTHER
        go_round(reader, everywhere if is_alone else everywhere[: len(table)], SEARCHES if is_alone else ())
        wrong += [*answered_otherwise(reader, table), *met_or_missed(reader, secrets, links, is_alone)]
    assert wrong == []


# After so many days all is due of which the clock reminds somebody; what is forgotten by then is forgotten in this order.
REMINDED_AFTER = (0, 2, 9, 40, 90, 200)
MAILS_OF_ASSISTANCE = {
    "analysis:", "assistance:contest:", "assistance:help:", "assistance:outcome:", "assistance:result-consent:",
    "assistance:result-decision:", "assistance:result-returned:", "clarification:", "offer:", "referral:",
}  # fmt: skip


def test_nobody_is_mailed_what_they_may_not_know_of(cast, secrets, mailed_with_secrets, work):
    """The mails that planting sent, and those that the clock sends after it."""
    follow_up(cast, work)
    unsent = [(row.address or row.person.primary_email, f"{row.subject} {row.text} {row.html}") for row in posted()]
    found = [*mailed_with_secrets, *map(mails.read, mail.outbox), *unsent]
    known = known_by(cast)
    readers = {secret.word: secret.readers for secret in secrets}
    wrong = {
        f"{known.get(address, address)} is told {word}: {text[:80]}"
        for address, text in found
        for word in SECRET.findall(text)
        if known.get(address, address) not in readers[word]
    }
    assert wrong == set()
    keys = set(Delivery.objects.values_list("key", flat=True))
    assert {prefix for prefix in MAILS_OF_ASSISTANCE if not any(key.startswith(prefix) for key in keys)} == set()


def posted():
    return Delivery.objects.exclude(state=Delivery.State.SENT).select_related("person")


def follow_up(cast, work):
    """All that the clock orders, for organisations whose duties are followed."""
    ReminderStep.objects.create(days=0, reach=ReminderStep.Reach.GENERAL)
    for organisation in (cast.xa, cast.xb, cast.xd):
        organisation.tracked_from = SINCE
        organisation.save()
    remind.call()
    for days in REMINDED_AFTER:
        now = timezone.now() + timedelta(days=days)
        do_each((ask_for_confirmation, tell_of_news, *(area.due for area in areas())), now)
        work()


def known_by(cast):
    """Address → as whom of the cast its owner reads; colleagues of theirs read what they do."""
    colleagues = {cast.xa.pk: "member_a", cast.xb.pk: "member_b"}
    rows = Representation.objects.filter(organisation__in=colleagues).select_related("person")
    found = {row.person.primary_email: colleagues[row.organisation_id] for row in rows}
    return found | {user.email: name for name, user in cast.users.items()}


def test_counts_and_facets_count_only_what_one_may_know_of(cast, secrets, client):
    for name in ("anyone", "member_a", "ex_member"):
        client.logout()
        user = cast.anyone
        if name != "anyone":
            user = again(cast.users[name])
            client.force_login(user)
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
