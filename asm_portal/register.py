"""What the public pages of the register say of a day: standing, seats and rolls."""

import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Prefetch
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from asm_portal.dated import Precision
from asm_portal.models import (
    Affiliation,
    Body,
    Measure,
    Membership,
    Office,
    OfficeTerm,
    Organisation,
    ParticipationStatus,
)
from asm_portal.models.bodies import in_language
from asm_portal.templatetags.portal import period
from asm_portal.words import fold

GROUPS_OF_BODIES = (
    (_("Meetings"), (Body.Kind.PLENARY, Body.Kind.INTERSESSIONAL)),
    (_("Chair’s office and secretariat"), (Body.Kind.CHAIRS_OFFICE, Body.Kind.SECRETARIAT)),
    (_("Working groups"), (Body.Kind.WORKING_GROUP, Body.Kind.AD_HOC_WORKING_GROUP)),
    (_("Committees"), (Body.Kind.COMMITTEE, Body.Kind.AD_HOC_COMMITTEE)),
    (_("Sub-groups and technical teams"), (Body.Kind.SUBGROUP, Body.Kind.TECHNICAL_TEAM)),
    (_("Forums"), (Body.Kind.FORUM,)),
)
WITHOUT_ROLL = GROUPS_OF_BODIES[0][1] + GROUPS_OF_BODIES[1][1]
GRADES = (
    (Membership.Grade.FULL, _("Members")),
    (Membership.Grade.PROVISIONAL, _("Provisional members")),
    (Membership.Grade.OBSERVER, _("Observers")),
)
AT_WORK_FIRST = [Body.Activity.ACTIVE, Body.Activity.UNCONFIRMED, Body.Activity.CLOSED]
LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "’": " ", "'": " ", "-": " "})


def alphabetical(text):
    """A key that sorts words as dictionaries do: É with E, marks between words as spaces."""
    return fold(text.casefold().translate(LIGATURES))


@dataclass(frozen=True)
class Entry:
    """An organisation as a list of the day shows it."""

    organisation: object
    name: str
    status: object = None
    measures: tuple = ()
    count: int = 0


def with_standing(organisations, reader, day):
    """With names, and with the status and measures of the day as `statuses_of_day` and `measures_of_day`."""
    return organisations.prefetch_related(
        "names",
        Prefetch("statuses", ParticipationStatus.objects.visible_to(reader).valid_on(day), to_attr="statuses_of_day"),
        Prefetch("measures", Measure.objects.visible_to(reader).valid_on(day), to_attr="measures_of_day"),
    )


def entries(organisations, day, counts=None):
    """The organisations (from `with_standing`) in alphabetical order of their names of the day."""
    rows = [
        Entry(
            organisation=organisation,
            name=organisation.name_on(day),
            status=next(iter(organisation.statuses_of_day), None),
            measures=tuple(organisation.measures_of_day),
            count=(counts or {}).get(organisation.pk, 0),
        )
        for organisation in organisations
    ]
    return sorted(rows, key=lambda row: alphabetical(row.name))


def known_to_the_year(rows, day):
    """How many of the listed began in the year of that day on a day that is not known."""
    began = (row.status for row in rows if row.status and row.status.valid_from.year == day.year)
    return sum(1 for status in began if status.valid_from_precision == Precision.YEAR)


def members_of_unions(reader, day):
    """The member states of each union on the day: union's primary key → affiliations."""
    found = defaultdict(list)
    rows = (
        Affiliation.objects.visible_to(reader)
        .valid_on(day)
        .filter(parent__kind=Organisation.Kind.UNION, organisation__kind=Organisation.Kind.STATE)
    )
    for row in rows.select_related("organisation").prefetch_related("organisation__names"):
        found[row.parent_id].append(row)
    return found


def named(affiliations, day):
    """(organisation, name of the day) in alphabetical order."""
    pairs = [(row.organisation, row.organisation.name_on(day)) for row in affiliations]
    return sorted(pairs, key=lambda pair: alphabetical(pair[1]))


def status_words(status, day):
    """A status in neutral words, with the Participant that covers a covered organisation."""
    if status.covered_by:
        return f"{status.get_status_display()}{gettext(':')} {status.covered_by.name_on(day)}"
    return status.get_status_display()


def standing_words(organisation, parents, day):
    """The part of an organisation (from `with_standing`) in the Process on the day; "" for one that never had any."""
    status = next(iter(organisation.statuses_of_day), None)
    union = next((row.name for row in parents if row.parent.kind == Organisation.Kind.UNION), "")
    parts = [measure.get_kind_display() for measure in organisation.measures_of_day]
    if status:
        is_known = status.valid_from_precision != Precision.UNKNOWN
        parts.insert(0, status_words(status, day) + (f", {period(status)}" if is_known else ""))
    elif union:
        parts.insert(0, gettext("Takes part through: %(union)s") % {"union": union})
    elif organisation.statuses.all():
        parts.insert(0, gettext("No part in the Process on record for that day"))
    return capfirst(f"{gettext(';')} ".join(parts))


