"""The directory: whom a reader finds, by what, and the files and the page to print that hold the same."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from asm_portal.dated import today
from asm_portal.models import ContactEmail, Office, OfficeTerm, OrganisationName, Person, Phone, Representation
from tests.cast import SINCE, again, person, represent

PAGES = ("directory", "directory-print", "directory-csv", "directory-vcard")
KILOBYTE = 1024


def found(client, user, **query):
    """The given names of those whom the reader finds."""
    client.force_login(again(user))
    return [contact.person.given_name for contact in client.get(reverse("directory"), query).context["object_list"]]


@pytest.mark.parametrize("page", PAGES)
def test_anyone_is_asked_to_sign_in(client, cast, page):
    response = client.get(reverse(page))
    assert response.status_code == 302
    assert reverse("account_login") in response["Location"]


def test_one_finds_those_of_ones_organisation_and_of_ones_bodies(client, cast):
    whom = {name: set(found(client, user)) for name, user in cast.users.items()}
    everybody = {row.person.given_name for row in Representation.objects.valid_on()}
    assert whom["secretary"] == whom["kp_chair"] == everybody
    assert whom["member_a"] == {"Alba", "Ofelia", "Olga", "Dora", "Celia"}
    assert whom["narrow"] == {"Dino", "Dora", "Bruno", "Berta"}
    assert whom["officer"] == {"Ofelia"}
    assert whom["guest"] == whom["ex_member"] == whom["administrator"] == set()


@pytest.mark.parametrize("page", PAGES)
def test_no_page_and_no_file_tells_of_others(client, cast, page):
    client.force_login(cast.member_a)
    text = client.get(reverse(page)).content.decode()
    assert "alba@cast.example" in text
    assert not [word for word in ("Bruno", "bruno@", "Karim") if word in text]
    assert client.get(reverse(page))["Cache-Control"] == "private, no-store"


@pytest.fixture
def helene(cast):
    """Somebody with accents in everything."""
    OrganisationName.objects.filter(organisation=cast.xd, language="fr").get().delete()
    OrganisationName.objects.create(organisation=cast.xd, language="fr", name="Cornouiller d’Été", valid_from=SINCE)
    made = Person.objects.create(given_name="Hélène", family_name="Œuvré", languages=["pt"], is_demonstration=True)
    ContactEmail.objects.create(person=made, address="helene@cast.example", is_primary=True)
    represent(made, cast.xd, function="Géologue en chef")
    return made


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "text",
    [
        "helene",
        "HÉLÈNE",
        "oeuvre",
        "geologue",
        "Geolog chef",
        "cornouiller d'ete geo",
        "dogwood hel",
        "portugues",
        "xd géo",
    ],
)
def test_one_searches_by_name_organisation_function_and_language_without_accents(client, cast, helene, text):
    assert found(client, cast.secretary, q=text) == ["Hélène"]


@pytest.mark.parametrize("text", ["helene alder", "%", "_", "nobody", "hélène portuguesse"])
def test_every_word_must_be_there(client, cast, helene, text):
    assert found(client, cast.secretary, q=text) == []


def test_one_searches_by_office(client, cast):
    assert found(client, cast.member_a, q="chair of xwa") == ["Celia"]


def test_filters_narrow_and_count_what_one_may_know(client, cast, helene):
    assert found(client, cast.secretary, language="pt") == ["Hélène"]
    assert set(found(client, cast.member_a, organisation="XA")) == {"Alba", "Ofelia"}
    assert found(client, cast.member_a, organisation="XB") == []
    client.force_login(cast.member_a)
    organisations, _languages = client.get(reverse("directory")).context["facets"]
    assert {choice.value: choice.count for choice in organisations.choices} == {"XA": 2, "XC": 1, "XD": 2, "XO": 1}


def test_who_finds_nobody_is_told_what_to_do(client, cast):
    client.force_login(cast.member_a)
    assert "Try fewer words" in client.get(reverse("directory"), {"q": "zzz"}).content.decode()
    client.force_login(cast.guest)
    assert "You represent no organisation today." in client.get(reverse("directory")).content.decode()


def test_an_end_of_the_membership_closes_it_the_same_day(client, cast):
    membership = cast.xwa.memberships.get(organisation=cast.xa)
    membership.valid_until = today()
    membership.save()
    assert set(found(client, cast.member_a)) == {"Alba", "Ofelia"}


def test_the_files_hold_what_was_found_and_no_formula(client, cast, helene):
    helene.family_name = '=HYPERLINK("http://x.example")'
    helene.save()
    client.force_login(cast.secretary)
    response = client.get(reverse("directory-csv"), {"q": "helene"})
    head, row = csv.reader(io.StringIO(response.content.decode("utf-8-sig")))
    assert row[head.index("Family name")].startswith("'=")
    assert response["Content-Disposition"] == 'attachment; filename="directory.csv"'
    cards = client.get(reverse("directory-vcard"), {"q": "helene"}).content.decode()
    assert cards.count("BEGIN:VCARD") == 1
    assert "CATEGORIES" not in cards


def test_one_card_is_of_somebody_one_may_know(client, cast):
    client.force_login(cast.secretary)
    uid = {contact.person.given_name: contact.uid for contact in client.get(reverse("directory")).context["contacts"]}
    client.force_login(cast.member_a)
    assert "FN:Alba Sample" in client.get(reverse("directory-card", args=[uid["Alba"]])).content.decode()
    assert client.get(reverse("directory-card", args=[uid["Bruno"]])).status_code == 404


def many(cast, count):
    """So many people with long names, two numbers and an address, who represent the Participants."""
    for number in range(count):
        who = person(f"Maximiliana{number}", languages=["en", "fr", "pt"], time_zone="Africa/Johannesburg")
        Phone.objects.create(person=who, number="+000 20 555 0102")
        represent(who, (cast.xa, cast.xb, cast.xd)[number % 3], function="Head of the export control department")


def test_it_comes_in_pages_and_asks_no_more_for_many(client, cast, django_assert_num_queries):
    client.force_login(cast.secretary)
    client.get(reverse("directory"))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("directory"))
    many(cast, 40)
    with django_assert_num_queries(len(few)):
        page = client.get(reverse("directory"))
    assert len(page.context["contacts"]) == 25
    last = client.get(reverse("directory"), {"page": 3, "q": "maxi"})
    assert last.status_code == 404
    assert len(client.get(reverse("directory"), {"page": 2, "q": "maxi"}).context["contacts"]) == 15


def test_four_hundred_people_print_on_one_page_of_less_than_100_kilobytes(client, cast):
    client.force_login(cast.secretary)
    before = len(client.get(reverse("directory-print")).content)
    many(cast, 40)
    response = client.get(reverse("directory-print"))
    assert response.content.decode().count("Maximiliana") >= 40
    assert "+000 20 555 0102" in response.content.decode()
    assert before + (len(response.content) - before) * 10 < 100 * KILOBYTE


# Rosters


def roll(client, user, body, **query):
    if user.is_authenticated:
        client.force_login(again(user))
    response = client.get(reverse("body-roster-csv", args=[body.code]), query)
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


@pytest.fixture
def sourced(cast):
    """A membership of XWA with a source that staff only may know, and a term of somebody."""
    row = cast.xwa.memberships.get(organisation=cast.xa)
    row.source, row.certainty, row.note = "Letter of a delegate", "low", "doubtful"
    row.save()
    OfficeTerm.objects.create(
        office=Office.objects.create(code="XWA-VICE", seat="vice_chair", body=cast.xwa, name_en="Vice", name_fr="Vice"),
        organisation=cast.xd, person=cast.both.person, valid_from=SINCE, source="=1+1",
    )  # fmt: skip
    return row


def test_the_roster_of_a_day_is_for_everyone_its_sources_for_the_secretariat(client, cast, sourced):
    public = roll(client, cast.anyone, cast.xwa)
    assert [(row["Code"], row["Part"]) for row in public if row["Part"] in ("member", "observer")] == [
        ("XA", "member"), ("XC", "member"), ("XD", "member"), ("XO", "observer"),
    ]  # fmt: skip
    assert "Source" not in public[0]
    assert {row["Person"] for row in public} == {""}
    staff = roll(client, cast.secretary, cast.xwa)
    assert [row["Source"] for row in staff if row["Code"] == "XA"] == ["Letter of a delegate"]
    assert [(row["Person"], row["Source"]) for row in staff if row["Part"] == "Vice"] == [("Dora Sample", "'=1+1")]


def test_a_roster_is_of_its_day(client, cast):
    row = cast.xwa.memberships.get(organisation=cast.xa)
    row.valid_until = today()
    row.save()
    codes = {
        day: {row["Code"] for row in roll(client, cast.anyone, cast.xwa, on=day)}
        for day in ("2016-01-01", "2014-01-01")
    }
    assert codes == {"2016-01-01": {"XA", "XC", "XD", "XO"}, "2014-01-01": set()}
    assert "XA" not in {row["Code"] for row in roll(client, cast.anyone, cast.xwa)}


def test_a_day_that_is_none_is_refused_in_words(client, cast):
    response = client.get(reverse("body-roster-csv", args=["XWA"]), {"on": "2016-02-30"})
    assert response.status_code == 400
    assert "is not a day" in response.content.decode()
    client.force_login(cast.secretary)
    assert client.get(reverse("body-roster", args=["XWA"]), {"on": "2016-02-30"}).status_code == 400


def test_the_secretariat_reads_source_and_certainty_and_that_no_roll_is_known(client, cast, sourced):
    client.force_login(cast.secretary)
    address = reverse("body-roster", args=["XWA"])
    text = client.get(address).content.decode()
    assert all(words in text for words in ("Letter of a delegate", "low", "doubtful", "Dora Sample"))
    assert "No roll known for that day." in client.get(address, {"on": "2014-01-01"}).content.decode()
    assert address in client.get(cast.xwa.get_absolute_url()).content.decode()


def test_nobody_else_finds_the_sources(client, cast, sourced):
    for name in ("member_a", "kp_chair", "administrator"):
        client.force_login(again(cast.users[name]))
        assert client.get(reverse("body-roster", args=["XWA"])).status_code == 404
        assert "Letter of a delegate" not in str(roll(client, cast.users[name], cast.xwa))
        assert reverse("body-roster", args=["XWA"]) not in client.get(cast.xwa.get_absolute_url()).content.decode()
