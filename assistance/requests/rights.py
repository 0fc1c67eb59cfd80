"""For whom somebody may ask, and for whom one may ask today."""

from asm_portal.models import Organisation, Representation
from asm_portal.models.accounts import statuses_with_access, with_unions
from asm_portal.register import alphabetical
from asm_portal.visibility import standing_of


def asking_for(user):
    """The Participants and Observers for which the reader may ask: those that they represent today, unless in an office only."""
    standing = standing_of(user)
    held = Representation.objects.valid_on(standing.day).filter(
        person=standing.person_id, role=Representation.Role.REPRESENTATIVE, office=None
    )
    named = with_unions(set(held.values_list("organisation", flat=True)), standing.day) if standing.person_id else set()
    admitted = {row.organisation_id for row in statuses_with_access(named, standing.day)}
    return Organisation.objects.filter(pk__in=admitted).with_names()


def asking_parties(user):
    """The Participants and Observers of today, for which the secretariat files what they asked for otherwise."""
    rows = Organisation.objects
    return (rows.participants() | rows.observers()).visible_to(user).with_names().distinct()


def served(user):
    """The Participants of today, whom a request can be for."""
    return Organisation.objects.participants().visible_to(user).with_names()


def choices(rows):
    """Organisations to choose from, invented ones last, in the order of their names in the reader's language."""
    found = [(row.is_demonstration, row.name, row.pk) for row in rows]
    found.sort(key=lambda choice: (choice[0], alphabetical(choice[1])))
    return [(pk, name) for _is_demonstration, name, pk in found]
