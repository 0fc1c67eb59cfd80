"""Approve a text that is no document, exactly as it stands.

notice.approval = approve_text(record=notice, content=content_of(notice), by=user, seen=seen)
is_approved(notice.approval, content_of(notice))

The record that holds the draft is locked by the caller; approving it, the caller keeps the approval with it.
"""

import hashlib

from django.core.exceptions import ValidationError

from knowledge.approvals import CHANGED, refuse_invented, require_office
from knowledge.models import TextApproval

Capacity = TextApproval.Capacity


def digest(content):
    """SHA-256 of a text."""
    return hashlib.sha256(content.encode()).hexdigest()


def approve_text(*, record, content, by, seen, remark=""):
    """Approve a text of a record for the KP Chair.

    Raises ValidationError where the text is not the one that the page showed, whose digest is `seen`, or where `by` is invented
    and the record is not, and PermissionDenied for whoever does not fill the seat.
    """
    office = require_office(by, record.is_demonstration)
    if digest(content) != seen:
        raise ValidationError(CHANGED)
    return keep(record, content=content, by=by, capacity=Capacity.KP_CHAIR, office=office, remark=remark)


def take_as_instructed(*, record, content, by, instruction):
    """Take a text of a record as approved by a standing instruction of the KP Chair, whose words are `instruction`. Raises
    ValidationError where `by` is invented and the record is not."""
    refuse_invented(by, record.is_demonstration)
    return keep(record, content=content, by=by, capacity=Capacity.STANDING, remark=instruction)


def subject_of(record):
    """What an approval calls a record: its kind and key."""
    return f"{record._meta.model_name} {record.pk}"


def approvals_of(*records):
    """The approvals of texts of these records, void ones too, oldest first."""
    return TextApproval.objects.filter(subject__in=[subject_of(record) for record in records])


def keep(record, **facts):
    number = approvals_of(record).count() + 1
    subject = subject_of(record)
    row = TextApproval(subject=subject, key=f"{subject}/{number}", sha256=digest(facts["content"]), **facts)
    row.full_clean()
    row.save()
    return row


def is_approved(approval, content):
    """Whether an approval, if there is one, is of exactly this text."""
    return approval is not None and approval.sha256 == digest(content)
