"""One obligation over the years: Participants × years, and the trend."""

from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from asm_portal.dated import today
from asm_portal.register import alphabetical
from logistics.matrix.signs import Sign
from logistics.matrix.table import Column, Group, Row, totals
from logistics.models import Obligation, ReportingPeriod, owner_key
from logistics.reporting.standing import cells, participants_of

COLUMNS = 12


def obligations(user):
    """What Participants owe and there are periods of."""
    rows = Obligation.objects.visible_to(user).filter(periods__isnull=False).distinct()
    return [row for row in rows if row.is_of_participants]


@dataclass(frozen=True)
class Trend:
    """The share of reports that came on time, period by period, as a line in a drawing."""

    totals: tuple

    WIDTH, HEIGHT, MARGIN = 240, 48, 4

    @property
    def shares(self):
        """Of each period, how many hundredths came on time."""
        return [round(100 * total.on_time / total.expected) for total in self.totals]

    @property
    def points(self):
        """(x, y) of each share: 100 on top, and as far from each other as there is room."""
        step = (self.WIDTH - 2 * self.MARGIN) / max(1, len(self.totals) - 1)
        room = self.HEIGHT - 2 * self.MARGIN
        return [
            (f"{self.MARGIN + number * step:.1f}", f"{self.MARGIN + room * (100 - share) / 100:.1f}")
            for number, share in enumerate(self.shares)
        ]

    @property
    def line(self):
        return " ".join(",".join(point) for point in self.points)

    @property
    def words(self):
        """The same for those who listen."""
        told = (
            _("%(period)s: %(share)s %%") % {"period": total.period.label_with_year, "share": share}
            for total, share in zip(self.totals, self.shares, strict=True)
        )
        return _("On time, %(told)s") % {"told": ", ".join(told)}


class Years:
    """An obligation over its last periods, the reader's own Participants first."""

    def __init__(self, obligation, own=()):
        self.obligation = obligation
        periods = (
            ReportingPeriod.objects.with_obligation()
            .filter(obligation=obligation, start__lte=today())
            .order_by("-start", "-pk")
        )
        self.periods = list(reversed(periods[:COLUMNS]))
        tracked = [row for row in participants_of(self.periods) if row.tracked_from is not None]
        self.cells = cells(self.periods, tracked)
        rows = [self.row(organisation, organisation.pk in own) for organisation in tracked]
        self.rows = sorted(rows, key=lambda row: (not row.is_own, alphabetical(row.name)))

    def row(self, organisation, is_own):
        key = owner_key(organisation)
        signs = tuple(Sign(self.cells[period.pk, key], period.slug) for period in self.periods)
        return Row(organisation, organisation.name, signs, is_own)

    @property
    def groups(self):
        """A year with its parts, or a column for a whole year."""
        found = []
        for year, periods in groupby(self.periods, key=lambda period: period.year):
            columns = tuple(column(period) for period in periods)
            found.append(Group("" if columns[0].name == str(year) else str(year), columns))
        return found

    @property
    def trend(self):
        return Trend(tuple(totals(self.periods, self.cells)))


def column(period):
    name = period.label or str(period.year)
    return Column(period, name, name if period.label else f"’{period.year % 100:02}")
