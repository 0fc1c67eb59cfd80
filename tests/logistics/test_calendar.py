"""The calendar: what is on which day, as far as the reader may know of it."""

from datetime import date, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from asm_portal.areas import gather
from asm_portal.dated import today
from logistics.calendar.months import Month, MonthError, parse_month, weekday_names, weeks
from logistics.meetings.actions import cancel, convene, move, propose_meeting
from logistics.models import Meeting, MeetingBody
from tests.cast import again

CALENDAR = reverse("logistics:calendar")


@pytest.fixture
def now(time_machine):
    time_machine.move_to("2026-03-04T12:00:00Z")


def meet(*bodies, day=date(2026, 3, 12), last=None, **facts):
    values = {"kind": "body", "start_date": day, "end_date": last or day, "audience": "public", "format": "online"}
    meeting = Meeting.objects.create(**values | facts)
    for body in bodies:
        MeetingBody.objects.create(meeting=meeting, body=body)
    return meeting


def days(page):
    """Day of the month → titles."""
    return {
        day.date.day: [row.entry.title for row in day.rows]
        for week in page.context["weeks"]
        for day in week
        if day and day.rows
    }


# Months


@pytest.mark.parametrize(
    ("language", "name", "first"),
    [
        ("en", "Monday", [0, 0, 1, 2, 3, 4, 5]),
        ("fr", "lundi", [0, 0, 1, 2, 3, 4, 5]),
        ("pt", None, [0, 0, 0, 1, 2, 3, 4]),
    ],
)
def test_a_week_begins_as_the_reader_is_used_to(language, name, first):
    """1 April 2026 is a Wednesday."""
    with translation.override(language):
        week = weeks(Month(2026, 4), [], None)[0]
        assert name in (str(weekday_names()[0]), None)
    assert [day.date.day if day else 0 for day in week] == first


@pytest.mark.parametrize("year", [1, 9999])
def test_the_first_and_the_last_month_of_all_are_shown(client, db, year):
    month = Month(year, 1 if year == 1 else 12)
    for view in ("", "&view=list"):
        page = client.get(f"{CALENDAR}?month={month}{view}")
        assert (page.status_code, page.context["month"]) == (200, month)
        assert (page.context["previous"] is None) == (year == 1)
        assert (page.context["next"] is None) == (year == 9999)


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "nonsense", ["0000-01", "2026-13", "2026-3", "soon", "2026-03-04", "\0", "٢٠٢٦-٠٣", "99999-01"]
)
def test_a_nonsense_month_is_told_in_a_sentence_and_this_month_is_shown(client, db, now, nonsense):
    page = client.get(CALENDAR, {"month": nonsense, "body": "\0", "kind": "\0", "mine": "\0", "view": "\0"})
    assert (page.status_code, page.context["month"]) == (200, Month(2026, 3))
    assert "is not a month" in page.text
    with pytest.raises(MonthError):
        parse_month(nonsense)


@pytest.mark.both_databases
def test_one_goes_back_and_on_from_month_to_month_and_by_years_in_the_list(client, db, now):
    page = client.get(CALENDAR)
    assert [page.context[name] for name in ("previous", "next")] == [Month(2026, 2), Month(2026, 4)]
    assert "?month=2026-04" in page.text
    listed = client.get(f"{CALENDAR}?view=list&month=2026-12")
    assert [listed.context[name] for name in ("previous", "next")] == [Month(2025, 12), Month(2027, 12)]
    assert "December 2026 – November 2027" in listed.text
    assert client.get("/fr/calendar/?month=2026-12").text.count("Décembre 2026")


# What is in it


def test_a_meeting_stands_on_each_of_its_days(client, cast, now):
    meet(cast.xwa, last=date(2026, 3, 14), format="in_person")
    assert days(client.get(CALENDAR)) == {day: ["Meeting of Sample Working Group A"] for day in (12, 13, 14)}
    listed = client.get(f"{CALENDAR}?view=list&month=2025-11")
    assert [(str(month), len(rows)) for month, rows in listed.context["months"]] == [("2026-03", 1)]


def test_what_began_in_the_month_before_is_shown_too(client, cast, now):
    meet(cast.xwa, day=date(2026, 2, 27), last=date(2026, 3, 2), format="in_person")
    assert sorted(days(client.get(CALENDAR))) == [1, 2]
    [(month, rows)] = client.get(f"{CALENDAR}?view=list").context["months"]
    assert (month, len(rows)) == (Month(2026, 3), 1)


