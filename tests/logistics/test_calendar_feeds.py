"""Calendars that other programs subscribe to, read by a parser as such programs have one."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from asm_portal.dated import today
from asm_portal.models import Representation
from logistics.calendar.addresses import MOST, make_address
from logistics.calendar.ical import zone_lines
from logistics.meetings.actions import cancel, convene, move, propose_meeting
from logistics.models import CalendarToken, JoiningDetails
from tests.cast import again
from tests.logistics.test_calendar import meet

FEED = reverse("logistics:calendar-feed")
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now(time_machine):
    time_machine.move_to("2026-03-04T12:00:00Z")


def read(response):
    """UID → event, as a calendar program reads them."""
    assert response.status_code == 200
    calendar = Calendar.from_ical(response.content)
    assert not [part.errors for part in calendar.walk() if part.errors]
    return {str(event["uid"]).partition("@")[0]: event for event in calendar.walk("VEVENT")}


def events(client, address=FEED):
    return read(client.get(address))


def own(user, **facts):
    return make_address(by=again(user), **{"label": "Telephone", "only_mine": False} | facts)


def titles(found):
    return sorted(str(event["summary"]) for event in found.values())


# What programs read


def test_a_meeting_of_whole_days_ends_on_the_day_after_its_last(client, cast):
    meeting = meet(cast.xwa, last=date(2026, 3, 14), format="in_person", city_en="Alderburg", country=cast.xa)
    event = events(client)[meeting.reference]
    assert (event.start, event.end) == (date(2026, 3, 12), date(2026, 3, 15))
    assert (str(event["location"]), str(event["status"])) == ("Alderburg, Alder", "CONFIRMED")
    assert str(event["url"]).endswith(meeting.get_absolute_url())


@pytest.mark.parametrize("zone", ["Europe/Brussels", "America/St_Johns", "Africa/Luanda", "Australia/Lord_Howe", "UTC"])
@pytest.mark.parametrize("day", [date(2026, 3, 20), date(2026, 6, 1), date(2026, 11, 30)])
def test_a_time_is_that_of_the_venue_also_where_clocks_are_changed(client, cast, zone, day):
    meeting = meet(cast.xwa, day=day, zone=zone, start_time=time(9, 30), end_time=time(17))
    answer = client.get(FEED)
    event = read(answer)[meeting.reference]
    wanted = datetime.combine(day, time(9, 30), ZoneInfo(zone))
    assert event.start.replace(tzinfo=None) == wanted.replace(tzinfo=None)
    assert event.start.astimezone(UTC) == wanted.astimezone(UTC)
    assert (b"BEGIN:VTIMEZONE" in answer.content) == (zone != "UTC")


def hours_to_look_at(zone, each):
    """From 2025 to 2027 (UTC): noon of every day, and each hour of the days on which the clocks are changed."""
    noons = [datetime(2025, 1, 1, 12, tzinfo=UTC) + timedelta(days=number) for number in range(3 * 365 - 1)]
    for noon, next_noon in pairwise(noons):
        yield noon
        if each and noon.astimezone(zone).utcoffset() != next_noon.astimezone(zone).utcoffset():
            yield from (noon + timedelta(hours=number) for number in range(24))


# In Morocco the clocks are put back for Ramadan; the parser notices an hour late.
@pytest.mark.parametrize(
    ("zone", "each"),
    [
        ("Europe/Brussels", True),
        ("America/St_Johns", True),
        ("Australia/Lord_Howe", True),
        ("Africa/Casablanca", False),
    ],
)
def test_a_zone_says_when_its_clocks_are_changed(zone, each):
    """The file's own definition of the zone, not the one that the parser knows, gives the offset of each hour."""
    text = "\r\n".join(["BEGIN:VCALENDAR", *zone_lines(zone, 2025, 2027), "END:VCALENDAR"])
    [found] = Calendar.from_ical(text.replace(f"TZID:{zone}", "TZID:Elsewhere")).timezones
    told, known = found.to_tz(lookup_tzid=False), ZoneInfo(zone)
    hours = hours_to_look_at(known, each)
    wrong = [hour for hour in hours if hour.astimezone(told).utcoffset() != hour.astimezone(known).utcoffset()]
    assert wrong == []


