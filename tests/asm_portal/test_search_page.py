"""The search page: everything that one may know of in one place, and nothing else, however it is asked for."""

from datetime import date
from xml.etree import ElementTree

import pytest
from django.urls import reverse
from django.utils.translation import override

from asm_portal.dated import today
from asm_portal.models import Body, OrganisationName, Person, Representation
from knowledge import actions
from knowledge.models import GlossaryTerm
from tests.cast import again, organisation, person, represent
from tests.knowledge.papers import draft, final

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def ask(client):
    """The search page as a reader sees it for a query string."""

    def get(user=None, name="search", interface="en", **query):
        client.logout()
        if user and user.is_authenticated:
            client.force_login(again(user))
        with override(interface):
            return client.get(reverse(name), query)

    return get


def found(response):
    return [str(row.record) for row in response.context["results"].rows]


def counts(response, name):
    """Value → count of a filter."""
    chosen = (facet for facet in response.context["facets"] if facet.name == name)
    return {choice.value: choice.count for facet in chosen for choice in facet.choices}


@pytest.fixture
def eswatini(cast):
    """A Participant that bore another name until 2018."""
    made = organisation("XZ", "Newland")
    for language, old, new in (("en", "Oldland", "Newland"), ("fr", "Vieilleterre", "Newland")):
        row = made.names.get(language=language)
        row.valid_from, row.name = date(2018, 4, 19), new
        row.save()
        OrganisationName.objects.create(
            organisation=made, language=language, name=old, valid_from=date(2003, 1, 1), valid_until=date(2018, 4, 19)
        )
    return made


@pytest.fixture
def monitors(cast):
    """A body with an abbreviation in each language."""
    names = {"name_en": "Working Group on Monitoring", "name_fr": "Groupe de travail chargé du suivi"}
    return Body.objects.create(
        code="XGM", kind="working_group", abbreviation_en="XGM", abbreviation_fr="GTXS", valid_from=date(2003, 1, 1),
        mandate_en="Peer review", **names,
    )  # fmt: skip


@pytest.mark.parametrize("text", ["Newland", "newland", "Oldland", "vieilleterre", '"Oldland"', "XZ"])
def test_a_participant_is_found_by_every_name_it_bears_or_bore(ask, eswatini, text):
    response = ask(q=text)
    assert found(response) == ["Newland"]
    assert "formerly Oldland" in response.text


def test_an_old_name_finds_what_is_about_the_participant_today(ask, eswatini, cast):
    final("Annual report 2024", organisation=eswatini)
    final("Letter", texts={"fr": "La Newland a répondu."})
    final("Another letter", texts={"en": "Oldland has answered."})
    final("Unrelated")
    names = {"Newland", "Annual report 2024", "Letter", "Another letter"}
    assert set(found(ask(q="Oldland"))) == set(found(ask(q="Newland"))) == names
    assert found(ask(q="Oldland report")) == ["Annual report 2024"]


def test_a_new_name_counts_at_once(ask, eswatini):
    final("Annual report 2024", organisation=eswatini)
    OrganisationName.objects.create(organisation=eswatini, language="pt", name="Terranova", valid_from=date(2003, 1, 1))
    assert set(found(ask(q="terranova"))) == {"Newland", "Annual report 2024"}
    eswatini.names.get(language="pt").delete()
    assert found(ask(q="terranova")) == []


@pytest.mark.parametrize(
    "text", ["XGM", "GTXS", "gtxs", "working group on monitoring", "groupe de travail chargé du suivi"]
)
def test_a_body_and_its_papers_are_found_by_both_names_and_both_abbreviations(ask, monitors, text):
    final("Minutes of spring", issuing_body=monitors)
    final("Report", texts={"en": "The XGM met."})
    final("Rapport", texts={"fr": "Le GTXS s’est réuni."})
    assert set(found(ask(q=text))) == {"Working Group on Monitoring", "Minutes of spring", "Report", "Rapport"}


def test_an_abbreviation_of_the_glossary_finds_the_words_it_stands_for(ask, cast):
    GlossaryTerm.objects.create(
        term_en="annual summit", term_fr="sommet annuel", abbreviation_en="ANS", abbreviation_fr="SAN"
    )
    final("First", texts={"en": "The annual summit was held."})
    final("Second", texts={"fr": "Le sommet annuel a eu lieu."})
    assert set(found(ask(q="SAN"))) == set(found(ask(q="ANS"))) == {"First", "Second"}


def test_words_of_a_name_are_found_apart_as_well(ask, monitors):
    final("Paper", texts={"en": "The monitoring of trade, by a group that is working."})
    assert "Paper" in found(ask(q="working group on monitoring"))
    assert "Paper" not in found(ask(q='"working group on monitoring"'))


