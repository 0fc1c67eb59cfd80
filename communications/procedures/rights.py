"""Who may do what with written procedures. What a page offers, and what its address answers, ask the same functions."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q

from asm_portal.models import Body, Membership, Office, Organisation
from asm_portal.register import alphabetical
from asm_portal.roles import Role
from asm_portal.visibility import Audience, standing_of
from asm_portal.voices import speaks_for, voices

K = Body.Kind
# The Intersessional takes no decisions; the offices have no members.
WITHOUT_DECISIONS = (K.INTERSESSIONAL, K.FORUM, K.CHAIRS_OFFICE, K.SECRETARIAT)


def bodies_of(user):
    """The bodies to whose members the reader may put a question: the secretariat all, who leads one its own, the KP Chair’s
    office also the Plenary."""
    standing = standing_of(user)
    bodies = Body.objects.visible_to(user).exclude(kind__in=WITHOUT_DECISIONS).exclude(activity=Body.Activity.CLOSED)
    if standing.secretariat:
        return bodies
    led = Q(pk__in=standing.led_bodies)
    return bodies.filter(led | Q(kind=K.PLENARY) if standing.chair else led)


def readers_of(body):
    """The role of those to whom a procedure of the body is put: its members; of the Plenary, all who take part in the Process."""
    return Role(Audience.PROCESS) if body.kind == K.PLENARY else Role(Audience.BODY, body=body)


@dataclass(frozen=True)
class Voice:
    """An organisation for which the reader speaks; one that `decides` takes a position, another one comments."""

    organisation: Organisation
    decides: bool


def voices_of(procedure, user, tally):
    """For whom the reader speaks in a procedure today."""
    if procedure.is_of_plenary:
        known = Organisation.objects.filter(pk__in=speaks_for(procedure.body, user)).with_names().order_by("code")
        found = list(known.filter(is_demonstration=procedure.is_demonstration))
    else:
        found = [row.organisation for row in voices(procedure.body, user)]
    deciding = {line.organisation.pk for line in tally.lines}
    return [Voice(row, row.pk in deciding) for row in found]


def commenting(procedure):
    """The organisations that may say something in a procedure today, Observers among them, in the order of their names."""
    rows = Organisation.objects.with_status(settings.STATUSES_WITH_ACCESS).with_names()
    if procedure.is_of_plenary:
        rows = rows.filter(is_demonstration=procedure.is_demonstration)
    else:
        members = Membership.objects.valid_on().filter(body=procedure.body_id)
        rows = rows.filter(pk__in=members.values("organisation"))
    return sorted(rows, key=lambda row: alphabetical(row.name))


def chair_seat(procedure, user):
    """The office in which the reader declares the outcome: the Chair of the body, for the Plenary the KP Chair; None for
    everybody else."""
    held = Office.objects.filter(pk__in=standing_of(user).offices)
    if procedure.is_of_plenary:
        return held.filter(seat=Office.Seat.KP_CHAIR, is_demonstration=procedure.is_demonstration).first()
    return held.filter(seat=Office.Seat.CHAIR, body=procedure.body_id).first()
