"""What documents made so, for the pages of the register."""

from django.db.models import Q

from asm_portal.models import Body, Measure, Membership, OfficeTerm, ParticipationStatus
from knowledge.models import Basis, Document

SUBJECTS = {
    ParticipationStatus: "status",
    Measure: "measure",
    Membership: "membership",
    OfficeTerm: "term",
    Body: "body",
}


def basis_of(records, reader):
    """(record, document) for each listed document that made one of the records so and that the reader may know of."""
    subjects = [(SUBJECTS[type(record)], record) for record in records]
    wanted = Q(pk__in=[])
    for name in SUBJECTS.values():
        wanted |= Q(**{f"{name}__in": [record.pk for subject, record in subjects if subject == name]})
    known = Document.objects.visible_to(reader).listed()
    rows = Basis.objects.filter(wanted, document__in=known).select_related("document")
    by_id = {(name, record.pk): record for name, record in subjects}
    return [
        (by_id[name, getattr(row, f"{name}_id")], row.document)
        for row in rows.prefetch_related("document__titles").order_by("document__date", "pk")
        for name in SUBJECTS.values()
        if getattr(row, f"{name}_id")
    ]
