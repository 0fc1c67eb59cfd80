"""How dates, sizes, languages and addresses are written."""

from datetime import UTC, date, datetime, timedelta, timezone
from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.utils.translation import override

from asm_portal.dated import today
from asm_portal.templatetags import portal


def dated_record(start=None, end=None, *, start_precision="day", end_precision="day", attested=""):
    return SimpleNamespace(
        valid_from=start,
        valid_from_precision=start_precision,
        valid_until=end,
        valid_until_precision=end_precision,
        attested=attested,
    )


def render(source, rf, address="/en/documents/"):
    return Template("{% load portal %}" + source).render(Context({"request": rf.get(address)}))


@pytest.mark.parametrize(
    ("language", "day", "precision", "words"),
    [
        ("en", date(2003, 5, 1), "day", "1 May 2003"),
        ("fr", date(2003, 5, 1), "day", "1er mai 2003"),
        ("fr", date(2025, 11, 21), "day", "21 novembre 2025"),
        ("fr", date(2025, 1, 11), "day", "11 janvier 2025"),
        ("en", date(2003, 5, 1), "month", "May 2003"),
        ("fr", date(2003, 5, 1), "month", "mai 2003"),
        ("fr", date(2003, 1, 1), "year", "2003"),
    ],
)
def test_a_date_is_written_as_exactly_as_it_is_known(language, day, precision, words):
    with override(language):
        assert portal.date_words(day, precision) == words


@pytest.mark.parametrize(("day", "precision"), [(None, "day"), (date(2003, 1, 1), "unknown")])
def test_a_date_that_is_not_known_says_so(day, precision):
    assert portal.date_words(day, precision) == "date unknown"
    assert portal.dated(day, precision) == "date unknown"


def test_machines_read_a_date_to_the_same_precision():
    assert portal.dated(date(2007, 11, 1), "month") == '<time datetime="2007-11">November 2007</time>'


def test_a_moment_is_shown_in_utc_whatever_its_zone():
    luanda = timezone(timedelta(hours=1))
    shown = portal.instant(datetime(2025, 11, 22, 0, 40, tzinfo=luanda))
    assert shown == '<time datetime="2025-11-21T23:40Z">21 November 2025, 23:40 UTC</time>'
    assert shown == portal.instant(datetime(2025, 11, 21, 23, 40, tzinfo=UTC))


def test_a_period_ends_on_the_day_before_it_no_longer_holds():
    year = dated_record(date(2013, 1, 1), date(2014, 1, 1))
    assert portal.period(year) == "1 January 2013 – 31 December 2013"


def test_a_period_keeps_the_precision_of_its_ends():
    years = dated_record(date(2013, 1, 1), date(2016, 1, 1), start_precision="year", end_precision="year")
    assert portal.period(years) == "2013 – 2016"


@pytest.mark.parametrize(
    ("record", "words"),
    [
        (dated_record(date(2013, 1, 1)), "since 1 January 2013"),
        (dated_record(date(2013, 1, 1), start_precision="year"), "since 2013"),
        (dated_record(end=date(2014, 1, 1)), "until 31 December 2013"),
        (dated_record(), "date unknown"),
        (dated_record(attested="about 2022"), "attested: about 2022"),
        (dated_record(date(2013, 1, 1), date(2013, 1, 2)), "1 January 2013"),
    ],
)
def test_a_period_says_only_what_is_known(record, words):
    assert portal.period(record) == words


@pytest.mark.parametrize(
    ("language", "size", "words"),
    [
        ("en", 412 * 1024, "412\u00a0KB"),
        ("en", 3, "1\u00a0KB"),
        ("en", 1_990_000, "1.9\u00a0MB"),
        ("fr", 412 * 1024, "412\u00a0Ko"),
        ("fr", 1_990_000, "1,9\u00a0Mo"),
    ],
)
def test_a_file_size_is_written_in_the_units_of_the_language(language, size, words):
    with override(language):
        assert portal.file_size(size) == words


def test_a_page_count_does_not_break():
    assert [portal.page_count(count) for count in (1, 9)] == ["1\u00a0page", "9\u00a0pages"]


def test_a_language_is_named_in_itself():
    assert portal.language("fr") == '<bdi lang="fr">Français</bdi>'
    assert portal.language("ar") == '<bdi lang="ar">العربية</bdi>'


def test_removing_one_filter_keeps_the_others_and_goes_back_to_the_first_page(rf):
    address = "/en/documents/?kind=minutes&kind=decision&q=x&page=3"
    assert render("{% query_without 'kind' 'minutes' %}", rf, address) == "?kind=decision&amp;q=x"


def test_a_decision_is_in_force_between_its_days():
    day = timedelta(days=1)

    def decision(start, end=None):
        return SimpleNamespace(in_force_from=start, in_force_until=end)

    assert portal.in_force(decision(today()))
    assert portal.in_force(decision(today(), today() + day))
    assert not portal.in_force(decision(today() + day))
    assert not portal.in_force(decision(today() - day, today()))
    assert not portal.in_force(decision(None))
    assert not portal.in_force(None)


def test_a_telephone_link_holds_the_number_without_its_spaces():
    assert portal.tel("+000 20 555 0101") == "+000205550101"
