"""The library: what is listed, how often each filter says there is something, and what is found."""

from datetime import date
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from asm_portal.searching.facets import CappedPaginator
from knowledge import actions
from tests.knowledge.papers import add_texts, draft, final, make_kind

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(client):
    """The library as a reader sees it for a query string."""

    def get(user=None, **query):
        client.logout()
        if user and user.is_authenticated:
            client.force_login(user)
        return client.get(reverse("knowledge:document-list"), query)

    return get


def titles(response):
    return [str(row.record) for row in response.context["results"].rows]


def counts(response, name):
    """Value → count of a filter."""
    return {
        choice.value: choice.count
        for facet in response.context["facets"]
        if facet.name == name
        for choice in facet.choices
    }


@pytest.fixture
def shelf(cast):
    """Four public documents, one for a body, a draft, a withdrawn one."""
    report, letter = make_kind("report", prefix="REP"), make_kind("letter", prefix="LET")
    final("Old report", kind=report, date=date(2005, 1, 1), issuing_body=cast.xwa, texts={"en": "carats"})
    final(
        "New report", kind=report, date=date(2020, 5, 1), organisation=cast.xa, texts={"en": "carats", "fr": "carats"}
    )
    final("Letter", kind=letter, date=date(2020, 6, 1), issuing_body=cast.xwb, texts={"fr": "lettre"})
    final("Undated", kind=letter, date=None)
    final(
        "Body paper",
        kind=letter,
        date=date(2021, 1, 1),
        audience="body",
        issuing_body=cast.xwa,
        texts={"en": "emerald"},
    )
    draft("Draft paper", kind=report, date=date(2022, 1, 1), issuing_body=cast.xwa, texts={"pt": "emerald"})
    gone = final("Withdrawn paper", kind=report, date=date(2023, 1, 1))
    actions.withdraw(document=gone, by=cast.secretary)
    return cast


@pytest.mark.both_databases
def test_everything_public_is_listed_newest_first_and_nothing_else(ask, shelf):
    response = ask()
    assert titles(response) == ["Letter", "New report", "Old report", "Undated"]
    assert response.context["found"] == "4 documents"
    content = response.content.decode()
    assert not any(secret in content for secret in ("Body paper", "Draft paper", "Withdrawn paper"))


def test_the_counts_know_only_what_the_reader_may_know_of(ask, shelf):
    response = ask()
    assert counts(response, "kind") == {"report": 2, "letter": 2}
    assert counts(response, "body") == {"XWA": 1, "XWB": 1}
    assert counts(response, "language") == {"en": 2, "fr": 2}
    assert counts(response, "participant") == {"XA": 1}
    assert counts(response, "since") == {"2020": 2, "2005": 1}
    member = ask(shelf.member_a)
    assert counts(member, "kind") == {"report": 2, "letter": 3}
    assert counts(member, "body") == {"XWA": 2, "XWB": 1}
    editor = ask(shelf.secretary)
    assert counts(editor, "kind") == {"report": 3, "letter": 3}
    assert counts(editor, "language") == {"en": 3, "fr": 2}


@pytest.mark.both_databases
def test_a_filter_is_counted_under_the_others_but_not_under_itself(ask, shelf):
    response = ask(kind="report")
    assert titles(response) == ["New report", "Old report"]
    assert counts(response, "kind") == {"report": 2, "letter": 2}
    assert counts(response, "body") == {"XWA": 1}
    assert counts(response, "language") == {"en": 2, "fr": 1}
    assert counts(response, "until") == {"2020": 1, "2005": 1}


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"kind": ["report", "letter"], "language": "fr"}, ["Letter", "New report"]),
        ({"body": "XWA"}, ["Old report"]),
        ({"body": ["XWA", "XWB"]}, ["Letter", "Old report"]),
        ({"participant": "XA"}, ["New report"]),
        ({"since": "2006"}, ["Letter", "New report"]),
        ({"until": "2006"}, ["Old report"]),
        ({"since": "2020", "until": "2020", "kind": "letter"}, ["Letter"]),
        ({"q": "carats", "until": "2006"}, ["Old report"]),
    ],
)
def test_filters_narrow_together_and_values_of_one_widen(ask, shelf, query, expected):
    assert titles(ask(**query)) == expected


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "query",
    [
        {"kind": "nothing", "body": "x\x00y", "participant": "'", "language": "xx", "since": "abc", "until": "²⁰²⁰"},
        {"since": "99999", "until": "-1", "page": "x"},
        {"page": "999999999999999999999"},
        {"page": "-3", "sort": "\x00", "q": "\x00"},
        {"kind": ["report"] * 200 + ["x"]},
    ],
)
def test_whatever_is_wrong_in_a_query_is_left_out(ask, shelf, query):
    assert ask(**query).status_code == 200


def test_a_chosen_filter_can_be_taken_away_again(ask, shelf):
    content = ask(kind="report", language="fr", q="carats").content.decode()
    assert 'href="?kind=report&amp;q=carats"' in content or 'href="?q=carats&amp;kind=report"' in content
    assert 'value="report" checked' in content
    assert '<input type="hidden" name="q" value="carats">' in content


def test_words_are_marked_in_titles_and_snippets(ask, shelf):
    content = ask(q="report carat").content.decode()
    assert "New <mark>report</mark></a>" in content
    assert "<mark>carats</mark>" in content
    assert "most relevant first" in content


