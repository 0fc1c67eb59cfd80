"""The chains of decisions that are known from the reference facts, on several days, as the pages show them."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from asm_portal.models import ReferenceRow
from asm_portal.reference import rows_of
from asm_portal.visibility import Audience
from knowledge.chains import Chains
from knowledge.models import Decision, Document, DocumentKind
from knowledge.relations import in_force_on, text_in_force

pytestmark = pytest.mark.usefixtures("facts")
ANYONE = AnonymousUser()
PEER_REVIEW = ["2003-peer-review", "2006-peer-review", "2012-peer-review", "2019-peer-review"]
MECHANISM = [
    "2010-asm-committee", "2011-asm", "2012-asm-amendment", "2012-asm", "2013-asm-extension", "2014-asm-memorandum",
    "2018-secretariat", "2019-asm-extension", "2022-secretariat-host", "2023-secretariat-agreements",
]  # fmt: skip


def by_key(key):
    row = ReferenceRow.objects.get(key=f"knowledge.document:{key}")
    return Document.objects.get(pk=row.object_id)


def keys():
    rows = ReferenceRow.objects.filter(key__startswith="knowledge.document:")
    return {row.object_id: row.key.partition(":")[2] for row in rows}


def rules(day, topic=None):
    """The key of each base text in force on a day → the keys of what had amended it, in their order."""
    known, day = keys(), date.fromisoformat(day)
    decisions = Document.objects.visible_to(ANYONE).filter(decision__isnull=False, state="final")
    found = in_force_on(decisions, ANYONE, day)
    if topic:
        found = found.filter(decision__topic=topic)
    chains = Chains(ANYONE, day)
    return {
        known[document.pk]: [known[link.later_id] for link in chains.amendments(document)]
        for document in found.order_by("date")
    }


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2003-10-29", []),
        ("2003-10-30", PEER_REVIEW[:1]),
        ("2006-11-08", PEER_REVIEW[:1]),
        ("2006-11-09", PEER_REVIEW[1:2]),
        ("2012-11-29", PEER_REVIEW[1:2]),
        ("2012-11-30", PEER_REVIEW[2:3]),
        ("2019-11-21", PEER_REVIEW[2:3]),
        ("2019-11-22", PEER_REVIEW[3:]),
        ("2026-01-01", PEER_REVIEW[3:]),
    ],
)
def test_one_text_on_peer_review_is_in_force_at_a_time(day, expected):
    assert list(rules(day, "peer-review")) == expected


FROM_2012 = {"2010-asm-committee": ["2011-asm", "2012-asm-amendment"]}


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2010-10-31", {}),
        ("2010-11-01", {"2010-asm-committee": []}),
        ("2011-11-03", {"2010-asm-committee": ["2011-asm"]}),
        ("2012-08-20", FROM_2012),
        ("2012-11-30", FROM_2012 | {"2012-asm": []}),
        ("2013-11-22", FROM_2012 | {"2012-asm": ["2013-asm-extension"]}),
        ("2014-05-26", FROM_2012 | {"2012-asm": ["2013-asm-extension", "2014-asm-memorandum"]}),
        (
            "2018-11-16",
            FROM_2012 | {"2012-asm": ["2013-asm-extension", "2014-asm-memorandum"], "2018-secretariat": []},
        ),
        (
            "2022-11-04",
            FROM_2012
            | {
                "2012-asm": [
                    "2013-asm-extension",
                    "2014-asm-memorandum",
                    "2019-asm-extension",
                    "2022-secretariat-host",
                ],
                "2018-secretariat": [],
                "2022-secretariat-host": [],
            },
        ),
        (
            "2024-10-08",
            {"2018-secretariat": [], "2022-secretariat-host": [], "2023-secretariat-agreements": []},
        ),
    ],
)
def test_the_mechanism_grew_by_amendments_and_extensions_until_the_secretariat(day, expected):
    assert rules(day, "administrative-support") == expected


def test_measures_that_were_lifted_are_no_rules_any_more():
    assert rules("2019-11-22")["2013-statistics"] == []
    assert rules("2015-07-16", "measures") == {"2013-car-suspension": [], "2014-car": []}
    assert rules("2019-11-22", "measures") == {"2014-car": [], "2015-car-resumption": ["2019-car-framework"]}
    assert not {"2013-car-suspension", "2015-car-resumption", "2019-car-framework"} & set(rules("2024-11-15"))


@pytest.mark.parametrize("chain", [PEER_REVIEW, MECHANISM])
def test_the_history_of_a_rule_is_the_same_from_each_of_its_texts(client, chain):
    known = keys()
    for key in chain:
        page = client.get(reverse("knowledge:document-history", args=[by_key(key).reference]))
        shown = [known[version.document.pk] for version in page.context["versions"]]
        assert [found for found in shown if found in chain] == chain
        assert [known[row.document.pk] for row in page.context["versions"] if row.is_shown] == [key]


def test_each_text_of_a_chain_leads_to_the_one_in_force():
    for key in PEER_REVIEW[:3]:
        assert text_in_force(by_key(key), ANYONE) == by_key("2019-peer-review")
    for key in ("2010-asm-committee", "2011-asm", "2012-asm-amendment", "2012-asm", "2013-asm-extension"):
        assert text_in_force(by_key(key), ANYONE) == by_key("2023-secretariat-agreements")
    for key in ("2019-peer-review", "2018-secretariat", "2022-secretariat-host"):
        assert text_in_force(by_key(key), ANYONE) is None


def test_the_page_of_a_superseded_text_opens_with_a_banner(client):
    page = client.get(by_key("2003-peer-review").get_absolute_url()).content.decode()
    assert "Superseded." in page
    assert by_key("2019-peer-review").get_absolute_url() in page
    page = client.get(by_key("2013-asm-extension").get_absolute_url()).content.decode()
    assert "What this text amends has been superseded." in page


def test_a_day_before_the_first_decision_says_which_was_the_first(client):
    page = client.get(reverse("knowledge:decision-list"), {"on": "2003-04-29"}).content.decode()
    assert "No decision is on record for that day" in page
    assert "30 April 2003" in page
    assert (
        "No decision is on record"
        not in client.get(reverse("knowledge:decision-list"), {"on": "2003-04-30"}).content.decode()
    )


def test_a_day_ahead_and_a_day_that_is_not_known_are_said_in_words(client):
    address = reverse("knowledge:decision-list")
    assert "This day lies ahead" in client.get(address, {"on": "2090-01-01"}).content.decode()
    page = client.get(address, {"on": "2010-12-01"}).content.decode()
    assert "November 2010" in page
    assert "the day is not known" in page
    assert "We do not know when these were adopted" in page


def test_every_kind_of_the_process_is_loaded_and_only_published_ones_are_public():
    public = {
        "core_document", "declaration", "final_communique", "public_summary", "statistics_table", "terms_of_reference",
        "speech_statement", "report_to_unga",
    }  # fmt: skip
    loaded = {kind.code: kind.default_audience for kind in DocumentKind.objects.all()}
    assert set(loaded) == {row["code"] for row in rows_of("document_kinds")}
    assert {code for code, audience in loaded.items() if audience == Audience.PUBLIC} == public
    reports = {code for code in loaded if code.endswith("_report") or code in ("minutes", "annual_report_assessment")}
    assert reports
    assert not reports & public


def test_decisions_are_found_by_topic_and_by_how_they_were_adopted(client):
    address = reverse("knowledge:decision-list")
    found = client.get(address, {"topic": "peer-review"}).context["document_list"]
    assert [document.date.year for document in found] == [2019, 2012, 2006, 2003]
    by_procedure = client.get(address, {"adopted_by": "written_procedure"}).context["page_obj"].paginator.count
    assert by_procedure == Decision.objects.filter(adopted_by="written_procedure").count() == 6


def test_a_long_list_of_decisions_has_pages(client):
    page = client.get(reverse("knowledge:decision-list"))
    assert page.context["page_obj"].paginator.num_pages == 2
    assert "48 decisions" in page.content.decode()
