"""What the portal holds of something that was given: which workshops and visits it may be, and others by reference."""

import re
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from asm_portal.dated import today
from assistance.models import Workshop
from logistics.models import Visit

# How long before the request something may have been held that still answers it.
BEFORE = timedelta(days=90)
REFERENCE = re.compile(r"\b(WSH|VIS)-\d{4}-\w{5}\b")


def rows_of(reader):
    """Field of a delivery → what the reader may know of."""
    return {
        "workshop": Workshop.objects.visible_to(reader).for_display(),
        "visit": Visit.objects.visible_to(reader).for_display(),
    }


def likely(delivery, reader):
    """Field of a delivery → those that it can have been: held for the request, or for one of its Participants in its time; and
    what is on record."""
    case, parties = delivery.request, parties_of(delivery.request)
    begin = min(filter(None, (case.submitted_at.date(), delivery.start_date))) - BEFORE
    in_time = Q(end_date__gte=begin, start_date__lte=today())
    theirs = {
        "workshop": Q(request=case)
        | in_time & Q(request=None) & (Q(country__in=parties) | Q(beneficiaries__organisation__in=parties)),
        "visit": in_time & Q(participant__in=parties),
    }
    return {
        name: rows.filter(theirs[name] | Q(pk=getattr(delivery, f"{name}_id"))).distinct()
        for name, rows in rows_of(reader).items()
    }


def parties_of(case):
    """Primary keys of those whom it is for, and of who asks."""
    return {*case.beneficiaries.values_list("organisation", flat=True), case.organisation_id} - {None}


def named(text, reader):
    """(field of a delivery, workshop or visit) of the reference in a text, which may be the address of its page."""
    asked = REFERENCE.search(text.upper())
    if asked is None:
        raise ValidationError(_("Write the reference of a workshop or a visit, for example WSH-2026-K7Q2M."))
    name = "workshop" if asked[1] == "WSH" else "visit"
    row = rows_of(reader)[name].filter(reference=asked[0]).first()
    if row is None:
        raise ValidationError(_("There is no workshop or visit with the reference %(text)s.") % {"text": asked[0]})
    return name, row
