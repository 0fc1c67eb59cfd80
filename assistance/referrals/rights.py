"""Who answers for a body, and to which bodies a request can be referred."""

from asm_portal.models import Body, Office
from asm_portal.register import alphabetical
from asm_portal.visibility import standing_of
from logistics.follow_up.owners import OFFICE, people_by_owner

# What meets but does no work between its meetings, and the mechanism itself.
NO_REFERRALS = (Body.Kind.PLENARY, Body.Kind.INTERSESSIONAL, Body.Kind.SECRETARIAT)


def exists_today(body, day):
    """Whether the body is at work on the day: neither dissolved, closed nor still to come."""
    is_there = (body.valid_from is None or body.valid_from <= day) and (
        body.valid_until is None or body.valid_until > day
    )
    return is_there and body.activity != Body.Activity.CLOSED


def takes_referrals(body, request):
    """Whether requests of this sort are referred to bodies of this kind: what is invented goes to invented bodies only."""
    return body.kind not in NO_REFERRALS and body.is_demonstration == request.is_demonstration


def bodies_for(request, day, but=()):
    """The bodies to which a request can be referred, in the order of their names; invented ones for an invented request only.

    One that is dissolved is left out when the list is made and refused when the request is referred.
    """
    rows = Body.objects.filter(is_demonstration=request.is_demonstration).exclude(kind__in=NO_REFERRALS)
    found = [body for body in rows.exclude(pk__in=but) if exists_today(body, day)]
    return sorted(found, key=lambda body: alphabetical(body.name))


def chairs_of(bodies):
    """Body's primary key → the people who hold one of its offices today and can be written to."""
    offices = Office.objects.filter(body__in=bodies).order_by("body", "code")
    by_office = {f"{OFFICE}-{office.pk}": office.body_id for office in offices}
    found = {pk: {} for pk in by_office.values()}
    for key, people in people_by_owner(by_office).items():
        found[by_office[key]] |= {person.pk: person for person in people}
    return {body: [person for person in people.values() if person.primary_email] for body, people in found.items()}


def may_answer(referral, user):
    """Whether the reader leads the body, or notes for the secretariat what it said in another way."""
    standing = standing_of(user)
    return standing.secretariat or referral.body_id in standing.led_bodies
