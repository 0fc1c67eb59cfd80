"""On behalf of whom somebody posts in a body: whoever may read its discussions speaks for somebody there (ruling 4)."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from asm_portal.models import Office, Organisation
from asm_portal.visibility import standing_of
from asm_portal.voices import voices
from logistics.models.follow_up import named


@dataclass(frozen=True)
class Voice:
    """An office, an organisation, or the secretariat where neither is named; `key` tells it from the others in a form."""

    key: str
    label: str
    office: Office | None = None
    organisation: Organisation | None = None


def voices_in(body, user):
    """All for whom the reader speaks in the body today: offices first, then organisations, then the secretariat."""
    standing = standing_of(user)
    known = Q(body=body)
    if standing.chair:
        known |= Q(seat=Office.Seat.KP_CHAIR)
    offices = Office.objects.filter(known, pk__in=standing.offices).select_related("body")
    found = [Voice(f"office-{office.pk}", named(office), office=office) for office in offices]
    for row in voices(body, user):
        key = f"organisation-{row.organisation_id}"
        found.append(Voice(key, row.organisation.name, organisation=row.organisation))
    if standing.secretariat:
        found.append(Voice("secretariat", capfirst(_("the secretariat"))))
    return found
