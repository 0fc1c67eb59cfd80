"""Past meetings of bodies come in from spreadsheets, with dates as exactly as they are known."""

from datetime import date

import pytest

from logistics.models import Meeting
from tests.administration import address, sign_in
from tests.asm_portal.test_admin_import import CSV, XLSX, bring_in, complaints, preview, sheet, workbook
from tests.knowledge.papers import draft, final, make_kind

COLUMNS = ("kind", "bodies", "start", "end", "city_en", "host", "format", "no_minutes_reason_en")


@pytest.fixture
def secretary(client, cast):
    return sign_in(client, cast.secretary)


def minutes_of(body, by, number=""):
    return draft(
        "Minutes", kind=make_kind("minutes", "body", "MIN"), by=by, audience="body", audience_body=body, issuing_body=body,
        official_number=number, minutes={"body": body, "meeting_date": date(2009, 4, 20)},
    ).minutes  # fmt: skip


@pytest.mark.parametrize(("form", "make"), [(CSV, sheet), (XLSX, workbook)], ids=["csv", "xlsx"])
def test_meetings_come_in_with_dates_known_to_the_day_the_month_or_the_year(secretary, cast, form, make):
    rows = [
        COLUMNS,
        ("body", "xwa", "2009-04-20", "2009-04-22", "Alderburg", "XA", "in_person", ""),
        ("body", "XWA; XWB", "2010-02", "", "", "", "online", "A call."),
        ("teleconference", "XWB", "2011", "", "", "", "online", ""),
    ]
    assert "Alderburg" in preview(secretary, Meeting, make(*rows), form).text
    assert not Meeting.objects.exists()
    bring_in(secretary, Meeting, make(*rows), form)
    told = [
        (
            row.start_date.isoformat(),
            row.end_date.isoformat(),
            row.date_precision,
            [of.body.code for of in row.of_bodies.all()],
        )
        for row in Meeting.objects.order_by("start_date")
    ]
    assert told == [
        ("2009-04-20", "2009-04-22", "day", ["XWA"]),
        ("2010-02-01", "2010-02-28", "month", ["XWA", "XWB"]),
        ("2011-01-01", "2011-12-31", "year", ["XWB"]),
    ]
    joint = Meeting.objects.get(start_date=date(2010, 2, 1))
    assert {of.no_minutes_reason_en for of in joint.of_bodies.all()} == {"A call."}
    row = joint.past.first()
    assert (row.history_user, row.history_change_reason.split(".")[0]) == (cast.secretary, "Imported from sheet")


def test_an_empty_audience_is_that_of_the_body_and_only_a_word_in_the_sheet_makes_public(secretary, cast):
    rows = [
        ("kind", "bodies", "start", "audience"),
        ("body", "XWA", "2009-04-20", ""),
        ("body", "XWA; XWB", "2009-05-20", ""),
        ("body", "XWA", "2009-06-20", "public"),
    ]
    bring_in(secretary, Meeting, sheet(*rows))
    found = Meeting.objects.order_by("start_date").values_list("audience", "audience_body__code")
    assert list(found) == [("body", "XWA"), ("process", None), ("public", None)]


def test_a_row_names_its_minutes_by_reference_or_official_number(secretary, cast):
    first, second = minutes_of(cast.xwa, cast.secretary), minutes_of(cast.xwb, cast.secretary, "N 7")
    rows = [
        ("kind", "bodies", "start", "minutes"),
        ("body", "XWA; XWB", "2009-04-20", f"N 7; {first.document.reference}"),
    ]
    bring_in(secretary, Meeting, sheet(*rows))
    assert {of.body.code: of.minutes for of in Meeting.objects.get().of_bodies.all()} == {"XWA": first, "XWB": second}


def test_the_same_sheet_again_changes_nothing_and_what_goes_out_comes_in_again(secretary, cast):
    kept = minutes_of(cast.xwa, cast.secretary)
    rows = [
        ("kind", "bodies", "start", "minutes", "no_minutes_reason_fr"),
        ("body", "XWA", "2009-04", kept.document.reference, ""),
        ("body", "xwb", "2009", "", "Un appel."),
    ]
    bring_in(secretary, Meeting, sheet(*rows))
    before = Meeting.objects.count(), Meeting.history.count()
    bring_in(secretary, Meeting, sheet(*rows))
    assert (Meeting.objects.count(), Meeting.history.count()) == before
    answer = secretary.post(address(Meeting, "export"), {"format": CSV, "resource": ""})
    assert kept.document.reference in answer.content.decode()
    bring_in(secretary, Meeting, answer.content)
    assert (Meeting.objects.count(), Meeting.history.count()) == before


def test_a_later_sheet_adds_the_minutes_that_were_found(secretary, cast):
    rows = [("kind", "bodies", "start", "no_minutes_reason_en"), ("body", "XWA", "2009-04-20", "None was kept.")]
    bring_in(secretary, Meeting, sheet(*rows))
    kept = minutes_of(cast.xwa, cast.secretary)
    reference = Meeting.objects.get().reference
    bring_in(secretary, Meeting, sheet(("reference", "minutes"), (reference.lower(), kept.document.reference)))
    of = Meeting.objects.get().of_bodies.get()
    assert (of.minutes, of.no_minutes_reason_en) == (kept, "")


def test_every_reason_of_a_bad_row_is_told_and_nothing_comes_in(secretary, cast):
    final("Not a communiqué", official_number="N 1")
    rows = [
        ("kind", "bodies", "start", "end", "host", "format", "minutes", "communique"),
        ("gathering", "QQ", "2009-02-30", "", "ZZ", "by post", "N 404", "N 1"),
        ("body", "", "2009-02-03", "2009", "", "", "", ""),
        ("body", "XWA", "2009-02-03", "2009-02-01", "", "", "", ""),
        ("body", "XWA", "", "", "", "", "", ""),
        ("body", "XWA", "2009-02-03", "", "", "", "", ""),
    ]
    told = dict(complaints(preview(secretary, Meeting, sheet(*rows))))
    assert sorted(told) == [1, 2, 3, 4]
    for words in ("gathering", "“QQ”", "“2009-02-30”", "“ZZ”", "by post", "“N 404”", "“N 1”"):
        assert words in told[1]
    assert "needs the body" in told[2]
    assert "same precision" in told[2]
    assert "end must come after" in told[3].lower()
    assert "needs its first day" in told[4]
    assert not Meeting.objects.exists()


def test_minutes_of_a_body_that_did_not_meet_are_refused(secretary, cast):
    other = minutes_of(cast.xwb, cast.secretary)
    rows = [("kind", "bodies", "start", "minutes"), ("body", "XWA", "2009", other.document.reference)]
    assert "is not of" in complaints(preview(secretary, Meeting, sheet(*rows)))[0][1]


def test_the_administration_shows_what_is_on_record_of_a_meeting(secretary, cast):
    bring_in(
        secretary,
        Meeting,
        sheet(("kind", "bodies", "start", "no_minutes_reason_en"), ("body", "XWA", "2009", "A call.")),
    )
    assert "A call." in secretary.get(address(Meeting, "change", Meeting.objects.get().pk)).text
