"""Who owes reports, and who may act for them."""

from dataclasses import dataclass

from django.db.models import Q

from asm_portal.dated import today
from asm_portal.models import Body, FocalPoint, Office, Organisation, Representation
from asm_portal.register import alphabetical
from asm_portal.visibility import standing_of
from logistics.models import ReportDuty, owner_key
from logistics.reminders.recipients import Recipients

SPEAKING = Representation.Role.REPRESENTATIVE


@dataclass(frozen=True)
class Mine:
    """An owner whose reports are the reader's affair; `may_act` is whether the reader sends them."""

    owner: object
    may_act: bool

    @property
    def key(self):
        return owner_key(self.owner)


def mine(user):
    """The owners whose standing is the reader's own: Participants that they represent, and bodies and offices of theirs that owe
    a report."""
    standing = standing_of(user)
    acting = acting_for(user)
    organisations = Organisation.objects.participants().filter(pk__in=standing.organisations).with_names()
    found = [Mine(row, row.pk in acting) for row in sorted(organisations, key=lambda row: alphabetical(row.name))]
    owing = ReportDuty.objects.visible_to(user)
    teams = Organisation.objects.filter(pk__in=standing.organisations).exclude(pk__in=organisations.values("pk"))
    found += [Mine(row, row.pk in acting) for row in teams.filter(pk__in=owing.values("organisation")).with_names()]
    bodies = Body.objects.filter(pk__in=standing.led_bodies).filter(pk__in=owing.values("body"))
    offices = Office.objects.filter(pk__in=standing.offices).filter(pk__in=owing.values("office"))
    return found + [Mine(row, True) for row in (*bodies, *offices)]


def acting_for(user):
    """Primary keys of the organisations for which the reader sends reports: those that they represent as focal point or head of
    delegation, or that name them in a focal point."""
    day, person = today(), getattr(user, "person_id", None)
    if person is None:
        return set()
    named = FocalPoint.objects.valid_on(day).filter(Q(person=person) | Q(deputy=person))
    held = Representation.objects.valid_on(day).filter(person=person, role=SPEAKING)
    entrusted = (
        Q(is_focal_point=True) | Q(is_head_of_delegation=True) | Q(organisation__in=named.values("organisation"))
    )
    return set(held.filter(entrusted).values_list("organisation", flat=True))


def may_act_for(user, owner):
    """Whether the reader sends the reports of the owner."""
    standing = standing_of(user)
    if isinstance(owner, Organisation):
        return owner.pk in standing.organisations and owner.pk in acting_for(user)
    return owner.pk in (standing.led_bodies if isinstance(owner, Body) else standing.offices)


def owner_named(code):
    """The owner with this code, as addresses name it (`?for=XA`); None where there is none."""
    for model in (Organisation, Body, Office):
        if found := model.objects.filter(code=code).first():
            return found
    return None


def contacts_of(owner, obligation):
    """The people who are written to about a report of the owner: those in charge and their deputies."""
    return Recipients([owner], today()).of(owner, obligation.focal_point_kind, "deputies")
