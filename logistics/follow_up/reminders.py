"""Reminders of what is overdue, ordered by the Chair or who leads a body: one mail per owner, person and day.

The mail is written when it is sent, of what is overdue then, so that nobody is reminded of what was closed meanwhile.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from asm_portal.areas import Letter
from asm_portal.dated import today
from asm_portal.post import link, post_when_due
from asm_portal.register import alphabetical
from knowledge.actions import save
from logistics.follow_up.owners import fields_of, key_of, people_by_owner, reader_of
from logistics.models import Action, ActionReminder

PREFIX = "actions-reminder:"


@dataclass(frozen=True)
class Owner:
    """An owner with what is overdue of it, whom a mail reaches, and whether it was reminded today."""

    key: str
    name: str
    actions: tuple
    people: tuple
    is_reminded: bool


def of_owners(actions):
    """The owners of overdue actions, in the order of their names."""
    found = defaultdict(list)
    for action in actions:
        found[key_of(action), action.owner_name].append(action)
    people, reminded = people_by_owner(key for key, _name in found), reminded_today()
    return [
        Owner(key, name, tuple(owed), tuple(people[key]), key in reminded)
        for (key, name), owed in sorted(found.items(), key=lambda group: alphabetical(group[0][1]))
    ]


def reminded_today():
    """The keys of the owners who were reminded of anything today."""
    sent = ActionReminder.objects.filter(sent_on=today()).values("action")
    return {key_of(action) for action in Action.objects.filter(pk__in=sent)}


@transaction.atomic
def remind(*, actions, by):
    """Remind the owners of these overdue actions, each owner once a day; returns how many owners are written to."""
    held = Action.objects.select_for_update().filter(pk__in=list(actions.values_list("pk", flat=True))).order_by("pk")
    waiting = [owner for owner in of_owners(list(held)) if owner.people and not owner.is_reminded]
    for owner in waiting:
        for action in owner.actions:
            save(ActionReminder(action=action, by=by), by)
        for person in owner.people:
            post_when_due(f"{PREFIX}{owner.key}:{today()}", person)
    return len(waiting)


def letter(delivery):
    """What is still overdue of the owner, of what was to be reminded of that day; None where nothing is."""
    key, _colon, day = delivery.key.removeprefix(PREFIX).rpartition(":")
    rows = Action.objects.overdue().filter(reminders__sent_on=date.fromisoformat(day), **fields_of(key))
    actions = list(rows.owned_by(reader_of(delivery.person)).for_display())
    if not actions:
        return None
    context = {
        "actions": with_links(actions, delivery.person),
        "url": link(delivery.person, "logistics:action-list") + "?owner=mine",
    }
    return Letter("actions_reminder", context)


def with_links(actions, person):
    """The actions with the full address of each."""
    for action in actions:
        action.link = link(person, "logistics:action-detail", action.reference)
    return actions
