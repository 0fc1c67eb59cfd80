"""Asking for what is missing, and what was answered."""

from django.db import transaction

from asm_portal.visibility import Audience
from knowledge.actions import save
from knowledge.models import CertificateSpecimen, CollectionRequest


@transaction.atomic
def ask_for(*, sought, by, **asked):
    """Note that somebody was asked for a document or a specimen; raises ValidationError where nobody was. An organisation that
    was asked knows of the request, where it may know of the record."""
    organisation = asked.get("asked_organisation")
    audience = Audience.ORGANISATION if organisation else Audience.CHAIR
    record = {"specimen" if isinstance(sought, CertificateSpecimen) else "document": sought}
    request = CollectionRequest(by=by, audience=audience, audience_organisation=organisation, **record, **asked)
    request.full_clean(exclude=["reference"])
    return save(request, by)


@transaction.atomic
def note_answer(*, request, by, answer, answered_on=None, answer_reason="", **others):
    """Note what was answered, and when; raises ValidationError for an answer without its day, or a “does not exist” without a
    reason."""
    request.answer, request.answered_on, request.answer_reason = answer, answered_on, answer_reason
    for name, value in others.items():
        setattr(request, name, value)
    request.full_clean()
    return save(request, by)