def test_what_stands_after_a_minus_is_left_out(ask, cast):
    final("Rough diamonds", texts={"en": "trade in synthetic stones"})
    final("Polished diamonds", texts={"en": "trade in stones, rough and polished"})
    assert found(ask(q="diamonds -synthetic")) == ["Polished diamonds"]
    assert found(ask(q='diamonds -"rough and polished"')) == ["Rough diamonds"]
    assert set(found(ask(q='diamonds -"polished and rough"'))) == {"Rough diamonds", "Polished diamonds"}


def test_an_exclusion_in_one_language_leaves_the_whole_document_out(ask, cast):
    final({"en": "Trade", "fr": "Commerce"}, texts={"en": "common synthetic", "fr": "common"})
    assert found(ask(q="common")) == ["Trade"]
    assert found(ask(q="common -synthetic")) == []


def test_an_exclusion_does_not_tell_what_a_hidden_text_holds(ask, cast):
    document = final("Report", texts={"en": "figures"}, issuing_body=cast.xwa)
    revision = actions.add_revision(document=document, by=cast.secretary)
    actions.add_rendition(revision=revision, language="en", text="figures of emeralds", by=cast.secretary)
    assert found(ask(q="figures -emeralds")) == ["Report"]
    assert found(ask(cast.secretary, q="figures -emeralds")) == []


def test_people_are_found_by_those_who_may_reach_them_and_by_nobody_else(ask, cast):
    who = represent(person("Quintus"), cast.xa, function="Gemmologist")
    for text in ("Quintus", "gemmologist"):
        finders = {name for name, user in cast.users.items() if found(ask(user, q=text))}
        assert finders == {"member_a", "observer", "both", "chair_a", "kp_chair", "secretary"}
        assert found(ask(q=text)) == []
    content = ask(cast.observer, q="Quintus").text
    assert "Gemmologist" in content
    assert "quintus@cast.example" not in content
    Representation.objects.get(person=who).delete()
    assert found(ask(cast.secretary, q="Quintus")) == []


def test_a_person_leaves_the_search_with_the_representation(ask, cast):
    who = represent(person("Quintus"), cast.xa)
    row = who.representations.get()
    row.valid_until = today()
    row.save()
    assert found(ask(cast.observer, q="Quintus")) == []


def test_nobody_finds_a_person_by_a_function_that_they_may_not_know_of(ask, cast):
    who = represent(person("Quintus"), cast.xa, body=cast.xwa, function="Gemmologist")
    represent(who, cast.xd, body=cast.xwb, function="Auditor")
    assert found(ask(cast.observer, q="auditor")) == []
    assert len(found(ask(cast.member_b, q="auditor"))) == 1


def test_a_person_who_is_renamed_is_found_by_the_new_name(ask, cast):
    who = Person.objects.get(given_name="Alba")
    who.family_name = "Emerald"
    who.save()
    assert found(ask(cast.secretary, q="emerald")) == ["Alba Emerald, Alder"]
    assert "Alba Emerald, Alder" not in found(ask(cast.secretary, q="sample alba"))


def test_the_kinds_are_counted_over_everything_and_narrow_it(ask, cast, monitors):
    final("Alder report", organisation=cast.xa, date=date(2020, 1, 1))
    response = ask(cast.observer, q="alder")
    assert counts(response, "kind") == {"paper": 1, "organisation": 1, "person": 1}
    assert counts(response, "participant") == {"XA": 3}
    assert counts(response, "since") == {"2020": 1}
    assert counts(ask(q="alder"), "kind") == {"paper": 1, "organisation": 1}
    assert found(ask(q="alder", kind="organisation")) == ["Alder"]
    assert set(found(ask(q="alder", participant="XA"))) == {"Alder", "Alder report"}
    assert found(ask(q="alder", since="2020")) == ["Alder report"]
    assert found(ask(kind="body", body="XGM")) == ["Working Group on Monitoring"]


def test_counts_are_of_what_one_may_know_of(ask, cast):
    final("Open emerald")
    final("Emerald of the body", audience="body", issuing_body=cast.xwa)
    draft("Emerald draft", issuing_body=cast.xwb)
    for user, count in ((None, 1), (cast.member_b, 1), (cast.member_a, 2), (cast.secretary, 3)):
        response = ask(user, q="emerald")
        assert counts(response, "kind") == {"paper": count}
        assert sum(counts(response, "body").values()) == count - 1


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("diamnods", "diamonds"),
        ("Statisics", "Statistics"),
        ("statistics of diamods", "statistics of diamonds"),
        ("Aldre", "Alder"),
        ("decisoin", "décision"),
    ],
)
def test_a_word_that_nothing_holds_is_put_right(ask, cast, typed, meant):
    final({"en": "Statistics of diamonds", "fr": "Une décision sur les chiffres"})
    response = ask(q=typed)
    assert response.context["suggestion"].casefold() == meant.casefold()
    assert "Did you mean" in response.text
    assert found(ask(q=response.context["suggestion"]))


