"""People and memberships in and out of spreadsheets."""

import csv
import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from asm_portal.dated import today
from asm_portal.models import Membership, Person, Representation
from tests.administration import address, prefer_french, sign_in
from tests.cast import join, person, represent

CSV, XLSX = "0", "1"


@pytest.fixture
def secretary(client, cast):
    return sign_in(client, cast.secretary)


def sheet(*rows):
    """Rows as CSV; the first holds the titles."""
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


def workbook(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def preview(client, model, data, form=CSV, **headers):
    file = SimpleUploadedFile("sheet.csv" if form == CSV else "sheet.xlsx", data)
    return client.post(address(model, "import"), {"import_file": file, "format": form, "resource": ""}, headers=headers)


def confirm(client, model, answer):
    initial = answer.context["confirm_form"].initial
    return client.post(address(model, "process_import"), {"confirm": "yes"} | initial)


def bring_in(client, model, data, form=CSV):
    answer = preview(client, model, data, form)
    assert "confirm_form" in answer.context, complaints(answer)
    return confirm(client, model, answer)


def complaints(answer):
    """(row, words) of what is wrong with a sheet."""
    result = answer.context["result"]
    invalid = [(row.number, " ".join(row.error.messages)) for row in result.invalid_rows]
    return (
        invalid
        + [(number, str(errors[0].error)) for number, errors in result.row_errors()]
        + [(0, str(error.error)) for error in result.base_errors]
    )


NEWCOMER = (
    (
        "email",
        "given_name",
        "family_name",
        "preferred_language",
        "languages",
        "phones",
        "organisation",
        "function",
        "valid_from",
    ),
    (
        "nora@cast.example",
        "Nora",
        "Sample",
        "fr",
        "fr; en",
        "+000 20 555 0123; +000 20 555 0124",
        "XA",
        "Adviser",
        "2026-01-01",
    ),
)


@pytest.mark.parametrize(("form", "make"), [(CSV, sheet), (XLSX, workbook)], ids=["csv", "xlsx"])
def test_people_come_in_with_addresses_numbers_and_what_they_represent(secretary, cast, form, make):
    answer = preview(secretary, Person, make(*NEWCOMER), form)
    assert "nora@cast.example" in answer.content.decode()
    assert not Person.objects.filter(given_name="Nora").exists()
    assert confirm(secretary, Person, answer).status_code == 302
    nora = Person.objects.get(given_name="Nora")
    assert (nora.primary_email, nora.preferred_language, nora.languages) == ("nora@cast.example", "fr", ["fr", "en"])
    assert nora.phones.count() == 2
    held = nora.representations.get()
    assert (held.organisation, held.function, held.valid_from.isoformat()) == (cast.xa, "Adviser", "2026-01-01")


def test_an_import_is_on_record_with_who_and_from_which_file(secretary, cast):
    bring_in(secretary, Person, sheet(*NEWCOMER))
    for model in (Person, Representation):
        row = model.history.order_by("-history_id").first()
        assert (row.history_user, row.history_change_reason) == (cast.secretary, "Imported from sheet.csv")


def test_one_bad_row_stops_all_of_them_and_is_named_with_its_reason(secretary, cast):
    rows = [
        ("email", "family_name", "organisation", "phones", "valid_until"),
        ("good@cast.example", "Good", "XA", "", ""),
        ("not an address", "Bad", "XA", "", ""),
        ("lost@cast.example", "Lost", "ZZ", "", ""),
        ("phone@cast.example", "Phone", "XA", "12", ""),
        ("day@cast.example", "Day", "XA", "", "soon"),
        ("", "Nobody", "XA", "", ""),
    ]
    answer = preview(secretary, Person, sheet(*rows))
    assert "confirm_form" not in answer.context
    told = complaints(answer)
    assert [number for number, _words in told] == [2, 3, 4, 5, 6]
    assert "There is no organisation with the code “ZZ”." in told[1][1]
    assert "“soon” is not a day" in told[3][1]
    assert not Person.objects.filter(family_name__in=["Good", "Bad", "Lost", "Phone", "Day", "Nobody"]).exists()


def test_a_row_that_turns_bad_after_the_preview_stops_all_of_them(secretary, cast):
    rows = [("body", "organisation", "valid_from"), ("XWB", "XC", "2020-01-01"), ("XWB", "XE", "2020-01-01")]
    answer = preview(secretary, Membership, sheet(*rows))
    join(cast.xwb, cast.xe)
    assert "Nothing was imported" in confirm(secretary, Membership, answer).content.decode()
    assert not Membership.objects.filter(body=cast.xwb, organisation=cast.xc).exists()


def test_somebody_known_is_found_by_their_address_and_an_empty_cell_leaves_what_is_there(secretary, cast):
    who = cast.member_a.person
    rows = [
        ("email", "given_name", "honorific", "other_emails"),
        ("ALBA@cast.example", "", "Dr", "alba.2@cast.example"),
    ]
    bring_in(secretary, Person, sheet(*rows))
    who.refresh_from_db()
    assert (who.given_name, who.honorific) == ("Alba", "Dr")
    assert who.primary_email == "alba@cast.example"
    assert who.emails.count() == 2


def test_a_sheet_that_changes_nothing_writes_no_history(secretary, cast):
    bring_in(secretary, Person, sheet(*NEWCOMER))
    before = Person.history.count(), Representation.history.count()
    bring_in(secretary, Person, sheet(*NEWCOMER))
    assert (Person.history.count(), Representation.history.count()) == before


def test_a_representation_is_found_again_and_changed(secretary, cast):
    bring_in(secretary, Person, sheet(*NEWCOMER))
    rows = [("email", "organisation", "function", "is_focal_point", "last_confirmed_on")]
    rows.append(("nora@cast.example", "XA", "Director", "oui", "2026-05-01"))
    bring_in(secretary, Person, sheet(*rows))
    held = Person.objects.get(given_name="Nora").representations.get()
    assert (held.function, held.is_focal_point, held.last_confirmed_on.isoformat()) == ("Director", True, "2026-05-01")


def test_a_second_row_of_a_person_is_a_second_representation(secretary, cast):
    rows = [
        ("email", "family_name", "organisation", "body"),
        ("d@cast.example", "Deux", "XA", ""),
        ("d@cast.example", "Deux", "XD", "XWB"),
    ]
    bring_in(secretary, Person, sheet(*rows))
    held = Person.objects.get(family_name="Deux").representations.order_by("organisation__code")
    assert [(row.organisation, row.body) for row in held] == [(cast.xa, None), (cast.xd, cast.xwb)]
    assert {row.valid_from for row in held} == {today()}


def test_a_column_that_nobody_reads_is_refused(secretary, cast):
    told = complaints(preview(secretary, Person, sheet(("email", "fonction"), ("n@cast.example", "x"))))
    assert "fonction" in told[0][1]


def test_a_sheet_as_french_spreadsheets_write_it_is_read(secretary, cast):
    data = "email;family_name;given_name\nzoe@cast.example;Exemple;Zoé\n".encode("cp1252")
    bring_in(secretary, Person, data)
    assert Person.objects.get(family_name="Exemple").given_name == "Zoé"


def test_what_goes_out_comes_in_again(secretary, cast):
    represent(
        person(
            "=Formula",
        ),
        cast.xa,
        function="=1+1",
    )
    answer = secretary.post(address(Person, "export"), {"format": CSV, "resource": ""})
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    formula = next(row for row in rows if "Formula" in row["given_name"])
    assert (formula["given_name"], formula["function"], formula["phones"]) == (
        "'=Formula",
        "'=1+1",
        "'+000 20 555 0100",
    )
    alba = next(row for row in rows if row["email"] == "alba@cast.example")
    assert (alba["organisation"], alba["is_focal_point"]) == ("XA", "yes")
    before = Person.history.count(), Representation.history.count()
    bring_in(secretary, Person, answer.content)
    assert (Person.history.count(), Representation.history.count()) == before


def test_memberships_come_in_and_go_out_by_codes(secretary, cast):
    rows = [
        ("body", "organisation", "grade", "valid_from", "valid_until", "attested"),
        ("xwb", "XC", "observer", "2020-01-01", "2021-01-01", ""),
        ("XWB", "XC", "", "", "", "about 2012"),
    ]
    version = cast.xwb.version
    bring_in(secretary, Membership, sheet(*rows))
    made = Membership.objects.filter(body=cast.xwb, organisation=cast.xc)
    assert {(row.grade, row.attested) for row in made} == {("observer", ""), ("full", "about 2012")}
    cast.xwb.refresh_from_db()
    assert cast.xwb.version == version + 1
    answer = secretary.post(address(Membership, "export"), {"format": CSV, "resource": ""})
    assert "XWB,XC,observer,2020-01-01,2021-01-01" in answer.content.decode()
    before = Membership.history.count()
    bring_in(secretary, Membership, answer.content)
    assert Membership.history.count() == before


@pytest.mark.both_databases
def test_memberships_that_overlap_are_refused_with_their_row(secretary, cast):
    told = complaints(
        preview(secretary, Membership, sheet(("body", "organisation", "valid_from"), ("XWA", "XA", "2020-01-01")))
    )
    assert told[0][0] == 1
    assert "overlap" in told[0][1]


def test_what_is_wrong_is_said_in_the_language_of_the_reader(secretary, cast):
    prefer_french(cast.secretary)
    answer = preview(secretary, Person, sheet(("email", "family_name"), ("n@cast.example", "x" * 200)))
    assert "caractères" in answer.content.decode()


def test_nobody_else_takes_people_out(client, cast):
    for name in ("administrator", "kp_chair", "member_a"):
        sign_in(client, cast.users[name])
        for page in ("export", "import"):
            assert client.get(address(Person, page)).status_code in (302, 403, 404)
        assert client.post(address(Person, "export"), {"format": CSV}).status_code in (302, 403, 404)


def test_an_export_holds_what_the_list_shows(secretary, cast):
    answer = secretary.post(address(Person, "export") + "?q=alba", {"format": CSV, "resource": ""})
    assert "alba@cast.example" in answer.content.decode()
    assert "bruno@cast.example" not in answer.content.decode()
