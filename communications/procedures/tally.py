"""Who takes a position in a written procedure, and how the positions stand.

Those who take one are the Participants that were full members of the body on the opening day and still are; of the Plenary, the
Participants. Observers decide nothing, whatever their place in a body. A suspended Participant that keeps its place keeps its
position, and the tally says so. Once the Chair has declared, the tally is the one that was frozen then.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, timedelta
from math import ceil

from django.conf import settings

from asm_portal.dated import today
from asm_portal.models import Membership, Organisation, ParticipationStatus
from asm_portal.models.accounts import PARTICIPANT_STATUSES
from asm_portal.register import alphabetical
from communications.models import Position, WrittenProcedure

Kind, Rule = Position.Kind, WrittenProcedure.Rule
LEAST = timedelta(microseconds=1)


def last_day(procedure):
    """The day in UTC with which the time for positions ends."""
    return (procedure.ends_at - LEAST).astimezone(UTC).date()


def days_that_count(procedure):
    """The opening day and the last day that has come: whoever takes a position is a full member on both."""
    last = last_day(procedure)
    withdrawn = [procedure.withdrawn_at.astimezone(UTC).date()] if procedure.withdrawn_at else []
    return min(procedure.opening_day, today()), min(today(), last, *withdrawn)


class Roll:
    """Who takes positions in some procedures, read in a constant number of queries."""

    def __init__(self, procedures):
        bodies = {procedure.body_id for procedure in procedures if not procedure.is_of_plenary}
        dated = {"valid_from__isnull": False}
        self.memberships = defaultdict(list)
        rows = Membership.objects.filter(body__in=bodies, grade=Membership.Grade.FULL, **dated)
        for row in rows:
            self.memberships[row.body_id].append(row)
        deciding = set(settings.STATUSES_WITH_ACCESS).intersection(PARTICIPANT_STATUSES)
        statuses = ParticipationStatus.objects.filter(status__in=deciding, **dated)
        if all(not procedure.is_of_plenary for procedure in procedures):
            statuses = statuses.filter(organisation__in=rows.values("organisation"))
        self.statuses = list(statuses.select_related("organisation").prefetch_related("organisation__names"))
        self.organisations = {row.organisation_id: row.organisation for row in self.statuses}

    def entitled(self, procedure):
        """(organisation, its status on the last day that counts) of those who take a position, alphabetical."""
        first, last = days_that_count(procedure)
        now = self.on(procedure, last)
        held = [(self.organisations[key], now[key]) for key in now.keys() & self.on(procedure, first).keys()]
        return sorted(held, key=lambda pair: alphabetical(pair[0].name))

    def on(self, procedure, day):
        """Organisation's primary key → its status, of those entitled on a day."""
        taking_part = {row.organisation_id: row for row in self.statuses if row.holds_on(day)}
        if procedure.is_of_plenary:
            return {
                key: row
                for key, row in taking_part.items()
                if row.organisation.is_demonstration == procedure.is_demonstration
            }
        members = {row.organisation_id for row in self.memberships[procedure.body_id] if row.holds_on(day)}
        return {key: row for key, row in taking_part.items() if key in members}


@dataclass(frozen=True)
class Line:
    """An organisation that takes a position, and the one that counts; `status` where it is not simply a Participant."""

    organisation: Organisation
    position: Position | None
    status: str = ""


@dataclass(frozen=True)
class Tally:
    """How the positions stand."""

    lines: tuple[Line, ...]
    needed: int

    def of_kind(self, kind):
        return sum(1 for line in self.lines if line.position and line.position.kind == kind)

    @property
    def supports(self):
        return self.of_kind(Kind.SUPPORT)

    @property
    def no_objections(self):
        return self.of_kind(Kind.NO_OBJECTION)

    @property
    def objections(self):
        return self.of_kind(Kind.OBJECTION)

    @property
    def missing(self):
        """The organisations without a position."""
        return [line.organisation for line in self.lines if line.position is None]

    @property
    def answered(self):
        return len(self.lines) - len(self.missing)

    @property
    def is_met(self):
        """Whether the rule of the procedure is met as things stand."""
        return bool(self.lines) and not self.objections and self.supports >= self.needed

    @property
    def frozen(self):
        """What a declaration keeps of it."""
        return {
            "supports": self.supports,
            "no_objections": self.no_objections,
            "objections": self.objections,
            "missing": len(self.missing),
            "needed": self.needed,
            "tally": [[line.organisation.code, line.position.kind if line.position else ""] for line in self.lines],
        }


def needed_of(procedure, count):
    """How many supports the rule asks for where so many take a position."""
    if procedure.rule == Rule.SILENCE:
        return 0
    return max(1, ceil(count * procedure.support_percent / 100))


def status_words(status):
    """What is said beside the name: nothing for a Participant in full standing."""
    return "" if status.status == ParticipationStatus.Status.PARTICIPANT else status.get_status_display()


def tallies(procedures):
    """Procedure's primary key → Tally, of procedures `for_display`, in a constant number of queries."""
    procedures = list(procedures)
    declared = [procedure for procedure in procedures if procedure.is_declared]
    roll = Roll([procedure for procedure in procedures if not procedure.is_declared])
    codes = {code for procedure in declared for code, _kind in procedure.declaration.tally}
    names = {row.code: row for row in Organisation.objects.filter(code__in=codes).with_names()}
    return {
        procedure.pk: frozen_tally(procedure, names) if procedure.is_declared else live_tally(procedure, roll)
        for procedure in procedures
    }


def tally_of(procedure):
    return tallies([procedure])[procedure.pk]


def live_tally(procedure, roll):
    entitled, standing = roll.entitled(procedure), procedure.standing
    lines = tuple(Line(row, standing.get(row.pk), status_words(status)) for row, status in entitled)
    return Tally(lines, needed_of(procedure, len(lines)))


def frozen_tally(procedure, names):
    standing = procedure.standing
    known = [names[code] for code, _kind in procedure.declaration.tally if code in names]
    lines = (Line(row, standing.get(row.pk)) for row in sorted(known, key=lambda row: alphabetical(row.name)))
    return Tally(tuple(lines), procedure.declaration.needed)
