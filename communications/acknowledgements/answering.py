"""For which organisations a reader, or a person without an account, may acknowledge a notice."""

from dataclasses import dataclass

from django.db.models import Q

from asm_portal.dated import today
from asm_portal.models import FocalPoint, Organisation
from asm_portal.models.focal_points import GENERAL
from asm_portal.register import alphabetical
from asm_portal.visibility import standing_of
from communications.acknowledgements.standing import silent_in
from communications.acknowledgements.times import pursued
from communications.models import Acknowledgement, NoticeAddressee
from logistics.follow_up.owners import reader_of


def organisations_of(person):
    """Those that the person represents today, and those whose general focal point, or its deputy, they are."""
    points = FocalPoint.objects.valid_on(today()).filter(Q(person=person) | Q(deputy=person), kind__code=GENERAL)
    return standing_of(reader_of(person)).organisations | set(points.values_list("organisation", flat=True))


def asked_of(notice, organisations):
    """Those of the organisations to which the notice went and which are asked to acknowledge it, in alphabetical order."""
    if not (notice.is_out and notice.confirm_by):
        return []
    addressed = NoticeAddressee.objects.filter(notice=notice, organisation__in=organisations)
    rows = Organisation.objects.filter(pk__in=addressed.values("organisation")).with_names()
    return sorted(rows, key=lambda row: alphabetical(row.name))


def waiting_for(user):
    """Notice → the organisations for which the reader has yet to acknowledge it, the earliest deadline first."""
    standing = standing_of(user)
    if not standing.organisations:
        return {}
    notices = list(pursued(standing.moment).visible_to(user).prefetch_related("texts").order_by("confirm_by", "pk"))
    silent = {pair for pair in silent_in(notices) if pair[1] in standing.organisations}
    organisations = Organisation.objects.filter(pk__in={pk for _notice, pk in silent}).with_names()
    found = {notice: [row for row in organisations if (notice.pk, row.pk) in silent] for notice in notices}
    return {notice: rows for notice, rows in found.items() if rows}


@dataclass(frozen=True)
class OwnAnswer:
    """An organisation of the reader that is asked to acknowledge a notice, and its acknowledgement or None."""

    organisation: Organisation
    acknowledgement: Acknowledgement | None


def own_answers(notice, organisations):
    """An OwnAnswer for each of the organisations."""
    rows = notice.acknowledgements.filter(organisation__in=organisations).select_related("person")
    by_organisation = {row.organisation_id: row for row in rows}
    return [OwnAnswer(row, by_organisation.get(row.pk)) for row in organisations]
