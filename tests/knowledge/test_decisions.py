"""The decisions, and the rules as they stood on a day."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from knowledge import actions
from knowledge.models import DocumentLink, GlossaryTerm
from tests.knowledge.papers import draft, final

pytestmark = pytest.mark.django_db
Kind = DocumentLink.Kind


def decide(title, day, topic="rules", publish=True, document_facts=None, **facts):
    make = final if publish else draft
    decision = {"adopted_by": "plenary", "topic": topic} | facts
    return make(title, date=day, decision=decision, **(document_facts or {}))


@pytest.fixture
def rules(cast):
    base = decide("Base", date(2005, 1, 1))
    amendment = decide("Amendment", date(2010, 1, 1))
    successor = decide("Successor", date(2015, 1, 1), topic="statistics")
    decide("Passing", date(2006, 1, 1), in_force_from=date(2006, 6, 1), in_force_until=date(2008, 1, 1))
    decide("Not agreed", date(2004, 1, 1), publish=False)
    final("No decision", date=date(2004, 1, 1))
    actions.link(later=amendment, kind=Kind.AMENDS, earlier=base, by=None)
    actions.link(later=successor, kind=Kind.SUPERSEDES, earlier=base, effective_on=date(2016, 1, 1), by=None)
    return base


def listed(client, **query):
    response = client.get(reverse("knowledge:decision-list"), query)
    assert response.status_code == 200
    return [str(document) for document in response.context["document_list"]]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2004-12-31", []),
        ("2005-01-01", ["Base"]),
        ("2006-05-31", ["Base"]),
        ("2006-06-01", ["Passing", "Base"]),
        ("2008-01-01", ["Base"]),
        ("2010-01-01", ["Base"]),
        ("2015-12-31", ["Successor", "Base"]),
        ("2016-01-01", ["Successor"]),
    ],
)
def test_the_rules_of_a_day_are_the_base_texts_in_force(client, rules, day, expected):
    assert listed(client, on=day) == expected


def test_amendments_stand_under_their_base_text_from_their_day_on(client, rules):
    address = reverse("knowledge:decision-list")
    assert "Amendment" not in client.get(address, {"on": "2009-12-31"}).content.decode()
    content = client.get(address, {"on": "2010-01-01"}).content.decode()
    assert content.index("Base</a>") < content.index("Amendment</a>")


def test_all_decisions_are_listed_newest_first_with_what_became_of_them(client, rules):
    assert listed(client) == ["Successor", "Amendment", "Passing", "Base"]
    assert "Superseded" in client.get(reverse("knowledge:decision-list")).content.decode()


def test_a_decision_names_who_adopted_it(client, cast):
    decide("Of a body", date(2010, 1, 1), adopted_by="body", document_facts={"issuing_body": cast.xwa})
    decide("Of the Chair", date(2010, 1, 1), adopted_by="chair")
    page = client.get(reverse("knowledge:decision-list"), {"on": "2010-01-01"}).content.decode()
    assert "Sample Working Group A" in page
    assert "the KP Chair" in page
    assert listed(client, adopted_by="chair") == ["Of the Chair"]
    assert len(listed(client, adopted_by="nobody")) == 2


@pytest.mark.both_databases
def test_decisions_are_filtered_by_year_and_topic(client, rules):
    assert listed(client, adopted="2010") == ["Amendment"]
    assert listed(client, topic="statistics") == ["Successor"]
    assert listed(client, topic="statistics", adopted="2010") == []
    assert listed(client, topic="x\x00", adopted="²") == ["Successor", "Amendment", "Passing", "Base"]
    address = reverse("knowledge:decision-list")
    assert "is not a day" not in client.get(address, {"adopted": "2010"}).content.decode()


def test_a_day_that_is_none_gets_a_clear_message(client, rules):
    content = client.get(reverse("knowledge:decision-list"), {"on": "2010-13-45"}).content.decode()
    assert "is not a day" in content


def test_the_number_of_queries_does_not_grow_with_the_decisions(client, cast):
    asked = []
    for many in (1, 2, 17):
        for number in range(many):
            decide(f"Decision {number}", date(2010, 1, 1))
        for query in ({}, {"on": "2012-01-01"}):
            with CaptureQueriesContext(connection) as captured:
                assert listed(client, **query)
            asked.append(len(captured))
    assert asked[:2] == asked[2:4] == asked[4:]


@pytest.mark.both_databases
def test_the_glossary_is_in_the_order_of_the_language_of_the_reader(client, db):
    GlossaryTerm.objects.create(term_en="Chair", term_fr="Présidence", abbreviation_en="CH")
    GlossaryTerm.objects.create(term_en="Rough diamond", term_fr="Diamant brut")
    GlossaryTerm.objects.create(term_en="Administrative Decision", term_fr="Décision administrative")
    english = client.get("/en/glossary/").content.decode()
    french = client.get("/fr/glossary/").content.decode()
    assert english.index("Chair (CH)") < english.index("Rough diamond")
    assert french.index("Décision") < french.index("Diamant brut") < french.index("Présidence")
