"""Numbers: whether one fits the series, and whether it stands on a false certificate."""

import pytest

from knowledge.certificates.series import Fit, false_numbers, number_fit
from knowledge.models import FalseNumber
from knowledge.models.fraud import may_be_same, normalised
from tests.knowledge.certificates import notice, specimen


@pytest.mark.parametrize(
    ("number", "compared"),
    [
        ("SL 004911", "SL4911"),
        ("sl-4.911", "SL4911"),
        ("  0 0 4911 ", "4911"),
        ("AB10 007", "AB10007"),
        ("\uff33\uff2c\uff10\uff14", "SL4"),
        ("\u0664\u0663", "43"),
        ("...", ""),
    ],
)
def test_numbers_are_compared_without_what_does_not_tell_them_apart(number, compared):
    assert normalised(number) == compared


def test_a_sign_that_stands_for_a_phrase_makes_no_number_longer_than_is_kept():
    assert len(normalised("\N{ARABIC LIGATURE SALLALLAHOU ALAYHE WASALLAM}" * 60)) == 60


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("SL 004911", "sl4911", True),
        ("4911", "SL 004911", True),
        ("SL 4911", "XA 4911", False),
        ("SL 4911", "SL 491", False),
        ("", "", False),
        ("SL", "4911", False),
    ],
)
def test_letters_count_only_where_both_have_them(one, other, same):
    assert may_be_same(one, other) is same


@pytest.mark.parametrize(
    ("number", "fit"),
    [
        ("XA 014872", Fit.FITS),
        ("xa-014.872", Fit.FITS),
        ("014872", Fit.FITS),
        ("XA 040001", Fit.DOES_NOT_FIT),
        ("XA 000000", Fit.DOES_NOT_FIT),
        ("XA 14872", Fit.DOES_NOT_FIT),
        ("XB 014872", Fit.DOES_NOT_FIT),
        ("fourteen", Fit.DOES_NOT_FIT),
    ],
)
def test_the_series_of_the_day_is_asked(cast, number, fit):
    assert number_fit(number, [specimen(cast, cast.xa)], 2026).fit == fit


def test_a_year_without_a_range_says_so(cast):
    assert number_fit("XA 014872", [specimen(cast, cast.xa)], 2025).fit == Fit.NO_RANGE


def test_without_a_specimen_nothing_is_compared():
    assert number_fit("XA 014872", [], 2026).fit == Fit.NO_SERIES


def test_of_several_authorities_the_one_that_fits_counts(cast):
    one, other = specimen(cast, cast.xa), specimen(cast, cast.xb, ranges=((2026, 50000, 60000),))
    assert number_fit("XB 055000", [one, other], 2026).fit == Fit.FITS


def found(number, organisation, reader):
    return [row.printed for row in false_numbers(number, organisation, reader)]


def test_a_false_number_is_found_however_it_is_written_and_shown_as_printed(cast):
    notice(cast.xa, "XA 004.911", "4306")
    assert found("xa4911", cast.xa, cast.officer) == ["XA 004.911"]
    assert found("XA 004306", cast.xa, cast.officer) == ["4306"]
    assert found("XA 4911", cast.xb, cast.officer) == ["XA 004.911"]  # just the same number, whoever is named
    assert found("4306", cast.xb, cast.officer) == ["4306"]
    assert found("XB 4306", cast.xb, cast.officer) == []
    assert found("911", cast.xa, cast.officer) == []
    assert found("", cast.xa, cast.officer) == []


def test_drafts_and_closed_details_do_not_count(cast):
    notice(cast.xa, "XA 1111", state="draft")
    closed = notice(cast.xa, "XA 2222").details.get()
    closed.audience = "secretariat"
    closed.save()
    assert FalseNumber.objects.count() == 2
    assert found("XA 1111", cast.xa, cast.secretary) == []
    assert found("XA 2222", cast.xa, cast.officer) == []
    assert found("XA 2222", cast.xa, cast.secretary) == ["XA 2222"]
