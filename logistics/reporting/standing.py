"""How an owner stands with a report: computed from what is on record, never stored.

`judge` is the rule and asks the database nothing; `cells` gathers its facts for many periods and owners in a constant number of
queries. Days are UTC dates. A report is late from the day after the one on which it was due; what counts is the first version
that stands, by the day on which it was received.
"""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from asm_portal.dated import today
from asm_portal.models import Organisation, ParticipationStatus
from asm_portal.models.organisations import PARTICIPANT_STATUSES
from asm_portal.register import alphabetical
from asm_portal.templatetags.portal import date_words
from logistics.models import Excuse, Obligation, Producer, ReportDuty, ReportingPeriod, Submission, owner_key
from logistics.reporting.registers import READERS, Entry

Status = ParticipationStatus.Status
SUSPENDED = (Status.SUSPENDED, Status.SELF_SUSPENDED)


class State(models.TextChoices):
    """How an owner stands with the report on a period."""

    ON_TIME = "on_time", gettext_lazy("on time")
    LATE = "late", gettext_lazy("late")
    MISSING = "missing", gettext_lazy("missing")
    DUE = "due", gettext_lazy("due")
    EXCUSED = "excused", gettext_lazy("excused")
    EXTENDED = "extended", gettext_lazy("extended")
    NOT_DUE = "not_due", gettext_lazy("not due")
    NOT_TRACKED = "not_tracked", gettext_lazy("not tracked")
    STALE = "stale", gettext_lazy("not confirmed for a year")


class Cause(models.TextChoices):
    """Why a report is not due."""

    DECIDED = "decided", gettext_lazy("Not due, as was decided.")
    JOINED_LATER = "joined_later", gettext_lazy("Became a Participant only after this period.")
    LEFT = "left", gettext_lazy("Was not a Participant when it was due.")
    NO_DUTY = "no_duty", gettext_lazy("Does not owe this report.")
    NOT_A_PRODUCER = "not_a_producer", gettext_lazy("Does not produce rough diamonds.")
    SUSPENDED = "suspended", gettext_lazy("Was suspended.")
    TRACKED_LATER = "tracked_later", gettext_lazy("The period was over before reports were first followed here.")


@dataclass(frozen=True)
class Facts:
    """What is on record of an owner and a period.

    `statuses` are the dated parts of an organisation in the Process, oldest first; `producing` its days as a producer; `entries`
    what a register holds of it, for what is kept current. `owes` is whether a body, an office or an organisation has the duty.
    """

    tracked_from: date | None = None
    statuses: tuple = ()
    producing: tuple = ()
    submissions: tuple = ()
    excuse: Excuse | None = None
    entries: tuple[Entry, ...] = ()
    owes: bool = False


@dataclass(frozen=True)
class Cell:
    """The standing of an owner for a period on a day.

    `due_on` is the day that counts, an extension included; for what is kept current, the day by which it is to be confirmed
    again. `submission` and `excuse` are there only for a reader who may know of them.
    """

    state: State
    period: ReportingPeriod
    day: date
    due_on: date | None = None
    received_on: date | None = None
    reason: Cause | None = None
    owner_key: str = ""
    submission: Submission | None = field(default=None, compare=False)
    excuse: Excuse | None = field(default=None, compare=False)

    @property
    def days_late(self):
        """How many days after `due_on` it came or, where it has not come, today is; 0 where it is not late."""
        if self.due_on is None or self.state not in (State.LATE, State.MISSING, State.STALE):
            return 0
        return ((self.received_on if self.state == State.LATE else self.day) - self.due_on).days

    @property
    def days_left(self):
        """How many days are left; None where there is no such day, or none any more."""
        return (self.due_on - self.day).days if self.due_on and self.due_on >= self.day else None

    @property
    def is_overdue(self):
        return self.state == State.MISSING

    @property
    def is_awaited(self):
        """Whether something is still expected of the owner by `due_on`, or was by then; of a year that is over, the registers
        owe nothing more."""
        if self.period.obligation.is_kept_current:
            return self.state in (State.MISSING, State.STALE, State.ON_TIME) and self.day < self.period.end
        is_open = self.state in (State.DUE, State.MISSING, State.EXTENDED)
        is_put_off = self.state == State.EXCUSED and self.due_on is not None
        return is_open or is_put_off

    @property
    def cause(self):
        """The standing in a sentence, which tells neither the reason of an excuse nor who sent what."""
        return SENTENCES[self.state](self)


def judge(period, facts, day):
    """The standing of an owner for a period on a day."""
    obligation = period.obligation
    if obligation.is_of_participants and facts.tracked_from is None:
        return Cell(State.NOT_TRACKED, period, day)
    if obligation.is_kept_current:
        return judge_register(period, facts, min(day, period.end))
    received = next((row for row in by_number(facts.submissions) if row.received_on <= day), None)
    due_on = put_off(period, facts.excuse)
    if received is None:
        return judge_awaited(period, facts, day, due_on)
    is_late = due_on is not None and received.received_on > due_on and reason_for_none(period, facts, day) is None
    state = State.LATE if is_late and not is_excused(facts.excuse) else State.ON_TIME
    return Cell(state, period, day, due_on, received.received_on)


