"""Whose Chair a communiqué was issued under is asked of the terms of office, never stored."""

from datetime import date

import pytest

from asm_portal.models import OfficeTerm
from communications.communiques.chairs import name_chairs
from communications.models import Communique
from tests.communications import chaired, published

pytestmark = pytest.mark.django_db


def chair_of(communique, user):
    [found] = name_chairs(Communique.objects.filter(pk=communique.pk).with_chair(), user)
    return found.chair_name


def test_real_days_name_the_chair_of_the_record(cast, facts_here):
    for day, chair in (
        (date(2012, 11, 30), "United States of America"),
        (date(2020, 7, 1), "Russian Federation"),
        (date(2025, 11, 21), "United Arab Emirates"),
    ):
        assert chair_of(published(cast.secretary, day=day), cast.anyone) == chair


def test_the_last_day_of_a_term_belongs_to_the_old_chair_and_the_next_to_the_new(cast):
    chaired("AA", "First", date(2012, 1, 1), date(2013, 1, 1))
    chaired("BB", "Second", date(2013, 1, 1))
    assert chair_of(published(cast.secretary, day=date(2012, 12, 31)), cast.anyone) == "First"
    assert chair_of(published(cast.secretary, day=date(2013, 1, 1)), cast.anyone) == "Second"


def test_correcting_a_term_corrects_the_communique(cast):
    chaired("AA", "First", date(2012, 1, 1), date(2013, 1, 1))
    communique = published(cast.secretary, day=date(2012, 6, 1))
    other = chaired("BB", "Second", date(2013, 1, 1))
    term = OfficeTerm.objects.get(organisation__code="AA")
    term.organisation = other
    term.save()
    assert chair_of(communique, cast.anyone) == "Second"


def test_a_day_without_a_chair_names_none(cast):
    chaired("AA", "First", date(2012, 1, 1), date(2013, 1, 1))
    assert chair_of(published(cast.secretary, day=date(2014, 1, 1)), cast.anyone) == ""


def test_the_chair_of_the_demonstration_issues_samples_only_and_they_have_no_other(cast):
    chaired("AA", "Real", date(2012, 1, 1))
    real = published(cast.secretary, day=date(2016, 6, 1))
    sample = published(cast.secretary, day=date(2016, 6, 1), is_demonstration=True)
    assert chair_of(real, cast.anyone) == "Real"
    assert chair_of(sample, cast.anyone) == "Elm"
    before = published(cast.secretary, day=date(2012, 6, 1), is_demonstration=True)
    assert chair_of(before, cast.anyone) == ""


@pytest.mark.parametrize(("until", "chair"), [(date(2013, 1, 1), "First"), (date(2012, 7, 1), "")])
def test_a_communique_known_to_the_year_names_a_chair_who_stayed_to_its_end(cast, until, chair):
    chaired("AA", "First", date(2012, 1, 1), until)
    communique = published(cast.secretary)
    document = communique.document
    document.date, document.date_precision = date(2012, 1, 1), "year"
    document.save()
    assert chair_of(communique, cast.anyone) == chair