@dataclass(frozen=True)
class Episode:
    """A status or a measure in the history of an organisation, with the documents that made it so."""

    record: object
    day: object
    documents: tuple = ()

    @property
    def title(self):
        if isinstance(self.record, Measure):
            return self.record.get_kind_display()
        return status_words(self.record, self.day)

    @property
    def words(self):
        return in_language(self.record, "words")

    @property
    def holds(self):
        return self.record.holds_on(self.day)

    @property
    def is_ahead(self):
        return self.record.valid_from is not None and self.record.valid_from > self.day


def documents_of(pairs):
    """The documents of each record, from the areas' (record, document) pairs."""
    found = defaultdict(list)
    for record, document in pairs:
        found[record].append(document)
    return found


def history_of(organisation, day, documents):
    """Statuses and measures in the order in which they began, the latest first."""
    records = [*organisation.statuses.all(), *organisation.measures.all()]
    records.sort(key=lambda record: (record.valid_from is not None, record.valid_from), reverse=True)
    return [Episode(record, day, tuple(documents[record])) for record in records]


@dataclass(frozen=True)
class Seat:
    """An office on a day: the term of its holder, or that it is vacant, or that nothing is known."""

    office: Office
    term: OfficeTerm | None
    is_vacant: bool
    attested: tuple = ()
    terms: tuple = ()

    @property
    def has_history(self):
        """Whether there is more to tell than who holds it on the day."""
        return any(term != self.term for term in self.terms)


def seat_of(office, day):
    """Who holds the office on the day. It is vacant in a gap between known terms; before and after them nothing is known.
    Each term gets its `holder`: the name that the organisation bore then."""
    for term in office.terms.all():
        term.holder = term.organisation.name_on(term.valid_from)
    terms = [term for term in office.terms.all() if term.valid_from]
    holder = next((term for term in terms if term.holds_on(day)), None)
    surrounded = any(term.valid_from <= day for term in terms) and any(term.valid_from > day for term in terms)
    return Seat(
        office=office,
        term=holder,
        is_vacant=holder is None and surrounded,
        attested=tuple(term for term in office.terms.all() if term.attested),
        terms=tuple(sorted(terms, key=lambda term: term.valid_from, reverse=True)),
    )


def seats_of(body, reader, day):
    """The offices of a body on the day, with their holders."""
    terms = OfficeTerm.objects.visible_to(reader).select_related("organisation", "person")
    offices = Office.objects.visible_to(reader).filter(body=body)
    offices = offices.prefetch_related(Prefetch("terms", terms.prefetch_related("organisation__names")))
    order = list(Office.Seat)
    seats = [seat_of(office, day) for office in offices]
    return sorted(seats, key=lambda seat: (order.index(seat.office.seat), alphabetical(seat.office.name)))


@dataclass(frozen=True)
class Roll:
    """The members of a body by grade: those of a day, or those attested at some time."""

    grades: tuple
    attested: str = ""


def roll_of(memberships, day, attested=""):
    by_grade = defaultdict(list)
    for membership in memberships:
        by_grade[membership.grade].append(Entry(membership.organisation, membership.organisation.name_on(day)))
    grades = [(label, sorted(by_grade[grade], key=lambda row: alphabetical(row.name))) for grade, label in GRADES]
    return Roll(grades=tuple((label, rows) for label, rows in grades if rows), attested=attested)


def rolls_of(body, reader, day):
    """The roll of the day, without grades where none is known, and the attested rolls, the latest first."""
    rows = Membership.objects.visible_to(reader).filter(body=body).select_related("organisation")
    memberships = list(rows.prefetch_related("organisation__names"))
    of_day = roll_of([row for row in memberships if row.holds_on(day)], day)
    attested = sorted((row for row in memberships if row.attested), key=when, reverse=True)
    return of_day, [roll_of(rows, day, text) for text, rows in groupby(attested, key=lambda row: row.attested)]


def when(row):
    """The years in which a row is attested, to sort by, and the words."""
    return re.findall(r"\d{4}", row.attested), row.attested


def bodies_on(bodies, day, is_today):
    """Groups of bodies by kind, those at work first. On another day than today, without those known not to have existed."""
    if not is_today:
        bodies = [body for body in bodies if not (begins_later(body, day) or has_ended(body, day))]
    groups = [(heading, [body for body in bodies if body.kind in kinds]) for heading, kinds in GROUPS_OF_BODIES]
    return [(heading, sorted(rows, key=at_work_first)) for heading, rows in groups if rows]


def at_work_first(body):
    return AT_WORK_FIRST.index(body.activity), alphabetical(body.name)


def begins_later(body, day):
    return body.valid_from is not None and body.valid_from > day


def has_ended(body, day):
    return body.valid_until is not None and body.valid_until <= day
