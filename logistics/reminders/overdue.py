"""What is overdue, for the KP Chair: every report of all whose standing is followed, with the last reminder and its letter."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Max

from asm_portal.dated import today
from asm_portal.models import Delivery
from asm_portal.register import alphabetical
from asm_portal.visibility import standing_of
from logistics.models import EscalationLetter, Reminder, ReportingPeriod
from logistics.models.obligations import OWNERS
from logistics.reminders.ladder import followed
from logistics.reminders.recipients import Recipients
from logistics.reporting.standing import Cell


@dataclass(frozen=True)
class Overdue:
    """A report that is overdue."""

    cell: Cell
    owner: object
    reminded_on: date | None
    is_reachable: bool
    letter: EscalationLetter | None


def sees_overdue(user):
    """Whether the reader answers for what is overdue: the Chair's office, and the secretariat behind it."""
    standing = standing_of(user)
    return standing.chair or standing.secretariat


def overdue_cells(day):
    """(cell, owner) of what is overdue on the day."""
    periods = ReportingPeriod.objects.with_obligation().filter(due_on__lt=day)
    return [(cell, owner) for cell, owner in followed(periods, day) if cell.is_overdue]


def overdue(user):
    """What is overdue today, the longest first, for a reader who answers for it."""
    day = today()
    found = overdue_cells(day)
    people, reminded = Recipients({owner for _cell, owner in found}, day), last_reminders(found)
    letters = {
        (letter.period_id, f"organisation:{letter.organisation_id}"): letter
        for letter in EscalationLetter.objects.visible_to(user)
    }
    rows = [
        Overdue(
            cell=cell,
            owner=owner,
            reminded_on=reminded.get((cell.period.pk, cell.owner_key)),
            is_reachable=bool(people.of(owner, cell.period.obligation.focal_point_kind, "general")),
            letter=letters.get((cell.period.pk, cell.owner_key)),
        )
        for cell, owner in found
    ]
    return sorted(rows, key=lambda row: (-row.cell.days_late, alphabetical(str(row.owner))))


def last_reminders(found):
    """(period's primary key, owner key) → the day on which somebody was last reminded of it."""
    sent = Reminder.objects.filter(
        period__in={cell.period.pk for cell, _owner in found}, delivery__state=Delivery.State.SENT
    )
    days = defaultdict(lambda: None)
    for period, *owners, moment in sent.order_by().values_list("period", *OWNERS).annotate(Max("delivery__sent_at")):
        name, number = next((name, number) for name, number in zip(OWNERS, owners, strict=True) if number)
        days[period, f"{name}:{number}"] = moment.date()
    return days