def test_a_program_hears_that_a_meeting_is_moved_and_cancelled(client, cast):
    meeting = propose_meeting(
        bodies=[cast.xwa], by=cast.secretary, kind="body", start_date=date(2026, 3, 12), end_date=date(2026, 3, 12),
        audience="public",
    )  # fmt: skip
    told = [events(client)]
    convene(meeting=meeting, by=cast.secretary)
    told.append(events(client))
    new = {
        "start_date": date(2026, 4, 20),
        "end_date": date(2026, 4, 20),
        "start_time": None,
        "end_time": None,
        "zone": "",
    }
    move(meeting=meeting, by=cast.secretary, reason_en="The hall is taken.", **new)
    told.append(events(client))
    cancel(meeting=meeting, by=cast.secretary, reason_en="No quorum.")
    told.append(events(client))
    assert [list(found) for found in told] == [[meeting.reference]] * 4
    heard = [found[meeting.reference] for found in told]
    assert [str(event["status"]) for event in heard] == ["TENTATIVE", "CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert len({str(event["uid"]) for event in heard}) == 1
    numbers = [int(event["sequence"]) for event in heard]
    assert numbers == sorted(set(numbers))
    assert heard[2].start == date(2026, 4, 20)
    assert "Cancelled" in str(heard[3]["summary"])


def test_long_and_odd_words_come_through_unchanged(client, cast):
    title = "Réunion « à distance » ; 1, 2\\3 " + "é" * 120
    meeting = meet(cast.xwa, title_en=title)
    answer = client.get(FEED)
    assert max(map(len, answer.content.split(b"\r\n"))) <= 75
    assert str(read(answer)[meeting.reference]["summary"]) == title


def test_a_feed_holds_two_years_back_and_three_ahead(client, cast):
    kept = [meet(cast.xwa, day=day) for day in (date(2024, 3, 1), date(2029, 3, 31))]
    for day in (date(2024, 2, 29), date(2029, 4, 1)):
        meet(cast.xwa, day=day)
    assert set(events(client)) == {meeting.reference for meeting in kept}


def test_one_meeting_is_a_file_for_those_who_may_know_of_it(client, cast):
    meeting = meet(cast.xwa, audience="body", audience_body=cast.xwa)
    address = reverse("logistics:meeting-ics", args=[meeting.reference])
    assert client.get(address).status_code == 404
    client.force_login(again(cast.member_a))
    answer = client.get(address)
    assert list(read(answer)) == [meeting.reference]
    assert answer["Content-Disposition"] == f'attachment; filename="{meeting.reference}.ics"'
    assert "no-store" in answer["Cache-Control"]


# Who is told what


@pytest.mark.both_databases
def test_the_public_feed_is_the_same_whoever_asks_and_need_not_be_sent_twice(client, cast):
    meet(cast.xwa)
    meet(cast.xwa, day=date(2026, 3, 13), audience="body", audience_body=cast.xwa)
    before = client.get(FEED)
    client.force_login(again(cast.secretary))
    after = client.get(FEED)
    assert (before.content, len(read(after))) == (after.content, 1)
    assert before["Cache-Control"] == after["Cache-Control"] == "public, no-cache"
    assert client.get(FEED, headers={"If-None-Match": before["ETag"]}).status_code == 304


def test_a_body_has_a_feed_of_its_own(client, cast):
    meeting = meet(cast.xwb)
    meet(cast.xwa)
    answer = client.get(f"{FEED}?body=XWB&kind=meeting")
    assert list(read(answer)) == [meeting.reference]
    assert "Sample Working Group B" in answer.text
    assert read(client.get(f"{FEED}?body=XWB&kind=visit")) == {}
    for unknown in ("NONE", "\0"):
        assert client.get(FEED, {"body": unknown}).status_code == 404


def test_a_private_address_shows_what_its_owner_may_know_of_now(client, cast):
    meet(cast.xwa, audience="body", audience_body=cast.xwa)
    address = own(cast.member_a)
    answer = client.get(address)
    assert titles(read(answer)) == ["Meeting of Sample Working Group A"]
    assert answer["Cache-Control"] == "private, no-store"
    held = Representation.objects.get(person=cast.member_a.person)
    held.valid_until = today()
    held.save()
    assert titles(events(client, address)) == []


def test_a_private_address_shows_what_concerns_its_owner_where_that_is_asked(client, cast):
    meet(cast.xwa)
    meet(cast.xwb)
    meet(kind="plenary")
    assert titles(events(client, own(cast.member_a))) == [
        "Meeting of Sample Working Group A", "Meeting of Sample Working Group B", "Plenary 2026",
    ]  # fmt: skip
    assert titles(events(client, own(cast.member_a, only_mine=True))) == [
        "Meeting of Sample Working Group A",
        "Plenary 2026",
    ]


def test_it_speaks_the_language_of_its_owner(client, cast):
    assert "/fr/calendar/feed/" in own(cast.member_b)
    assert "/en/calendar/feed/" in own(cast.member_a)


def test_how_one_joins_a_meeting_is_in_no_feed(client, cast):
    meeting = meet(cast.xwa)
    JoiningDetails.objects.create(meeting=meeting, text_en="Code 4711", audience="public")
    assert "4711" not in client.get(FEED).text + client.get(own(cast.secretary)).text


# Private addresses


def test_an_address_is_shown_once_and_kept_as_a_hash(client, cast):
    client.force_login(again(cast.member_a))
    page = reverse("logistics:calendar-address-list")
    made = client.post(page, {"label": "Telephone", "only_mine": "on"})
    address = made.context["address"]
    assert address in made.text
    assert "no-store" in made["Cache-Control"]
    token = address.rstrip("/").rpartition("/")[2]
    later = client.get(page).text
    assert ("Telephone" in later, token in later) == (True, False)
    row = CalendarToken.objects.get()
    assert token not in str(vars(row))
    assert (row.last_used_on, row.only_mine) == (None, True)
    client.logout()
    client.get(address)
    row.refresh_from_db()
    assert row.last_used_on == date(2026, 3, 4)


def test_a_closed_address_and_one_of_a_closed_account_do_not_exist(client, cast):
    first, second = own(cast.member_a), own(cast.member_a, label="Laptop")
    client.force_login(again(cast.member_a))
    row = CalendarToken.objects.get(label="Telephone")
    close = reverse("logistics:calendar-address-close", args=[row.pk])
    assert client.get(close).status_code == 200
    assert client.get(first).status_code == 200
    assert client.post(close).status_code == 302
    client.logout()
    assert (client.get(first).status_code, client.get(second).status_code) == (404, 200)
    user = again(cast.member_a)
    user.is_active = False
    user.save()
    assert client.get(second).status_code == 404
    assert client.get(reverse("logistics:calendar-own-feed", args=["no-such-token"])).status_code == 404


def test_nobody_closes_the_address_of_somebody_else(client, cast):
    own(cast.member_a)
    client.force_login(again(cast.secretary))
    row = CalendarToken.objects.get()
    assert "Telephone" not in client.get(reverse("logistics:calendar-address-list")).text
    assert client.post(reverse("logistics:calendar-address-close", args=[row.pk])).status_code == 404
    assert CalendarToken.objects.exists()


def test_there_is_an_end_to_the_number_of_addresses_and_nothing_typed_is_lost(client, cast):
    for number in range(MOST):
        own(cast.member_a, label=f"Device {number}")
    client.force_login(again(cast.member_a))
    page = client.post(reverse("logistics:calendar-address-list"), {"label": "One more"})
    assert "You have 10 addresses; no more are possible. Close one first." in page.text
    assert 'value="One more"' in page.text
    assert CalendarToken.objects.count() == MOST


def test_a_feed_asks_the_database_as_often_for_three_meetings_as_for_one(client, cast):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            client.get(FEED)
        return len(queries)

    meet(cast.xwa, country=cast.xa)
    one = asked()
    meet(cast.xwa, cast.xwb, country=cast.xb)
    meet(cast.xwb, country=cast.xc, day=date(2026, 3, 13))
    assert asked() == one
