"""The archive that the benchmark invents, and that its pages are there. Nothing here looks at a clock."""

from collections import Counter

import pytest
from django.db import transaction

from asm_portal.models import SearchEntry, User
from asm_portal.search import rebuild
from benchmarks import corpus
from benchmarks.measuring import Costs, measure
from benchmarks.pages import PAGES
from benchmarks.portal.filling import fill
from benchmarks.portal.register import MEMBER
from benchmarks.portal.requests import Requests
from benchmarks.report import failed, page_table, verdicts
from knowledge.models import Document

MANY = 1_000


@pytest.fixture(scope="module")
def papers():
    return list(corpus.corpus(MANY))


def shares(values):
    """Value → percent."""
    values = list(values)
    return {value: 100 * count / len(values) for value, count in Counter(values).items()}


def within(found, stated, tolerance=4):
    return set(found) <= set(stated) and all(
        abs(found.get(name, 0) - share) < tolerance for name, share in stated.items()
    )


def test_a_seed_gives_the_same_papers_and_fewer_are_the_beginning_of_more(papers):
    assert list(corpus.corpus(30)) == papers[:30]
    assert next(corpus.corpus(1, seed=1)) != papers[0]


def test_the_mix_is_as_stated(papers):
    assert within(shares(paper.audience for paper in papers), corpus.AUDIENCES)
    assert within(shares(paper.state for paper in papers), corpus.STATES)
    assert within(shares(paper.kind for paper in papers), corpus.KINDS)
    assert within(shares(next(iter(paper.texts)) for paper in papers), corpus.LANGUAGES)
    years = {paper.day.year for paper in papers if paper.day}
    assert years == set(range(corpus.FIRST_YEAR, corpus.LAST_YEAR + 1))
    assert 0 < sum(paper.day is None for paper in papers) < MANY / 50
    assert all(paper.body is not None for paper in papers if paper.audience == "body")
    assert all(paper.organisation is not None for paper in papers if paper.audience == "organisation")


def test_a_later_paper_supersedes_or_amends_an_earlier_one(papers):
    superseding = [paper for paper in papers if paper.supersedes is not None]
    assert abs(100 * len(superseding) / MANY - corpus.SUPERSEDING) < 1.5
    assert all(paper.supersedes < paper.number for paper in superseding)
    assert all(paper.amends < paper.number for paper in papers if paper.amends is not None)


def test_a_text_is_of_three_thousand_characters_and_holds_what_is_planted_as_often_as_stated(papers):
    texts = [text.body for paper in papers for text in paper.texts.values()]
    assert abs(sum(map(len, texts)) / len(texts) - corpus.CHARACTERS) < 150
    for word, share in corpus.PLANTED.items():
        assert abs(100 * sum(word.lower() in text.lower() for text in texts) / len(texts) - share) < 4
    rare = [sum(word in text for text in texts) for word in corpus.RARE]
    assert 0 < sum(rare) < MANY / 50


class Here:
    """A portal of the benchmark in this process."""

    documents = 60

    def __init__(self):
        self.requests = Requests()
        self.known = self.requests.open()

    def ask(self, address, reader):
        return self.requests.ask(address.format(**self.known), reader)


@pytest.fixture(scope="module")
def archive(django_db_setup, django_db_blocker):
    """Filled and indexed once for the tests of this module, and taken out again after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        fill(Here.documents)
        rebuild()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def here(archive, db):
    return Here()


def test_every_page_answers_to_every_reader(here):
    answers = [here.ask(page.address(0), reader) for page in PAGES for reader in page.readers]
    assert all(answer["queries"] and answer["length"] for answer in answers)


def test_a_filled_archive_is_found_by_those_whom_it_is_for(here):
    member = User.objects.get(email=MEMBER)
    known = set(Document.objects.visible_to(member).values_list("audience", flat=True))
    assert {"public", "process", "participants", "body"} <= known
    assert not {"chair", "secretariat"} & known
    assert SearchEntry.objects.count() >= Document.objects.exclude(state="withdrawn").count()


def test_each_page_is_measured_as_often_as_asked_and_once_before(here):
    pages = PAGES[:2]
    costs = measure([here], pages, rounds=3)
    assert {(page.name, reader): len(cost.cpu) for (page, reader, _size), cost in costs.items()} == {
        (page.name, reader): 3 for page in pages for reader in page.readers
    }


def made_up(**slow):
    """Costs of one second everywhere but where told otherwise: "name, documents" → seconds."""
    return {
        (page, reader, documents): Costs([slow.get(f"{page.part}_{documents}", 1)] * 100, [1] * 100, 1)
        for page in PAGES
        for reader in page.readers
        for documents in (1_000, 100_000)
    }


@pytest.mark.parametrize(
    ("slow", "met"),
    [
        ({}, [True, True]),
        ({"search_100000": 2.9}, [True, True]),
        ({"search_100000": 3.1}, [False, True]),
        ({"library_100000": 2.1}, [True, False]),
        ({"library_100000": 1.9, "search_100000": 5.6}, [True, True]),
    ],
)
def test_the_limits_are_those_of_the_issue(slow, met):
    found = verdicts(made_up(**slow), [1_000, 100_000])
    assert [verdict.is_met for verdict in found] == met
    assert failed(found) == (met != [True, True])


def test_the_table_has_a_row_for_each_page_and_reader():
    table = page_table(made_up(search_100000=2), [1_000, 100_000])
    assert table.count("\n") == 1 + sum(len(page.readers) for page in PAGES)
    assert "| search: rare word, member | 1000 | 1000 | 1000 | 1 | 2000 | 2000 | 1000 | 1 | 2.0 | 2.0 |" in table


def test_the_slow_one_of_a_hundred_is_the_second_slowest():
    assert Costs(cpu=list(range(1, 101)), wall=[1], queries=1).slow == 99
    assert Costs(cpu=[1, 2, 3], wall=[1], queries=1).slow == 3
