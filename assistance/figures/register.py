"""What was given, by Participant, theme and year: of the cases whose requester agreed, and of published workshops.

The counts are the same for everybody, so they are not asked through `visible_to`: they are safe for all or not told
(`figures.telling`).
"""

from collections import defaultdict
from dataclasses import dataclass
from itertools import product

from asm_portal.models import Organisation
from asm_portal.register import alphabetical
from assistance.figures.telling import tellable
from assistance.models import Outcome, Result, Workshop
from assistance.models.outcomes import GIVEN
from assistance.themes import Theme

PARTICIPANTS = (Organisation.Kind.STATE, Organisation.Kind.UNION)
# What the counts are by, and in which order they are told.
BY = ("participant", "theme", "year")
ORDER = (
    ("year",),
    ("participant",),
    ("theme",),
    ("participant", "year"),
    ("theme", "year"),
    ("participant", "theme"),
    BY,
    (),
)


@dataclass(frozen=True)
class Given:
    """Something that was given: to whom (primary keys), under which themes, in which year; `is_known` where anyone can read of it
    elsewhere."""

    key: str
    participants: frozenset
    themes: frozenset
    year: int
    is_known: bool


def listed_cases():
    """The cases of which something was given and whose requester agreed that they are shown, in the year of the outcome."""
    known = {*Workshop.objects.published().values_list("request", flat=True)}
    known |= {*Result.objects.published().values_list("request", flat=True)}
    rows = Outcome.objects.filter(kind__in=GIVEN, request__may_be_listed=True)
    for outcome in rows.select_related("request__organisation", "request__analysis").prefetch_related(
        "request__beneficiaries"
    ):
        case = outcome.request
        analysis = getattr(case, "analysis", None)
        yield Given(
            f"case:{case.pk}",
            frozenset(participants_of(case)),
            frozenset(analysis.themes if analysis else ()),
            outcome.at.year,
            case.pk in known,
        )


def participants_of(case):
    """Those whom it was for; who asked, where it names none."""
    named = {row.organisation_id for row in case.beneficiaries.all()}
    asks = case.organisation
    return named or ({asks.pk} if asks and asks.kind in PARTICIPANTS else set())


def published_workshops(cases):
    """The published workshops that are in none of the cases; not those that were only recorded from elsewhere."""
    listed = {case.key for case in cases}
    rows = Workshop.objects.published().filter(is_recorded=False).prefetch_related("beneficiaries")
    for workshop in rows:
        if f"case:{workshop.request_id}" not in listed:
            named = {row.organisation_id for row in workshop.beneficiaries.all()} or {workshop.country_id} - {None}
            themes = frozenset(workshop.theme_codes)
            yield Given(f"workshop:{workshop.pk}", frozenset(named), themes, workshop.start_date.year, True)


def everything_given():
    cases = list(listed_cases())
    return [*cases, *published_workshops(cases)]


def told_of(given):
    """(participant, theme, year) → how much was given, where that is told; None in the place of what is not asked for."""
    counted = defaultdict(set)
    for row in given:
        for key in product((None, *row.participants), (None, *row.themes), (None, row.year)):
            counted[key].add(row.key)
    order = sorted(counted.items(), key=lambda pair: (rank(pair[0]), -len(pair[1]), tuple(map(str, pair[0]))))
    return tellable(order, frozenset(row.key for row in given if row.is_known))


def rank(key):
    return ORDER.index(tuple(name for name, value in zip(BY, key, strict=True) if value is not None))


class Register:
    """What is told, with its words, under the filters of a query string; whatever is wrong in that is left out."""

    def __init__(self, data):
        self.told = told_of(everything_given())
        named = {participant for participant, _theme, _year in self.told if participant}
        self.organisations = Organisation.objects.with_names().in_bulk(named)
        self.by_code = {row.code: key for key, row in self.organisations.items()}
        self.chosen = (
            self.by_code.get(data.get("participant", "")),
            data.get("theme") if data.get("theme") in Theme.values else None,
            next((year for _p, _t, year in self.told if year and str(year) == data.get("year")), None),
        )

    @property
    def count(self):
        """How much was given of what is chosen; None where that is not told."""
        return self.told.get(self.chosen)

    def by(self, name):
        """(value, words, count) of each value, under what else is chosen, where that is told."""
        place = BY.index(name)
        others = [key for key in self.told if key[place] is not None]
        rows = [
            (*self.words(name, key[place]), self.told[key])
            for key in others
            if all(key[at] == self.chosen[at] for at in range(len(BY)) if at != place)
        ]
        return sorted(rows, key=lambda row: alphabetical(row[1]), reverse=name == "year")

    def words(self, name, value):
        """(value in a query string, words) of a Participant, a theme or a year."""
        if name == "participant":
            organisation = self.organisations[value]
            return organisation.code, organisation.name
        return str(value), str(Theme(value).label if name == "theme" else value)

    def selected(self, name):
        """(value in a query string, words) of what is chosen; None where nothing is."""
        value = self.chosen[BY.index(name)]
        return self.words(name, value) if value else None