def by_number(submissions):
    """Versions that stand and are final, the first one first."""
    return sorted(
        (row for row in submissions if not row.is_recalled and row.stage == Submission.Stage.FINAL),
        key=lambda row: row.number,
    )


def put_off(period, excuse):
    """The day by which the report is due, as the rule or a granted excuse says."""
    return excuse.until if excuse and excuse.until else period.due_on


def is_excused(excuse):
    """Whether nothing is expected any more."""
    return excuse is not None and excuse.until is None


def judge_awaited(period, facts, day, due_on):
    """The standing while nothing has come."""
    if reason := reason_for_none(period, facts, day):
        return Cell(State.NOT_DUE, period, day, reason=reason)
    kinds, excuse = Excuse.Kind, facts.excuse
    if excuse and excuse.kind == kinds.NOT_DUE:
        return Cell(State.NOT_DUE, period, day, reason=Cause.DECIDED)
    if is_excused(excuse):
        return Cell(State.EXCUSED, period, day)
    if due_on is not None and due_on < day:
        return Cell(State.MISSING, period, day, due_on)
    waiting = {None: State.DUE, kinds.EXTENDED: State.EXTENDED, kinds.EXCUSED: State.EXCUSED}
    return Cell(waiting[excuse and excuse.kind], period, day, due_on)


def reason_for_none(period, facts, day):
    """Why the owner does not owe the report by its own facts; None where it does."""
    if not period.obligation.is_of_participants:
        return None if facts.owes else Cause.NO_DUTY
    if period.end < facts.tracked_from:
        return Cause.TRACKED_LATER
    due_by = min(day, period.due_on) if period.due_on else day
    return reason_in_register(period, facts, max(period.end, due_by), period.end)


def reason_in_register(period, facts, when_due, at_end):
    """What its part in the Process, or what it produces, says against the duty; None where nothing does."""
    at_end_status = status_on(facts.statuses, at_end)
    if at_end_status not in PARTICIPANT_STATUSES:
        joins = any(row.status in PARTICIPANT_STATUSES and row.valid_from > at_end for row in facts.statuses)
        return Cause.JOINED_LATER if joins else Cause.LEFT
    when_due_status = status_on(facts.statuses, when_due)
    if when_due_status not in PARTICIPANT_STATUSES:
        return Cause.LEFT
    if at_end_status in SUSPENDED or when_due_status in SUSPENDED:
        return Cause.SUSPENDED
    is_producer = any(row.holds_on(at_end) for row in facts.producing)
    if period.obligation.binds == Obligation.Binds.PRODUCERS and not is_producer:
        return Cause.NOT_A_PRODUCER
    return None


def status_on(statuses, day):
    return next((row.status for row in statuses if row.holds_on(day)), None)


def judge_register(period, facts, at):
    """The standing with what is kept current, at a day: the oldest entry that holds then counts. What was confirmed after the
    day is not held against it."""
    if facts.tracked_from > at:
        return Cell(State.NOT_DUE, period, at, reason=Cause.TRACKED_LATER)
    if reason := reason_in_register(period, facts, at, at):
        return Cell(State.NOT_DUE, period, at, reason=reason)
    if is_excused(facts.excuse):
        is_not_due = facts.excuse.kind == Excuse.Kind.NOT_DUE
        return Cell(State.NOT_DUE if is_not_due else State.EXCUSED, period, at, reason=Cause.DECIDED)
    confirmed = [row.received_on for row in facts.submissions if not row.is_recalled]
    held = [entry.confirmed_on for entry in facts.entries if entry.holds_on(at)]
    if not held and not (confirmed and period.obligation.code not in READERS):
        return Cell(State.MISSING, period, at)
    oldest = min(held, key=lambda found: found or date.min, default=None)
    latest = max(filter(None, (oldest, *confirmed)), default=None)
    due_on = next_year(max(filter(None, (latest, facts.tracked_from))))
    if facts.excuse and facts.excuse.until:
        due_on = max(due_on, facts.excuse.until)
    return Cell(State.STALE if at > due_on else State.ON_TIME, period, at, due_on, latest)


def next_year(day):
    """The same day of the next year; 1 March after 29 February."""
    return date(day.year + 1, 3, 1) if (day.month, day.day) == (2, 29) else day.replace(year=day.year + 1)


def cells(periods, owners, *, day=None, reader=None):
    """(period's primary key, owner key) → Cell, for each of the periods and owners (organisations, bodies, offices).

    Without a reader no Cell has its submission or excuse; with one, those that the reader may know of.
    """
    periods, owners, day = list(periods), list(owners), day or today()
    if not (periods and owners):
        return {}
    gathered = Gathered(periods, owners)
    known = Known(reader, periods) if reader else None
    found = {}
    for owner in owners:
        key = owner_key(owner)
        for period in periods:
            facts = gathered.facts(period, owner, key)
            cell = judge(period, facts, day)
            found[period.pk, key] = told(cell, facts, key, known)
    return found


