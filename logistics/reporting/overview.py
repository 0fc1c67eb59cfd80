"""The reports of one's own owners: what is to be done first, then year by year. All of it is the reader's own affair."""

from dataclasses import dataclass
from itertools import groupby

from django.urls import reverse
from django.utils.translation import gettext as _

from asm_portal.dated import today
from asm_portal.models import Organisation
from asm_portal.visibility import standing_of
from logistics.models import Contest, Excuse, Obligation, ReportDuty, ReportingPeriod, SubmissionDraft, Visit
from logistics.reporting.duties import duty_url
from logistics.reporting.excuses import may_decide
from logistics.reporting.owners import Mine
from logistics.reporting.standing import Cell, State, cells

# From how many days before its day a report is something to do.
AHEAD = 90
TONES = {
    State.ON_TIME: "ok",
    State.LATE: "warn",
    State.MISSING: "bad",
    State.DUE: "info",
    State.EXCUSED: "mute",
    State.EXTENDED: "info",
    State.NOT_DUE: "mute",
    State.NOT_TRACKED: "mute",
    State.STALE: "warn",
}
Collected = Obligation.Collected


@dataclass(frozen=True)
class Row:
    """A report of an owner with its standing, and what has been begun."""

    cell: Cell
    owner: object
    draft: SubmissionDraft | None = None
    is_contested: bool = False
    visit: Visit | None = None

    @property
    def period(self):
        return self.cell.period

    @property
    def tone(self):
        return TONES[self.cell.state]

    @property
    def url(self):
        return duty_url("report-detail", self.period, self.owner)

    @property
    def is_to_do(self):
        """Whether it is overdue, or due soon, or begun."""
        cell = self.cell
        is_near = cell.days_left is not None and cell.days_left <= AHEAD
        is_pressing = is_near or cell.state in (State.MISSING, State.STALE)
        return self.draft is not None or (cell.is_awaited and is_pressing)

    @property
    def step(self):
        """(address, words) of what the owner does next; the report of a visit is written on the page of the visit."""
        if self.visit:
            return self.visit.get_absolute_url(), _("To the page of the visit")
        collected = self.period.obligation.collected
        if collected == Collected.STATISTICS_SITE:
            return duty_url("report-sent", self.period, self.owner), _("Say when they were sent")
        if collected == Collected.REGISTER:
            return register_of(self.period.obligation.code, self.owner), _("Look at the register")
        words = _("Go on with the draft") if self.draft else _("Send the report")
        return duty_url("report-submit", self.period, self.owner), words


def register_of(code, owner):
    """Where an owner looks after what a register holds of it."""
    addresses = {
        "signatures": lambda: reverse("knowledge:upkeep", args=[owner.code]),
        "legislation": lambda: reverse("knowledge:legislation", args=[owner.code]),
    }
    return addresses.get(code, lambda: reverse("focal-point-list"))()


@dataclass(frozen=True)
class Standing:
    """How an owner of one's own stands: rows to do, the soonest first, and (year, rows), the newest year first."""

    mine: Mine
    to_do: tuple
    years: tuple

    @property
    def overdue(self):
        return sum(row.cell.is_overdue for row in self.to_do)


def standings(own, user):
    """A Standing for each of the owners; in a constant number of queries."""
    rows = rows_of(own, user)
    return [standing_with(each, rows[each.key]) for each in own]


def standing_with(each, rows):
    to_do = sorted((row for row in rows if row.is_to_do and each.may_act), key=soonest)
    begun = [row for row in rows if row.period.start <= today()]
    years = [(year, tuple(found)) for year, found in groupby(begun, key=lambda row: row.period.year)]
    return Standing(each, tuple(to_do), tuple(years))


def soonest(row):
    return row.cell.due_on or today()


def rows_of(own, user):
    """Owner key → its rows, the newest year first; those only that it can owe."""
    if not own:
        return {}
    owners = [each.owner for each in own]
    duties = {(row.period_id, row.owner_key) for row in ReportDuty.objects.visible_to(user)}
    periods = list(
        (
            ReportingPeriod.objects.visible_to(user).of_participants()
            | ReportingPeriod.objects.visible_to(user).filter(pk__in={period for period, _key in duties})
        )
        .with_obligation()
        .order_by("-year", "obligation__position", "start", "pk")
    )
    found = cells(periods, owners, reader=user)
    drafts = {(row.period_id, row.owner_key): row for row in SubmissionDraft.objects.visible_to(user)}
    contested = {(row.period_id, row.owner_key) for row in Contest.objects.visible_to(user).open()}
    visits = visits_of(user, {period for period, _key in duties})
    return {
        each.key: [
            Row(found[at], each.owner, drafts.get(at), at in contested, visits.get(at))
            for period in periods
            if (at := (period.pk, each.key)) in duties or is_owed_by_rule(period, each.owner)
        ]
        for each in own
    }


def visits_of(user, periods):
    """(period, owner key) → the visit whose report it is, of those that the reader may know of."""
    known = Visit.objects.visible_to(user).filter(duty__period__in=periods).select_related("duty")
    return {(visit.duty.period_id, visit.duty.owner_key): visit for visit in known}


def is_owed_by_rule(period, owner):
    return period.obligation.is_of_participants and isinstance(owner, Organisation)


def excuses_to_decide(user):
    """The requests on which the reader decides, the oldest first."""
    standing = standing_of(user)
    if not (standing.secretariat or standing.chair or standing.led_bodies):
        return []
    waiting = Excuse.objects.visible_to(user).waiting().select_related(
        "period__obligation", "period__concerning", "organisation", "body", "office"
    )  # fmt: skip
    rows = waiting.prefetch_related("organisation__names", "period__concerning__names").order_by("requested_at", "pk")
    return [row for row in rows if may_decide(user, row.period, row.owner)]
