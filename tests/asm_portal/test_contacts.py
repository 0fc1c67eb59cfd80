"""The contacts of a body: who sees them, and what the files hold."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from asm_portal.dated import today
from asm_portal.exports import cell, folded
from asm_portal.members import directory, own_representations, unconfirmed
from asm_portal.models import Membership, OfficeTerm, Person, Representation
from tests.cast import again, person, represent

PAGES = ("body-contacts", "body-contacts-csv", "body-contacts-vcard")


def names(found):
    return {contact.person.given_name for contact in found.contacts}


def reads(client, user, page, body):
    client.force_login(user)
    return client.get(reverse(page, args=[body.code]))


def lines(text):
    """The unfolded lines of a vCard file."""
    return text.replace("\r\n ", "").split("\r\n")


def value(text):
    """A vCard value as it was before it was escaped."""
    out, signs = "", iter(text)
    for sign in signs:
        if sign == "\\":
            sign = next(signs)
            sign = "\n" if sign == "n" else sign
        out += sign
    return out


def cards(text):
    """The cards of a vCard file: property → value, parameters left out."""
    found = []
    for line in lines(text):
        name, _colon, rest = line.partition(":")
        if line == "BEGIN:VCARD":
            found.append({})
        elif line not in ("END:VCARD", ""):
            found[-1][name.partition(";")[0]] = rest
    return found


def rows(response):
    text = response.content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def test_the_contacts_of_a_body_are_those_who_count_in_it(cast):
    assert names(directory(cast.xwa, cast.member_a)) == {"Alba", "Olga", "Dora", "Celia"}
    assert names(directory(cast.xwb, cast.member_b)) == {"Bruno", "Dora", "Dino", "Berta"}


@pytest.mark.parametrize("page", PAGES)
def test_only_those_who_belong_open_the_contacts(client, cast, page):
    opened = {
        body.code: {name for name, user in cast.users.items() if reads(client, user, page, body).status_code == 200}
        for body in (cast.xwa, cast.xwb)
    }
    assert opened == {
        "XWA": {"member_a", "observer", "both", "chair_a", "kp_chair", "secretary"},
        "XWB": {"member_b", "both", "narrow", "chair_b", "kp_chair", "secretary"},
    }


@pytest.mark.parametrize("page", PAGES)
def test_a_refused_reader_gets_the_answer_of_a_body_that_does_not_exist(client, cast, page):
    client.force_login(cast.member_b)
    assert client.get(reverse(page, args=["XWA"])).status_code == 404
    assert client.get(reverse(page, args=["XNO"])).status_code == 404


def test_anyone_is_asked_to_sign_in(client, cast):
    response = client.get(reverse("body-contacts", args=["XWA"]))
    assert response.status_code == 302
    assert reverse("account_login") in response["Location"]


@pytest.mark.parametrize("page", PAGES)
def test_a_membership_that_ends_today_closes_the_contacts_today(client, cast, page):
    assert reads(client, cast.member_a, page, cast.xwa).status_code == 200
    membership = Membership.objects.get(body=cast.xwa, organisation=cast.xa)
    membership.valid_until = today()
    membership.save()
    assert reads(client, cast.member_a, page, cast.xwa).status_code == 404
    assert "Alba" not in names(directory(cast.xwa, cast.secretary))


def test_an_ex_member_is_no_contact_and_reads_none(client, cast):
    assert "Edgar" not in names(directory(cast.xwa, cast.secretary))
    assert reads(client, cast.ex_member, "body-contacts", cast.xwa).status_code == 404


def test_a_certificate_officer_is_no_contact_and_reads_none(client, cast):
    assert "Ofelia" not in names(directory(cast.xwa, cast.secretary))
    assert reads(client, cast.officer, "body-contacts", cast.xwa).status_code == 404


def test_office_holders_come_first(cast):
    found = directory(cast.xwa, cast.member_a).contacts
    assert [contact.person.given_name for contact in found] == ["Celia", "Alba", "Dora", "Olga"]


def test_a_seat_shows_its_holder_or_that_it_is_vacant(cast):
    (seat,) = directory(cast.xwa, cast.member_a).seats
    assert [contact.person.given_name for contact in seat.contacts] == ["Celia"]
    term = OfficeTerm.objects.get(office=seat.office)
    term.valid_until = today()
    term.save()
    (seat,) = directory(cast.xwa, again(cast.member_a)).seats
    assert (seat.term, seat.contacts) == (None, ())


def test_an_office_holder_whose_organisation_is_no_member_is_a_contact(cast):
    membership = Membership.objects.get(body=cast.xwb, organisation=cast.xb)
    membership.valid_until = today()
    membership.save()
    assert names(directory(cast.xwb, again(cast.both))) == {"Dora", "Dino", "Berta"}


def test_an_organisation_without_representatives_is_listed_without_contact(client, cast):
    for row in Representation.objects.filter(organisation=cast.xo):
        row.valid_until = today()
        row.save()
    text = reads(client, cast.member_a, "body-contacts", cast.xwa).content.decode()
    assert "Sample Coalition" in text
    assert "No contact on record" in text


def test_a_person_who_speaks_twice_for_an_organisation_stands_there_once(cast):
    represent(Person.objects.get(given_name="Alba"), cast.xa, body=cast.xwa, function="Statistician")
    found = [contact for contact in directory(cast.xwa, cast.member_a).contacts if contact.person.given_name == "Alba"]
    assert [contact.functions for contact in found] == [("Statistician",)]


def test_the_page_links_telephone_and_mail_and_says_the_local_time(client, cast, time_machine):
    time_machine.move_to("2026-06-01T12:00:00Z", tick=False)
    alba = Person.objects.get(given_name="Alba")
    alba.time_zone, alba.languages = "Asia/Kolkata", ["en", "fr"]
    alba.save()
    text = reads(client, cast.both, "body-contacts", cast.xwa).content.decode()
    assert 'href="tel:+000205550100"' in text
    assert 'href="mailto:alba@cast.example"' in text
    assert "17:30, Kolkata (UTC+5:30)" in text
    assert "Français" in text


def test_no_cache_keeps_contacts(client, cast):
    for page in PAGES:
        assert reads(client, cast.member_a, page, cast.xwa)["Cache-Control"] == "private, no-store"


def test_the_vcards_parse_back_to_what_is_on_record(client, cast):
    alba = Person.objects.get(given_name="Alba")
    alba.family_name, alba.languages = (
        "Sample; the “first”, \\ a\nname with enough ñandú to be folded twice over: ÄÖÜ ÄÖÜ",
        ["fr"],
    )
    alba.save()
    response = reads(client, cast.both, "body-contacts-vcard", cast.xwa)
    text = response.content.decode()
    assert response["Content-Type"] == "text/vcard; charset=utf-8"
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    found = {value(card["FN"]): card for card in cards(text)}
    card = found[f"Alba {alba.family_name}"]
    assert card["VERSION"] == "3.0"
    assert [value(part) for part in card["N"].replace("\\;", "\0").split(";")][:2] == [
        alba.family_name.replace(";", "\0"),
        "Alba",
    ]
    assert (value(card["ORG"]), value(card["TEL"]), value(card["EMAIL"])) == (
        "Alder",
        "+000 20 555 0100",
        "alba@cast.example",
    )
    assert "français" in value(card["NOTE"])
    assert len(found) == 4


def test_folding_cuts_no_character_in_two():
    line = folded("NOTE:" + "é中𝄞" * 60)
    assert all(len(piece.encode()) <= 75 for piece in line.split("\r\n"))
    assert line.replace("\r\n ", "") == "NOTE:" + "é中𝄞" * 60


def test_one_card_is_of_one_contact_and_of_this_body_only(client, cast):
    client.force_login(cast.both)
    uid = {body: directory(body, cast.both).contacts[0].uid for body in (cast.xwa, cast.xwb)}
    (card,) = cards(client.get(reverse("body-contact-vcard", args=["XWA", uid[cast.xwa]])).content.decode())
    assert value(card["FN"]) == "Celia Sample"
    assert card["UID"] == f"urn:uuid:{uid[cast.xwa]}"
    assert client.get(reverse("body-contact-vcard", args=["XWA", uid[cast.xwb]])).status_code == 404


def test_the_sheet_lists_the_contacts_in_utf_8_that_spreadsheets_recognise(client, cast):
    response = reads(client, cast.member_a, "body-contacts-csv", cast.xwa)
    assert response.content.startswith(b"\xef\xbb\xbf")
    assert response["Content-Disposition"] == 'attachment; filename="XWA-contacts.csv"'
    found = rows(response)
    assert [row[0] for row in found] == ["Given name", "Celia", "Alba", "Dora", "Olga"]
    assert {len(row) for row in found} == {len(found[0])}


def test_no_cell_of_the_sheet_is_a_formula(client, cast):
    alba = Person.objects.get(given_name="Alba")
    alba.family_name = "=HYPERLINK(1)"
    alba.save()
    represent(alba, cast.xa, body=cast.xwa, function="\t@SUM(1)")
    cells = [text for row in rows(reads(client, cast.member_a, "body-contacts-csv", cast.xwa)) for text in row]
    assert "'=HYPERLINK(1)" in cells
    assert "'\t@SUM(1)" in cells
    assert not [text for text in cells if text.lstrip().startswith(("=", "+", "-", "@"))]
    assert cell("＝SUM(1)") == "'＝SUM(1)"


def test_confirming_notes_today_on_all_that_one_represents_and_on_nobody_else(client, cast):
    old = today() - timedelta(days=400)
    for row in Representation.objects.all():
        row.last_confirmed_on = old
        row.save()
    client.force_login(cast.member_a)
    response = client.post(reverse("contact-confirm"), {"answer": "right"})
    assert response["Location"] == reverse("desk")
    confirmed = Representation.objects.filter(last_confirmed_on=today())
    assert {row.person.given_name for row in confirmed} == {"Alba"}
    assert confirmed.get().history.first().history_user == cast.member_a


def test_opening_the_page_confirms_nothing(client, cast):
    client.force_login(cast.member_a)
    text = client.get(reverse("contact-confirm")).content.decode()
    assert "alba@cast.example" in text
    assert not Representation.objects.filter(last_confirmed_on=today()).exists()


@pytest.mark.parametrize(("days", "is_due"), [(181, False), (182, True)])
def test_contact_data_are_due_after_six_months(cast, days, is_due):
    row = own_representations(cast.member_a).get()
    row.last_confirmed_on = today() - timedelta(days=days)
    row.save()
    assert unconfirmed(own_representations(cast.member_a)).exists() == is_due


@pytest.mark.parametrize("page", PAGES)
def test_the_number_of_queries_does_not_grow_with_the_contacts(client, cast, django_assert_num_queries, page):
    assert reads(client, cast.member_a, page, cast.xwa).status_code == 200
    with CaptureQueriesContext(connection) as few:
        client.get(reverse(page, args=["XWA"]))
    for number in range(20):
        represent(person(f"P{number}"), cast.xa)
    with django_assert_num_queries(len(few)):
        client.get(reverse(page, args=["XWA"]))
