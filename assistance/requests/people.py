"""Who stands on the side of whoever asked: who may act there, and who is written to."""

from asm_portal.dated import today
from asm_portal.languages import interface_language
from asm_portal.models import Representation
from asm_portal.models.accounts import with_unions
from asm_portal.post import Outsider
from asm_portal.visibility import standing_of
from logistics.follow_up.owners import ORGANISATION, people_by_owner


def speaks_for(request, user):
    """Whether the reader may act for whoever asked: as a representative of the organisation or, where there is none, as the
    person who asked."""
    standing = standing_of(user)
    if request.organisation_id:
        return request.organisation_id in standing.organisations
    return request.asked_by_id is not None and request.asked_by_id == standing.person_id


def addressees(request):
    """Who is written to about a request, as [Person | Outsider]: whoever asked, while they speak for the organisation; else
    those who correspond for it; somebody outside the register at the address they gave. Nobody where there is none."""
    if request.asked_by and (request.organisation is None or still_speaks(request)):
        return [request.asked_by]
    if request.organisation and not request.email:
        key = f"{ORGANISATION}-{request.organisation_id}"
        return people_by_owner([key])[key]
    return [Outsider(request.email, interface_language(request.language))] if request.email else []


def still_speaks(request):
    """Whether the person who asked represents the organisation, or one that speaks for it, today."""
    held = Representation.objects.valid_on().filter(person=request.asked_by, role=Representation.Role.REPRESENTATIVE)
    return request.organisation_id in with_unions(set(held.values_list("organisation", flat=True)), today())