def test_a_closed_meeting_is_in_the_calendar_of_those_who_may_know_of_it(client, cast):
    meet(cast.xwa, day=today(), audience="body", audience_body=cast.xwa)
    seen = {name for name, user in cast.users.items() if gather("calendar", again(user), today(), today())}
    assert seen == {"member_a", "observer", "both", "chair_a", "kp_chair", "secretary"}
    assert days(client.get(CALENDAR)) == {}
    client.force_login(cast.observer)
    assert days(client.get(CALENDAR)) != {}


def test_what_is_moved_cancelled_or_only_proposed_is_shown_as_such(client, cast, now):
    meeting = propose_meeting(
        bodies=[cast.xwa], by=cast.secretary, kind="body", start_date=date(2026, 3, 12), end_date=date(2026, 3, 12),
        audience="public",
    )  # fmt: skip
    assert "proposed" in client.get(CALENDAR).text
    convene(meeting=meeting, by=cast.secretary)
    assert "proposed" not in client.get(CALENDAR).text
    new = {
        "start_date": date(2026, 3, 20),
        "end_date": date(2026, 3, 20),
        "start_time": None,
        "end_time": None,
        "zone": "",
    }
    move(meeting=meeting, by=cast.secretary, reason_en="The hall is taken.", **new)
    assert sorted(days(client.get(CALENDAR))) == [20]
    cancel(meeting=meeting, by=cast.secretary, reason_en="No quorum.")
    page = client.get(CALENDAR)
    assert (sorted(days(page)), "cancelled" in page.text) == ([20], True)


def test_a_time_is_told_on_the_clocks_of_the_venue_of_utc_and_of_the_reader(client, cast, now):
    meet(cast.xwa, zone="Asia/Kolkata", start_time=time(2, 30), end_time=time(4))
    cast.member_b.person.time_zone = "America/New_York"
    cast.member_b.person.save()
    client.force_login(again(cast.member_b))
    page = client.get(f"{CALENDAR}?view=list")
    [(_month, [row])] = page.context["months"]
    assert row.times == [
        "02:30–04:00, Kolkata (UTC+5:30)",
        "11 March 2026, 21:00–22:30 UTC",
        "11 March 2026, 17:00–18:30, New York (UTC\N{MINUS SIGN}4)",
    ]
    assert "02:30 Kolkata" in client.get(CALENDAR).text


# Filters


def test_one_filters_by_body_and_by_what_concerns_oneself(client, cast, now):
    meet(cast.xwa)
    meet(cast.xwb, day=date(2026, 3, 13))
    meet(cast.xwa, cast.xwb, day=date(2026, 3, 14))
    meet(kind="plenary", day=date(2026, 3, 15))
    assert sorted(days(client.get(f"{CALENDAR}?body=XWB"))) == [13, 14]
    assert sorted(days(client.get(f"{CALENDAR}?mine=1"))) == [12, 13, 14, 15]
    client.force_login(again(cast.member_a))
    page = client.get(f"{CALENDAR}?mine=1")
    assert sorted(days(page)) == [12, 14, 15]
    counts = {facet.name: [choice.count for choice in facet.choices] for facet in page.context["facets"]}
    assert counts == {"mine": [3], "kind": [3], "body": [2, 1]}
    client.force_login(again(cast.guest))
    assert days(client.get(f"{CALENDAR}?mine=1")) == {}


def test_a_filter_keeps_the_month_and_the_view(client, cast, now):
    meet(cast.xwa, day=date(2026, 5, 5))
    page = client.get(f"{CALENDAR}?month=2026-05&view=list")
    assert (
        '<input type="hidden" name="month" value="2026-05"><input type="hidden" name="view" value="list">' in page.text
    )
    assert 'href="?month=2025-05&amp;view=list"' in page.text


def test_it_asks_the_database_as_often_for_three_meetings_as_for_one(client, cast, now):
    def asked():
        client.get(CALENDAR)
        with CaptureQueriesContext(connection) as queries:
            client.get(CALENDAR)
        return len(queries)

    meet(cast.xwa, country=cast.xa)
    one = asked()
    meet(cast.xwa, cast.xwb, country=cast.xb)
    meet(cast.xwb, country=cast.xc, day=date(2026, 3, 13))
    assert asked() == one
