"""Opening hours: what is typed, what is refused, and whether it is open now on the clock of the place."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from asm_portal.hours import DAYS, check_hours, in_words, opening, parse_spans

OFFICE = {day: [["08:00", "12:00"], ["14:00", "17:30"]] for day in DAYS[:5]}
ALWAYS = {day: [["00:00", "24:00"]] for day in DAYS}


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "spans"),
    [
        ("08:00–12:00, 14:00–17:30", [["08:00", "12:00"], ["14:00", "17:30"]]),
        ("8-12; 14h00 – 17h30", [["08:00", "12:00"], ["14:00", "17:30"]]),
        ("0-24", [["00:00", "24:00"]]),
        ("", []),
    ],
)
def test_hours_are_read_as_people_write_them(typed, spans):
    assert parse_spans(typed) == spans


@pytest.mark.parametrize(
    "typed", ["morning", "8", "25-26", "12-8", "08:00-12:75", "8-12, 11-14", "8-12, 12-14", "14-17, 8-12"]
)
def test_what_is_no_day_is_refused_with_the_day_named(typed):
    with pytest.raises(ValidationError, match=r"^.*Tuesday"):
        check_hours({"tue": parse_spans(typed)})


@pytest.mark.parametrize(
    "value", [[], "8-12", {"funday": []}, {"mon": []}, {"mon": None}, {"mon": [["08:00"]]}, {"mon": [[8, 12]]}]
)
def test_other_values_are_refused(value):
    with pytest.raises(ValidationError):
        check_hours(value)


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("2026-11-23T09:00", "Open now, until 12:00"),
        ("2026-11-23T12:00", "Closed now, opens on Monday at 14:00"),
        ("2026-11-23T07:59", "Closed now, opens on Monday at 08:00"),
        ("2026-11-27T18:00", "Closed now, opens on Monday at 08:00"),
    ],
)
def test_it_says_whether_it_is_open_and_when_that_changes(moment, words):
    assert opening(OFFICE, "UTC", at(moment)).words == words


def test_the_clock_of_the_place_counts_and_so_does_its_day():
    assert (
        opening(OFFICE, "Pacific/Tahiti", at("2026-11-24T02:00")).words == "Open now, until 17:30"
    )  # Monday, 16:00 there
    assert opening(OFFICE, "Pacific/Auckland", at("2026-11-22T20:00")).is_open  # Monday, 9:00 there


def test_daylight_saving_does_not_move_the_hours():
    for moment in ("2026-03-27T08:30", "2026-03-30T07:30"):
        assert opening(OFFICE, "Europe/Brussels", at(moment)).words == "Open now, until 12:00"


def test_a_night_shift_does_not_close_at_midnight():
    night = {"mon": [["20:00", "24:00"]], "tue": [["00:00", "06:00"]]}
    assert opening(night, "UTC", at("2026-11-23T22:00")).words == "Open now, until 06:00"
    assert opening(night, "UTC", at("2026-11-24T01:00")).words == "Open now, until 06:00"


def test_it_may_be_open_at_all_hours_or_once_a_week_or_nobody_knows():
    assert opening(ALWAYS, "UTC", at("2026-11-23T03:00")).words == "Open at all hours"
    assert (
        opening({"mon": [["08:00", "09:00"]]}, "UTC", at("2026-11-23T09:30")).words
        == "Closed now, opens on Monday at 08:00"
    )
    assert opening({}, "UTC", at("2026-11-23T09:30")).words == "Opening hours not known"


def test_the_week_is_told_in_a_line_in_the_language_of_the_reader():
    hours = OFFICE | {"sat": [["08:00", "12:00"]]}
    assert in_words(hours) == "Mon–Fri 08:00–12:00, 14:00–17:30; Sat 08:00–12:00"
    with translation.override("fr"):
        assert in_words(hours).startswith("lun–ven 08:00")
    assert in_words({}) == ""
