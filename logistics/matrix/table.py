"""The table of a year: Participants × periods, in columns as a page shows them."""

from collections import Counter
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from asm_portal.dated import today
from asm_portal.models import Organisation
from asm_portal.register import alphabetical
from logistics.matrix.signs import Sign
from logistics.models import ReportingPeriod, owner_key
from logistics.reporting.standing import State, cells, participants_of

RECEIVED = (State.ON_TIME, State.LATE, State.STALE)
LATE = (State.LATE, State.STALE)


@dataclass(frozen=True)
class Column:
    """A period; `abbreviation` is for narrow screens."""

    period: ReportingPeriod
    name: str
    abbreviation: str


@dataclass(frozen=True)
class Group:
    """Neighbouring columns under one heading; a column that stands for itself has none."""

    name: str
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class Row:
    """A Participant with its signs, in the order of the columns."""

    organisation: Organisation
    name: str
    signs: tuple[Sign, ...]
    is_own: bool = False

    @property
    def counts(self):
        return Counter(sign.cell.state for sign in self.signs)

    @property
    def in_words(self):
        """How many reports stand how: “on time: 5, late: 1, missing: 2”."""
        counts = self.counts
        return ", ".join(f"{state.label}{_(':')} {counts[state]}" for state in State if counts[state])

    def has(self, show):
        """Whether the row shows under a choice of the page: everything, something missing, something late."""
        wanted = {"missing": (State.MISSING,), "late": LATE}.get(show)
        return wanted is None or any(sign.cell.state in wanted for sign in self.signs)


class Table:
    """A year as a reader sees it: `rows` with the reader's own first, and `untracked`, whose standing nobody follows."""

    def __init__(self, year, own=(), reader=None):
        self.year = year
        self.periods = list(ReportingPeriod.objects.of_year(year).of_participants())
        participants = participants_of(self.periods)
        self.untracked = [row for row in participants if row.tracked_from is None]
        tracked = [row for row in participants if row.tracked_from is not None]
        self.cells = cells(self.periods, tracked, reader=reader)
        rows = [self.row(organisation, organisation.pk in own) for organisation in tracked]
        self.rows = sorted(rows, key=lambda row: (not row.is_own, alphabetical(row.name)))
        self.groups = grouped(self.periods)

    def row(self, organisation, is_own):
        key = owner_key(organisation)
        signs = [Sign(self.cells[period.pk, key], period.slug) for period in self.periods]
        return Row(organisation, organisation.name, tuple(signs), is_own)

    @property
    def columns(self):
        return [column for group in self.groups for column in group.columns]

    @property
    def legend(self):
        """Abbreviations of the columns with their meaning."""
        found = {column.abbreviation: column.name for column in self.columns if column.abbreviation != column.name}
        return [f"{short} {name}" for short, name in found.items()]


def grouped(periods):
    """The columns: parts of the year under their obligation, what is kept current together, a whole year by itself."""
    groups = []
    for (kept_current, _place), found in groupby(periods, key=place_of_group):
        found = list(found)
        obligation = found[0].obligation
        in_parts = any(period.label for period in found)
        name = _("Kept current") if kept_current else obligation.short_name if in_parts else ""
        groups.append(Group(name, tuple(column(period) for period in found)))
    return groups


def place_of_group(period):
    obligation = period.obligation
    return obligation.is_kept_current, None if obligation.is_kept_current else obligation.pk


def column(period):
    name = period.label or period.obligation.short_name
    return Column(period, name, period.label or abbreviation(name))


def abbreviation(name):
    """Two letters of a name: AR for Annual report, Si for Signatures."""
    words = name.split()
    return "".join(word[0] for word in words[:2]).upper() if len(words) > 1 else name[:2].capitalize()


@dataclass(frozen=True)
class Total:
    """How many reports on a period came on time, late, or not at all, of those that were due."""

    period: ReportingPeriod
    on_time: int
    late: int
    missing: int

    @property
    def received(self):
        return self.on_time + self.late

    @property
    def expected(self):
        return self.received + self.missing

    @property
    def parts(self):
        """(tone, where it begins, how long it is) of each part of a bar of the length 100."""
        return bar((("ok", self.on_time), ("warn", self.late), ("bad", self.missing)))


def bar(counts):
    """The parts of a bar of the length 100: (tone, start, length), those that are nothing left out."""
    whole, start, parts = sum(count for _tone, count in counts), 0, []
    for tone, count in counts:
        if count:
            length = 100 * count / whole
            parts.append((tone, f"{start:.2f}", f"{length:.2f}"))
            start += length
    return parts


def totals(periods, found):
    """A Total for each of the periods that were due by today, or are kept current, of the cells that `cells` gave."""
    by_period = {period.pk: Counter() for period in periods if period.due_on is None or period.due_on < today()}
    for (period, _owner), cell in found.items():
        if period in by_period:
            by_period[period][cell.state] += 1
    for period in periods:
        states = by_period.get(period.pk, Counter())
        total = Total(period, states[State.ON_TIME], sum(states[state] for state in LATE), states[State.MISSING])
        if total.expected:
            yield total


def latest_totals(periods, found):
    """The total of the latest period of each obligation."""
    return list({total.period.obligation_id: total for total in totals(periods, found)}.values())
