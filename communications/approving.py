"""Approve a text that is no document, exactly as it stands.

approval = approve_text(purpose="notice", content=content_of(notice), by=user, seen=seen, is_demonstration=False)
is_approved(approval, content_of(notice))
"""

import hashlib

from django.core.exceptions import PermissionDenied, ValidationError

from communications.models import TextApproval
from knowledge.approvals import CHANGED, refuse_invented, seat_of

Capacity = TextApproval.Capacity


def digest(content):
    """SHA-256 of a text."""
    return hashlib.sha256(content.encode()).hexdigest()


def approve_text(*, purpose, content, by, seen, is_demonstration, remark=""):
    """Approve for the KP Chair. The record that holds the draft must be locked by the caller; `is_demonstration` says whether it
    is invented.

    Raises ValidationError where the text is not the one that the page showed, whose digest is `seen`, and PermissionDenied for
    whoever does not fill the seat.
    """
    office = seat_of(by)
    if office is None:
        raise PermissionDenied
    refuse_invented(by, is_demonstration)
    if digest(content) != seen:
        raise ValidationError(CHANGED)
    return keep(purpose=purpose, content=content, by=by, capacity=Capacity.KP_CHAIR, office=office, remark=remark)


def take_as_instructed(*, purpose, content, by, instruction):
    """Take a text as approved by a standing instruction of the KP Chair, which is named in `instruction`."""
    return keep(purpose=purpose, content=content, by=by, capacity=Capacity.STANDING, remark=instruction)


def keep(**facts):
    row = TextApproval(sha256=digest(facts["content"]), **facts)
    row.full_clean()
    row.save()
    return row


def is_approved(approval, content):
    """Whether an approval, if there is one, is of exactly this text."""
    return approval is not None and approval.sha256 == digest(content)
