"""For whom somebody speaks in a body: every member may comment, only a full member takes positions."""

from asm_portal.models import Membership, Representation
from asm_portal.models.accounts import statuses_with_access, with_unions
from asm_portal.visibility import standing_of


def speaks_for(body, user):
    """The ids of the organisations for which the reader speaks in the body today, and which take part in the Process. Who
    represents an office only speaks for none."""
    standing = standing_of(user)
    held = Representation.objects.valid_on(standing.day).filter(
        person=standing.person_id, role=Representation.Role.REPRESENTATIVE, office=None
    )
    named = set(held.filter(body=None).values_list("organisation", flat=True))
    named |= set(held.filter(body=body).values_list("organisation", flat=True))
    admitted = statuses_with_access(with_unions(named, standing.day), standing.day)
    return {row.organisation_id for row in admitted}


def voices(body, user):
    """The memberships of the body for which the reader speaks today, in the order of their organisations' codes."""
    standing = standing_of(user)
    if body.pk not in standing.bodies:
        return Membership.objects.none()
    rows = Membership.objects.valid_on(standing.day).filter(body=body, organisation__in=speaks_for(body, user))
    return rows.select_related("organisation").prefetch_related("organisation__names").order_by("organisation__code")