def test_what_is_proposed_stands_in_a_title_that_the_reader_may_know_of(ask, cast):
    final("Emeralds", audience="body", issuing_body=cast.xwa)
    final("Sapphires", texts={"en": "rubies"})
    draft("Amethysts")
    for typed in ("emeralsd", "amethists", "rubeis"):
        assert ask(q=typed).context["suggestion"] == ""
    assert ask(cast.member_a, q="emeralsd").context["suggestion"] == "Emeralds"
    assert ask(cast.secretary, q="amethists").context["suggestion"] == "Amethysts"
    assert ask(q="saphires").context["suggestion"] == "Sapphires"


def test_another_ending_of_a_visible_word_is_not_taken_from_a_closed_title(ask, cast):
    final("Emeralds", audience="secretariat")
    final("One emerald")
    assert ask(q="emeralsd").context["suggestion"] == "emerald"


def test_the_name_of_a_person_is_proposed_to_those_only_who_may_know_of_them(ask, cast):
    represent(person("Quintus"), cast.xa)
    assert ask(q="Quintsu").context["suggestion"] == ""
    assert ask(cast.member_b, q="Quintsu").context["suggestion"] == ""
    assert ask(cast.observer, q="Quintsu").context["suggestion"] == "Quintus"


def test_what_finds_enough_is_not_put_right(ask, cast):
    for number in range(3):
        final(f"Diamonds {number}", texts={"en": "diamnods"})
    assert ask(q="diamnods").context["suggestion"] == ""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("-diamonds", "Write at least one word"),
        ('-"rough diamonds" -x', "Write at least one word"),
        ("💎", "no letter and no digit"),
        ("*** ???", "no letter and no digit"),
        ('"rough diamonds', "1 result"),
        ("rough diamonds " * 1000, "Only the first 300 characters"),
        ("\x00rough\x00", "1 result"),
        ("of the", "1 result"),
        ("xyzzy", "Nothing found"),
    ],
)
def test_an_odd_question_gets_a_clear_answer(ask, cast, text, words):
    final("Rough diamonds of the river")
    response = ask(q=text)
    assert response.status_code == 200
    assert words in response.text


@pytest.mark.parametrize(
    "query",
    [
        {"kind": "x\x00", "body": "'", "participant": "%s", "since": "²⁰²⁰", "until": "-1", "state": "gone"},
        {"q": "\x00", "page": "x", "sort": "\x00", "language": "xx"},
        {"q": "a" * 10_000, "page": "99999999999999999999"},
        {"q": ["a", "b"], "kind": ["paper"] * 300},
    ],
)
def test_whatever_is_wrong_in_a_query_is_left_out(ask, cast, query):
    assert ask(**query).status_code == 200
    assert ask(name="search-feed", **query).status_code == 200


def test_without_words_and_filters_the_page_says_how_to_search(ask, cast):
    content = ask().text
    assert "How to search" in content
    assert "Keep this search" not in content


def test_the_permanent_address_is_the_same_however_it_was_asked_for(ask, cast):
    final("Emerald", issuing_body=cast.xwa)
    one = ask(q="  emerald ", kind=["paper", "none"], body="", page="1", sort="date").context["results"].canonical
    other = ask(kind="paper", q="emerald").context["results"].canonical
    assert one == other == "q=emerald&kind=paper"


def test_the_page_for_everyone_sets_no_cookie_and_is_asked_for_again(ask, cast):
    response = ask(q="emerald")
    assert not response.cookies
    assert response["Cache-Control"] == "public, no-cache"
    assert response["ETag"]
    assert ask(cast.member_a, q="emerald")["Cache-Control"] == "private, no-store"


def entries(response):
    atom = "{http://www.w3.org/2005/Atom}"
    root = ElementTree.fromstring(response.content)  # noqa: S314 (our own feed)
    return [
        (row.get("{http://www.w3.org/XML/1998/namespace}lang"), row.find(f"{atom}title").text)
        for row in root.iter(f"{atom}entry")
    ]


def test_the_feed_of_a_search_holds_what_anyone_may_know_of_and_names_languages(ask, cast):
    final("Emerald report")
    final({"fr": "Rapport sur les emerald"})
    final("Closed emerald", audience="process")
    draft("Emerald draft")
    for user in (None, cast.secretary):
        response = ask(user, name="search-feed", q="emerald")
        assert set(entries(response)) == {("en", "Emerald report"), ("fr", "Rapport sur les emerald")}
        assert response["Cache-Control"] == "public, no-cache"
    assert entries(ask(name="search-feed")) == []


def test_the_feed_is_in_the_order_in_which_things_appeared(ask, cast, time_machine):
    time_machine.move_to("2026-01-01T10:00:00Z")
    late = draft("Emerald two", date=date(2001, 1, 1))
    final("Emerald one", date=date(2020, 1, 1))
    time_machine.move_to("2026-02-01T10:00:00Z")
    actions.publish(document=late, by=None)
    assert [title for _language, title in entries(ask(name="search-feed", q="emerald"))] == [
        "Emerald two",
        "Emerald one",
    ]
