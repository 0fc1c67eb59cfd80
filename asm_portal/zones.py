"""Time zones as people call them: by a city, in the reader's language, and its continent or ocean. What is stored is the name
that programs know (IANA): Africa/Cairo is “Le Caire” on a page in French. The cities are those of the CLDR."""

import zoneinfo
from collections import Counter
from functools import cache

from babel import Locale
from babel.core import get_global
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from asm_portal.words import fold

AREAS = {
    "Africa": _("Africa"), "America": _("America"), "Antarctica": _("Antarctica"), "Arctic": _("Arctic"), "Asia": _("Asia"),
    "Atlantic": _("Atlantic"), "Australia": _("Australia"), "Europe": _("Europe"), "Indian": _("Indian Ocean"),
    "Pacific": _("Pacific"),
}  # fmt: skip


@cache
def cities(language):
    """IANA name → city in the language, where the name itself does not say it."""
    named = {name: facts["city"] for name, facts in Locale.parse(language).time_zones.items() if "city" in facts}
    newer = get_global("zone_aliases")
    return {newer[name]: city for name, city in named.items() if name in newer} | named


def city(zone):
    """The city of a zone: Africa/Luanda is Luanda."""
    return cities(get_language() or settings.LANGUAGE_CODE).get(zone) or zone.rpartition("/")[2].replace("_", " ")


def zone_choices():
    """Every zone with its city and its continent or ocean, in the order of the cities; those of no city at the end."""
    return choices_in(get_language())


@cache
def choices_in(language):
    """The choices in the language, which is active."""
    zones = zoneinfo.available_timezones()
    labels = {zone: label(zone) for zone in zones}
    often = Counter(labels.values())
    named = [(zone, words if often[words] == 1 else f"{city(zone)} ({zone})") for zone, words in labels.items()]
    return sorted(named, key=lambda choice: (choice[1] == choice[0], fold(choice[1].casefold())))


def label(zone):
    """Luanda (Africa); the name itself where it is not that of a city."""
    area = AREAS.get(zone.partition("/")[0])
    return f"{city(zone)} ({area})" if area else zone
