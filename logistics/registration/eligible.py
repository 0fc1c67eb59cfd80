"""Who may send a delegation to a meeting, and in what part they attend it, on a day."""

from collections import defaultdict
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from asm_portal.models import Membership, Organisation
from asm_portal.register import alphabetical
from logistics.models.registration import ORGANS

PARTS = {
    "participant": _("Participants"),
    "observer": _("Observers"),
    Membership.Grade.FULL: _("Members"),
    Membership.Grade.PROVISIONAL: _("Provisional members"),
    "observing": _("Observers of the body"),
    "other": _("Others"),
    "guest": _("Guests of the Chair"),
}


@dataclass(frozen=True)
class Eligible:
    """An organisation that may attend, and its part: a key of PARTS."""

    organisation: Organisation
    part: str


def bodies_in_particular(meeting):
    """The bodies of the meeting whose members attend it; none where it is of the whole Process."""
    return [row.body_id for row in meeting.of_bodies.all() if row.body.kind not in ORGANS]


def eligible(meeting, day=None):
    """Who may attend on a day (its first day, unless said): Participants and Observers or, where the meeting is of a body, its
    members. Alphabetical, in the order of PARTS; the invented ones attend the meetings of the demonstration, and only those."""
    day = day or meeting.start_date
    held = parts_in_bodies(meeting, day) or parts_in_process(day)
    known = Organisation.objects.filter(pk__in=held, is_demonstration=meeting.is_demonstration).with_names()
    order = list(PARTS)
    return sorted(
        (Eligible(organisation, held[organisation.pk]) for organisation in known),
        key=lambda row: (order.index(row.part), alphabetical(row.organisation.name_on(day))),
    )


def parts_in_process(day):
    """Organisation's primary key → its part, of those that take part in the Process on the day."""
    observers = Organisation.objects.observers(day).values_list("pk", flat=True)
    participants = Organisation.objects.participants(day).values_list("pk", flat=True)
    return dict.fromkeys(observers, "observer") | dict.fromkeys(participants, "participant")


def parts_in_bodies(meeting, day):
    """Organisation's primary key → the highest of its grades in the bodies of the meeting on the day."""
    rows = Membership.objects.valid_on(day).filter(
        body__in=bodies_in_particular(meeting),
        organisation__in=Organisation.objects.with_status(settings.STATUSES_WITH_ACCESS, day),
    )
    found, order = {}, list(PARTS)
    for organisation, grade in rows.values_list("organisation", "grade"):
        part = "observing" if grade == Membership.Grade.OBSERVER else grade
        found[organisation] = min(part, found.get(organisation, part), key=order.index)
    return found


def by_part(rows):
    """(label, rows) in the order of PARTS; `rows` have a `part`."""
    found = defaultdict(list)
    for row in rows:
        found[row.part].append(row)
    return [(PARTS[part], found[part]) for part in PARTS if part in found]
