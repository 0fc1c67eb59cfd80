"""What the KP Chair’s office approves of a workshop that came of a request: exactly what its page says, in all its languages."""

import json

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assistance.models import Workshop
from knowledge import text_approvals
from knowledge.actions import save
from knowledge.approvals import CHANGED, require_office
from knowledge.text_approvals import approve_text

# What is on record beside what the page says: for staff, or about how it came to be published.
NOT_SAID = frozenset(
    (
        "id", "workshop", "version", "html", "request", "is_recorded", "agreed_by", "agreed_on", "agreed_sha256",
        "agreement_note", "stage", "submitted_at", "remark", "approval", "published_at", "is_demonstration", "source",
        "certainty", "note", "accepted_by", "accepted_on", "action", "no_action_reason_en", "no_action_reason_fr",
    )
)  # fmt: skip
ROWS = ("texts", "beneficiaries", "parts", "audiences", "items", "points", "figures")


def content_of(workshop):
    """Everything that the page says, as text: of the workshop and of its rows, in their order. Its materials are documents, with
    readers and approvals of their own; what becomes of a recommendation is told as it happens."""
    rows = {name: [said(row) for row in getattr(workshop, name).all()] for name in ROWS}
    return json.dumps({**said(workshop), **rows}, ensure_ascii=False, indent=1, default=str)


def said(record):
    """Field → value of what a record says."""
    return {field.name: field.value_from_object(record) for field in record._meta.fields if field.name not in NOT_SAID}


def digest(workshop):
    """SHA-256 of what the page says now."""
    return text_approvals.digest(content_of(workshop))


def is_approved(workshop):
    """Whether the KP Chair’s office has approved exactly what the page says now."""
    return text_approvals.is_approved(workshop.approval, content_of(workshop))


def is_agreed(workshop):
    """Whether the organisers or the requester have agreed to exactly what the page says now; what was public before needs no
    agreement."""
    return workshop.is_recorded or (bool(workshop.agreed_sha256) and workshop.agreed_sha256 == digest(workshop))


def held_for_decision(workshop, seen):
    """The workshop, locked; raises ValidationError where somebody has decided meanwhile, or where the page no longer says what
    was shown, whose digest is `seen`."""
    workshop = Workshop.objects.select_for_update().get(pk=workshop.pk)
    if not workshop.is_draft or workshop.submitted_at is None or is_approved(workshop):
        raise ValidationError(_("Somebody in the KP Chair’s office or the secretariat has already dealt with this."))
    if digest(workshop) != seen:
        raise ValidationError(CHANGED)
    return workshop


@transaction.atomic
def approve(*, workshop, seen, by):
    """Approve exactly what the page showed. Raises PermissionDenied for whoever does not fill the seat of KP Chair."""
    workshop = held_for_decision(workshop, seen)
    workshop.approval = approve_text(record=workshop, content=content_of(workshop), by=by, seen=seen)
    workshop.remark = ""
    return save(workshop, by)


@transaction.atomic
def give_back(*, workshop, seen, remark, by):
    """Give a draft back to the secretariat, with what is to be changed."""
    require_office(by, workshop.is_demonstration)
    workshop = held_for_decision(workshop, seen)
    workshop.submitted_at, workshop.remark = None, remark.strip()
    return save(workshop, by)


@transaction.atomic
def submit(*, workshop, by):
    """Put a draft before the KP Chair’s office."""
    workshop = Workshop.objects.select_for_update().get(pk=workshop.pk)
    if not workshop.is_draft or is_approved(workshop):
        raise ValidationError(_("There is nothing to decide: it is published, or approved as it stands."))
    if not is_agreed(workshop):
        raise ValidationError(_("Note first that the organisers or the requester agree to what the page says."))
    if workshop.submitted_at is None:
        workshop.submitted_at, workshop.remark = timezone.now(), ""
        save(workshop, by)
    return workshop
