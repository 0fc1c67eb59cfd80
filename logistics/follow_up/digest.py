"""The weekly mail about open actions: to whoever stands for an owner, once a week and person, from Monday six in the morning UTC.

Who got one finds the next open action in the mail of the next week. The mail is written when it is sent; a person who does not
want it, or owns nothing any more, gets none. Its link to leave is signed and opens a page with one button.
"""

from datetime import timedelta

from django.core.signing import BadSignature, Signer
from django.db import transaction

from asm_portal.areas import Letter
from asm_portal.models import Delivery, Person
from asm_portal.post import link, post_when_due
from logistics.follow_up.owners import key_of, people_by_owner, reader_of
from logistics.follow_up.reminders import with_links
from logistics.models import Action, DigestChoice

PREFIX = "actions-digest:"
HOUR = 6
SOON = timedelta(days=30)
signer = Signer(salt="logistics.follow_up.digest")


def week_of(moment):
    """The week whose mail is due, as ISO writes it: 2026-W48."""
    year, week, _day = (moment - timedelta(hours=HOUR)).isocalendar()
    return f"{year}-W{week:02}"


def due(now):
    """Order the mails of this week that were not ordered yet."""
    key = f"{PREFIX}{week_of(now)}"
    owners = {key_of(action) for action in Action.objects.open().only("owner_office", "owner_organisation")}
    people = {person.pk: person for found in people_by_owner(owners).values() for person in found}
    told = Delivery.objects.filter(key=key, person__in=people).values_list("person", flat=True)
    left = DigestChoice.objects.filter(is_wanted=False).values_list("person", flat=True)
    for pk in sorted(people.keys() - {*told, *left}):
        post_when_due(key, people[pk])


def wants(person):
    return not DigestChoice.objects.filter(person=person, is_wanted=False).exists()


def letter(delivery):
    """What the person owns now, overdue first; None where it is nothing or the person does not want it."""
    person = delivery.person
    if not wants(person):
        return None
    actions = list(Action.objects.open().owned_by(reader_of(person)).for_display())
    if not actions:
        return None
    leave = link(person, "logistics:action-digest", signer.sign(person.pk))
    overdue = sum(1 for action in actions if action.days_late)
    context = {
        "actions": with_links(actions, person),
        "overdue": overdue,
        "url": link(person, "logistics:action-list") + "?owner=mine",
        "leave": leave,
    }
    return Letter("actions_digest", context, leave_url=leave)


def of_token(token):
    """The person whose mails a link is about; None where they are gone, or the link is none of ours."""
    try:
        return Person.objects.filter(pk=signer.unsign(token)).first()
    except BadSignature:
        return None


@transaction.atomic
def choose(*, person, is_wanted):
    """Keep whether the person wants the weekly mail."""
    choice, _made = DigestChoice.objects.get_or_create(person=person)
    if choice.is_wanted != is_wanted:
        choice.is_wanted = is_wanted
        choice.save()
    return choice
