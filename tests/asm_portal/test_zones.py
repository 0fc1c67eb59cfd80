"""Time zones by their cities, in the reader's language."""

from datetime import UTC, datetime

import pytest
from django.utils.translation import override

from asm_portal.forms import TimeZoneField
from asm_portal.members import local_time
from asm_portal.zones import city, zone_choices

NAMES = {
    "Africa/Luanda": ("Luanda", "Luanda"),
    "Africa/Cairo": ("Cairo", "Le Caire"),
    "Indian/Reunion": ("Réunion", "La Réunion"),
    "Asia/Kolkata": ("Kolkata", "Calcutta"),
    "America/Argentina/Buenos_Aires": ("Buenos Aires", "Buenos Aires"),
    "UTC": ("UTC", "UTC"),
}


@pytest.mark.parametrize("zone", NAMES)
def test_a_zone_bears_the_name_of_its_city_in_each_language(zone):
    found = []
    for language in ("en", "fr"):
        with override(language):
            found.append(city(zone))
    assert tuple(found) == NAMES[zone]


def test_the_time_somewhere_is_told_by_that_name():
    with override("fr"):
        assert local_time("Africa/Cairo", datetime(2026, 1, 5, 10, tzinfo=UTC)) == "12:00, Le Caire (UTC+2)"


def test_zones_are_chosen_by_city_in_their_order_and_what_is_kept_is_the_name_for_programs():
    with override("fr"):
        choices = zone_choices()
        labels = dict(choices)
        assert labels["Africa/Cairo"].startswith("Le Caire (")
        assert labels["America/Buenos_Aires"] == "Buenos Aires (America/Buenos_Aires)"  # two names of one city
        assert len(set(labels.values())) == len(labels)
        order = [label for _zone, label in choices]
        assert order.index(labels["Africa/Abidjan"]) < order.index(labels["Africa/Cairo"]) < order.index(labels["UTC"])
        assert labels["Etc/GMT+5"] == "Etc/GMT+5"
        field = TimeZoneField()
        assert field.clean("Africa/Cairo") == "Africa/Cairo"
        assert list(field.choices) == choices
