"""All reports of one Participant for a year, each with its full cause."""

from dataclasses import dataclass

from asm_portal.visibility import standing_of
from logistics.matrix.signs import Sign
from logistics.models import Contest, owner_key
from logistics.reporting.owners import may_act_for
from logistics.reporting.standing import Cell, State, cells


@dataclass(frozen=True)
class Line:
    """A report, and what the owner says against how it stands."""

    cell: Cell
    contest: Contest | None

    @property
    def sign(self):
        return Sign(self.cell, self.cell.period.slug)

    @property
    def tone(self):
        """The tone of a tag, which needs one."""
        return self.sign.tone or "mute"


class OwnerYear:
    """The lines of a Participant for the periods of a year, as a reader may know them."""

    def __init__(self, organisation, periods, reader):
        self.organisation = organisation
        found, key = cells(periods, [organisation], reader=reader), owner_key(organisation)
        contests = Contest.objects.visible_to(reader).open().filter(period__in=periods, organisation=organisation)
        by_period = {contest.period_id: contest for contest in contests}
        self.lines = [Line(found[period.pk, key], by_period.get(period.pk)) for period in periods]
        self.is_tracked = organisation.tracked_from is not None
        self.is_own = organisation.pk in standing_of(reader).organisations
        self.may_act = may_act_for(reader, organisation)
        self.overdue = sum(line.cell.state == State.MISSING for line in self.lines)