def told(cell, facts, key, known):
    """The cell with its owner and, for a reader, with what the reader may know of."""
    versions = [row for row in by_number(facts.submissions) if row.received_on <= cell.day]
    newest = versions[-1] if known and versions and versions[-1].pk in known.submissions else None
    excuse = facts.excuse if known and facts.excuse and facts.excuse.pk in known.excuses else None
    return replace(cell, owner_key=key, submission=newest, excuse=excuse)


class Known:
    """The submissions and excuses of some periods that a reader may know of, by primary key."""

    def __init__(self, reader, periods):
        for name, model in (("submissions", Submission), ("excuses", Excuse)):
            rows = model.objects.visible_to(reader).filter(period__in=periods)
            setattr(self, name, set(rows.values_list("pk", flat=True)))


class Gathered:
    """The facts of many periods and owners, each kind asked for once."""

    def __init__(self, periods, owners):
        organisations = [owner for owner in owners if isinstance(owner, Organisation)]
        self.statuses = by_organisation(ParticipationStatus.objects.filter(organisation__in=organisations))
        self.producing = by_organisation(Producer.objects.filter(organisation__in=organisations))
        self.submissions = by_cell(Submission.objects.standing().filter(period__in=periods))
        granted = Excuse.objects.granted().filter(period__in=periods).order_by("decided_at", "pk")
        self.excuses = {key: rows[-1] for key, rows in by_cell(granted).items()}
        self.duties = by_cell(ReportDuty.objects.filter(period__in=periods))
        kept = {period.obligation.code for period in periods if period.obligation.is_kept_current}
        self.entries = {code: READERS[code](organisations) for code in sorted(kept) if code in READERS}

    def facts(self, period, owner, key):
        is_organisation = isinstance(owner, Organisation)
        entries = self.entries.get(period.obligation.code, {})
        return Facts(
            tracked_from=owner.tracked_from if is_organisation else None,
            statuses=self.statuses.get(owner.pk, ()) if is_organisation else (),
            producing=self.producing.get(owner.pk, ()) if is_organisation else (),
            submissions=self.submissions.get((period.pk, key), ()),
            excuse=self.excuses.get((period.pk, key)),
            entries=tuple(entries.get(owner.pk, ())) if is_organisation else (),
            owes=(period.pk, key) in self.duties,
        )


def by_organisation(rows):
    """Organisation's primary key → its dated rows, oldest first; what is only attested has no day and says nothing."""
    found = defaultdict(list)
    for row in rows.exclude(valid_from=None).order_by("valid_from"):
        found[row.organisation_id].append(row)
    return found


def by_cell(rows):
    """(period, owner key) → rows, in their order."""
    found = defaultdict(list)
    for row in rows:
        found[row.period_id, row.owner_key].append(row)
    return found


def participants_of(periods):
    """The Participants of the last days of the periods, or of today for a period that goes on, in alphabetical order."""
    days = {min(period.end, today()) for period in periods}
    asked = models.Q(pk__in=[])
    for day in days:
        asked |= models.Q(pk__in=Organisation.objects.participants(day).values("pk"))
    return sorted(Organisation.objects.filter(asked).with_names(), key=lambda found: alphabetical(found.name))


def received_words(cell):
    if cell.period.obligation.is_kept_current:
        return (
            _("Confirmed on %(day)s.") % {"day": date_words(cell.received_on)} if cell.received_on else _("On record.")
        )
    return _("Received on %(day)s.") % {"day": date_words(cell.received_on)}


def late_words(cell):
    return ngettext(
        "Received on %(day)s, %(count)s day late.", "Received on %(day)s, %(count)s days late.", cell.days_late
    ) % {"day": date_words(cell.received_on), "count": cell.days_late}


def missing_words(cell):
    if cell.due_on is None:
        return _("Nothing is on record.")
    return ngettext(
        "Was due on %(day)s, %(count)s day ago.", "Was due on %(day)s, %(count)s days ago.", cell.days_late
    ) % {"day": date_words(cell.due_on), "count": cell.days_late}


def due_words(cell):
    if cell.due_on is None:
        return _("No day is set.")
    if not cell.days_left:
        return _("Due today.")
    return ngettext("Due on %(day)s, %(count)s day left.", "Due on %(day)s, %(count)s days left.", cell.days_left) % {
        "day": date_words(cell.due_on),
        "count": cell.days_left,
    }


def excused_words(cell):
    return _("Excused until %(day)s.") % {"day": date_words(cell.due_on)} if cell.due_on else _("Excused.")


def stale_words(cell):
    if cell.received_on is None:
        return _("Never confirmed.")
    return _("Last confirmed on %(day)s, more than a year ago.") % {"day": date_words(cell.received_on)}


SENTENCES = {
    State.ON_TIME: received_words,
    State.LATE: late_words,
    State.MISSING: missing_words,
    State.DUE: due_words,
    State.EXCUSED: excused_words,
    State.EXTENDED: lambda cell: _("Extended to %(day)s.") % {"day": date_words(cell.due_on)},
    State.NOT_DUE: lambda cell: str(cell.reason.label),
    State.NOT_TRACKED: lambda cell: _("Reports of this Participant are not followed here."),
    State.STALE: stale_words,
}
