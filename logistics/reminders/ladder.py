"""The ladder: what is owed on a day, by which step of it, and who is put down to be reminded.

Each step reminds a person once of what an owner owes for a period, and nobody goes down the ladder: after a pause of the worker
only the newest step that is due counts, and after an extension only steps that the person has not passed yet. What a person is
reminded of on a day goes in one mail; who answers for many reports gets one a month.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Q

from asm_portal.models import Delivery, Organisation, Person
from asm_portal.post import post_when_due
from logistics.models import Obligation, Reminder, ReminderStep, ReportDuty, ReportingPeriod, of_owner, owner_key
from logistics.models.obligations import OWNERS
from logistics.reminders.recipients import Recipients
from logistics.reporting.standing import Cell, cells

PREFIX = "reminders:"


@dataclass(frozen=True)
class Owed:
    """A report that an owner owes, and the newest step of the ladder that its day has reached."""

    cell: Cell
    owner: object
    step: ReminderStep

    @property
    def key(self):
        """What tells it from all else that is owed."""
        return self.cell.period.pk, self.cell.owner_key


def steps_of_the_ladder():
    return list(ReminderStep.objects.order_by("days"))


def in_ladder(day, first):
    """The periods that a step may have reached on the day: what is due by the first step, and what is kept current this year."""
    kept_current = Q(obligation__frequency=Obligation.Frequency.KEPT_CURRENT, start__lte=day, end__gte=day)
    ends = day - timedelta(days=first.days)
    return ReportingPeriod.objects.with_obligation().filter(Q(due_on__lte=ends) | kept_current)


def owed(day, steps, only=None):
    """What is owed on the day and has reached a step, by all whose standing is followed, or by the owners with these keys."""
    periods = in_ladder(day, steps[0]) if steps else []
    for cell, owner in followed(periods, day, only):
        if step := newest(steps, cell, day):
            yield Owed(cell, owner, step)


def followed(periods, day, only=None):
    """(cell, owner) for each of the periods and all whose standing is followed: tracked organisations with what Participants owe,
    and whoever has a duty of its own with that."""
    periods = list(periods)
    of_participants = [period for period in periods if period.obligation.is_of_participants]
    others = [period for period in periods if not period.obligation.is_of_participants]
    duties = ReportDuty.objects.filter(period__in=others).select_related("organisation", "body", "office")
    tracked = Organisation.objects.filter(tracked_from__lte=day).with_names()
    for asked, owners in ((of_participants, tracked), (others, (duty.owner for duty in duties))):
        if not asked:
            continue
        by_key = {key: owner for owner in owners if (key := owner_key(owner)) and (only is None or key in only)}
        for (_period, key), cell in cells(asked, by_key.values(), day=day).items():
            yield cell, by_key[key]


def newest(steps, cell, day):
    """The last step of the ladder that a report has reached, None where nothing is awaited. What is kept current and is to be
    confirmed in a later year belongs to the period of that year."""
    period = cell.period
    if not cell.is_awaited or cell.due_on is None or (period.obligation.is_kept_current and cell.due_on > period.end):
        return None
    return next((step for step in reversed(steps) if step.days <= (day - cell.due_on).days), None)


def by_person(found, day):
    """Person → what is owed and they are asked for."""
    found, asked = list(found), defaultdict(list)
    if not found:
        return asked
    people = Recipients({item.owner for item in found}, day)
    for item in found:
        for person in people.of(item.owner, item.cell.period.obligation.focal_point_kind, item.step.reach):
            asked[person].append(item)
    return asked


def remind(day):
    """Put down everybody whom a step reaches today and who was not reminded by it; asked again, it does nothing."""
    asked = by_person(owed(day, steps_of_the_ladder()), day)
    passed = steps_passed({item.cell.period.pk for items in asked.values() for item in items})
    of_month = Delivery.objects.filter(key__startswith=f"{PREFIX}{day:%Y-%m}").exclude(state=Delivery.State.DROPPED)
    mailed = set(of_month.values_list("person", flat=True))
    for person, items in asked.items():
        fresh = [item for item in items if item.step.days > passed.get((person.pk, *item.key), item.step.days - 1)]
        waits = len(items) >= settings.REMINDER_DIGEST_FROM and person.pk in mailed
        if fresh and not waits:
            put_down(person, fresh, day)


def steps_passed(periods):
    """(person's primary key, period's, owner key) → the last step by which the person was reminded of it."""
    rows = Reminder.objects.filter(period__in=periods).values_list("person", "period", *OWNERS).annotate(Max("days"))
    found = {}
    for person, period, *owners, days in rows.order_by():
        name, number = next((name, number) for name, number in zip(OWNERS, owners, strict=True) if number)
        found[person, period, f"{name}:{number}"] = days
    return found


@transaction.atomic
def put_down(person, items, day):
    """Queue the person's mail of the day together with the ledger of what it is about: both or neither. One that was queued
    already stays as it is, and what was not in it is for another day."""
    Person.objects.select_for_update().get(pk=person.pk)
    key = f"{PREFIX}{day:%Y-%m-%d}"
    if Delivery.objects.filter(key=key, person=person).exists():
        return
    delivery = post_when_due(key, person)
    rows = [
        Reminder(person=person, period=item.cell.period, days=item.step.days, delivery=delivery, **of_owner(item.owner))
        for item in items
    ]
    Reminder.objects.bulk_create(rows, ignore_conflicts=True)
