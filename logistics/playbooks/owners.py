"""Whose task it is: the seats of a playbook, found for a meeting or a visit, and whom a task may be given to."""

from django.db.models import Q

from asm_portal.models import Office, Organisation
from asm_portal.register import alphabetical
from asm_portal.visibility import Audience
from logistics.models import Meeting
from logistics.models.playbooks import Seat

KNOWN_TO_ALL_CHAIRS = (Audience.PUBLIC, Audience.PROCESS, Audience.PARTICIPANTS)


def owner_of(seat, parent):
    """The owner of a task as its fields; none where the seat is found empty, which is the secretariat's."""
    if seat == Seat.KP_CHAIR:
        return {"office": kp_chairs(parent).first()}
    if seat == Seat.BODY_CHAIR:
        return {"office": chairs(parent).first()}
    if seat == Seat.HOST:
        return {"organisation": getattr(parent, "host", None)}
    if seat == Seat.PARTICIPANT:
        return {"organisation": getattr(parent, "participant", None)}
    return {}


def kp_chairs(parent):
    """The seat of the KP Chair; the demonstration has one of its own."""
    found = Office.objects.filter(seat=Office.Seat.KP_CHAIR, is_demonstration=parent.is_demonstration)
    return found.order_by("code")


def bodies_of(parent):
    """The ids of the bodies of a meeting or a visit, in their order."""
    if isinstance(parent, Meeting):
        return list(parent.of_bodies.order_by("pk").values_list("body", flat=True))
    return [parent.body_id]


def chairs(parent):
    """The seats of Chair of the body, of the first one in a joint session."""
    return Office.objects.filter(seat=Office.Seat.CHAIR, body__in=bodies_of(parent)[:1]).order_by("code")


def offices_for(parent):
    """The offices that a task of it may be given to: those of its bodies and the KP Chair; every one where all may know of it."""
    known = Q(body__in=bodies_of(parent)) | Q(pk__in=kp_chairs(parent).values("pk"))
    if isinstance(parent, Meeting) and parent.audience in KNOWN_TO_ALL_CHAIRS:
        known = Q(is_demonstration=parent.is_demonstration)
    rows = Office.objects.filter(known).select_related("body")
    return sorted(rows, key=lambda office: (alphabetical(office.body.name), office.code))


def organisations_for(parent):
    """The organisations that a task of it may be given to: the host, or the Participant visited."""
    part = "host_id" if isinstance(parent, Meeting) else "participant_id"
    return list(Organisation.objects.filter(pk=getattr(parent, part)).with_names())