@pytest.mark.both_databases
def test_a_search_is_by_relevance_and_can_be_by_date(ask, cast):
    final("Emerald", date=date(2001, 1, 1), texts={"en": "x"})
    final("Paper", date=date(2020, 1, 1), texts={"en": "A long text that names the emerald once, among much else."})
    assert titles(ask(q="emerald")) == ["Emerald", "Paper"]
    assert titles(ask(q="emerald", sort="date")) == ["Paper", "Emerald"]


@pytest.mark.parametrize(
    "query", [{"q": "emerald"}, {"q": "Draft"}, {"q": "Body paper"}, {"q": "emerald", "language": "pt"}]
)
def test_nothing_that_may_not_be_known_of_is_found_counted_or_quoted(ask, shelf, query):
    response = ask(**query)
    assert (titles(response), response.context["found"]) == ([], "0 documents")
    assert all(not choice.count for facet in response.context["facets"] for choice in facet.choices)
    assert "emerald</mark>" not in response.content.decode()
    assert titles(ask(shelf.secretary, q="emerald", sort="date")) == ["Draft paper", "Body paper"]


def test_an_unreleased_translation_adds_no_language(ask, cast):
    document = final("Report", texts={"en": "x"})
    add_texts(document, {"fr": "y"})
    assert counts(ask(), "language") == {"en": 1}
    assert titles(ask(language="fr")) == []


def test_an_empty_answer_offers_the_next_step(ask, shelf):
    assert "Show all documents" in ask(q="xyzzy").content.decode()


def test_the_number_of_queries_does_not_grow_with_the_rows(ask, cast):
    asked = []
    for many in (3, 4, 17):
        for number in range(many):
            final(f"Report {number}", texts={"en": "carats"}, issuing_body=cast.xwa, organisation=cast.xa)
        for query in ({}, {"q": "carats"}, {"q": "carats", "sort": "date", "kind": "paper"}):
            with CaptureQueriesContext(
                connection,
            ) as captured:
                assert titles(ask(**query))
            asked.append(len(captured))
    assert asked[:3] == asked[3:6] == asked[6:]


def test_counts_and_pages_are_capped(cast, monkeypatch):
    monkeypatch.setattr("asm_portal.searching.facets.LISTED", 3)
    pages = CappedPaginator(["a", "b", "c", "d"], 2)
    assert (pages.count, pages.shown_count, pages.num_pages, pages.is_capped) == (3, "3+", 2, True)


def test_a_superseded_text_leads_to_the_one_in_force_wherever_it_is_listed(ask, cast):
    rows = [final(f"Rule {number}", date=date(2010 + number, 1, 1)) for number in range(3)]
    for earlier, later in pairwise(rows):
        actions.link(later=later, kind="supersedes", earlier=earlier, by=cast.secretary)
    for response in (ask(), ask(q="rule")):
        shown = {str(row.record): str(row.record.text_in_force) for row in response.context["results"].rows}
        assert shown == {"Rule 2": "None", "Rule 1": "Rule 2", "Rule 0": "Rule 2"}
        assert response.content.decode().count("Superseded by") == 2


def test_a_text_in_force_that_one_may_not_know_of_supersedes_nothing(ask, cast):
    old, new = final("Open rule"), final("Closed rule", audience="secretariat")
    actions.link(later=new, kind="supersedes", earlier=old, by=cast.secretary)
    response = ask(q="rule")
    assert "Superseded" not in response.content.decode()
    assert counts(response, "state") == {}
    assert counts(ask(cast.secretary, q="rule"), "state") == {"superseded": 1}
    assert titles(ask(state="superseded")) == []
    assert titles(ask(cast.secretary, state="superseded")) == ["Open rule"]


def test_what_is_in_force_is_told_by_dates_and_links(ask, cast):
    facts = {"adopted_by": "plenary"}
    final("In force", decision=facts | {"in_force_from": date(2010, 1, 1)})
    final("Over", decision=facts | {"in_force_from": date(2010, 1, 1), "in_force_until": date(2012, 1, 1)})
    final("To come", decision=facts | {"in_force_from": date(2990, 1, 1)})
    old = final("Replaced", decision=facts | {"in_force_from": date(2010, 1, 1)})
    actions.link(later=final("Letter"), kind="supersedes", earlier=old, by=cast.secretary)
    assert counts(ask(), "state") == {"in-force": 1, "superseded": 1}
    assert titles(ask(state="in-force")) == ["In force"]


@pytest.mark.both_databases
def test_where_only_the_newest_are_counted_the_counts_say_so_and_nothing_is_left_out(ask, shelf, monkeypatch):
    monkeypatch.setattr("asm_portal.searching.results.LISTED", 2)
    response = ask()
    kinds = {
        choice.value: choice.shown_count
        for facet in response.context["facets"]
        if facet.name == "kind"
        for choice in facet.choices
    }
    assert kinds == {"report": "1+", "letter": "1+"}
    assert "2+ documents" in response.content.decode()
    assert counts(response, "since")["2005"] is None
    assert titles(ask(until="2005")) == ["Old report"]


def test_pages_keep_the_query(ask, cast):
    for number in range(21):
        final(f"Report {number}")
    content = ask(kind="paper").content.decode()
    assert "?kind=paper&amp;page=2" in content
    assert len(titles(ask(kind="paper", page=2))) == 1
    assert len(titles(ask(q="report", page=2))) == 1


def test_labels_are_in_the_language_of_the_reader(client, shelf):
    with override("fr"):
        response = client.get(reverse("knowledge:document-list"))
    assert [choice.label for choice in response.context["facets"][0].choices] == ["Letter (fr)", "Report (fr)"]
