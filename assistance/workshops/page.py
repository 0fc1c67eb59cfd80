"""What the page of a workshop shows: to everyone what was held, and to the secretariat what is still missing."""

from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assistance.models import (
    AssistanceRequest,
    Workshop,
    WorkshopAudience,
    WorkshopFigure,
    WorkshopItem,
    WorkshopMaterial,
    WorkshopPart,
    WorkshopPoint,
)
from assistance.workshops.actions import missing
from assistance.workshops.approving import ROWS, is_agreed, is_approved
from knowledge.models import Document
from knowledge.text_approvals import approvals_of
from logistics.models import Action


@dataclass(frozen=True)
class Door:
    """A link of the page to a form, or a button that does something at once."""

    label: str
    url: str
    is_button: bool = False


def account_of(workshop):
    """The text that holds the account: in the reader's language, else in another one; None where there is none."""
    texts = [row for row in workshop.texts.all() if row.text]
    return next((row for row in texts if row.language == get_language()), None) or next(iter(texts), None)


def said(workshop, reader):
    """All that the page says, in the language that is active; who may know of the workshop may know of it."""
    rows = {
        model: list(model.objects.visible_to(reader).filter(workshop=workshop))
        for model in (WorkshopAudience, WorkshopItem, WorkshopFigure)
    }
    parts = WorkshopPart.objects.visible_to(reader).filter(workshop=workshop).select_related("organisation", "workshop")
    return {
        "workshop": workshop,
        "text": workshop.shown_text,
        "account": account_of(workshop),
        "parts": list(parts.prefetch_related("organisation__names")),
        "audiences": rows[WorkshopAudience],
        "lists": lists(rows[WorkshopItem]),
        "figures": rows[WorkshopFigure],
        "points": points(workshop, reader),
    }


def lists(items):
    """(label, lines) of each list that has some."""
    found = [(kind.label, [row for row in items if row.kind == kind]) for kind in WorkshopItem.Kind]
    return [(label, rows) for label, rows in found if rows]


def points(workshop, reader):
    """Concerns and recommendations, with the action as far as the reader may know of it."""
    rows = WorkshopPoint.objects.visible_to(reader).filter(workshop=workshop).select_related("accepted_by")
    known = Action.objects.visible_to(reader).in_bulk([row.action_id for row in rows if row.action_id])
    for row in rows:
        row.shown_action = known.get(row.action_id)
    return list(rows)


def materials(workshop, reader):
    """The materials that the reader may know of, each with its document as rows show it."""
    rows = list(WorkshopMaterial.objects.visible_to(reader).filter(workshop=workshop))
    found = Document.objects.visible_to(reader).listed().filter(pk__in=[row.document_id for row in rows])
    documents = {document.pk: document for document in found.for_display(reader)}
    for row in rows:
        row.shown = documents.get(row.document_id)
    return [row for row in rows if row.shown]


def case_of(workshop, reader):
    """The request that it was held for, for whoever may know of it."""
    return AssistanceRequest.objects.visible_to(reader).filter(pk=workshop.request_id).first()


def for_staff(workshop, reader):
    """What the secretariat sees besides."""
    prefetch_related_objects([workshop], *ROWS)
    return {
        "doors": list(doors(workshop)),
        "missing": list(missing(workshop)) if workshop.is_draft else [],
        "is_agreed": is_agreed(workshop),
        "is_approved": is_approved(workshop),
        "approvals": approvals_of(workshop).visible_to(reader).select_related("by__person", "office"),
    }


def doors(workshop):
    """What the secretariat does next, in its order."""
    if workshop.stage == Workshop.Stage.PUBLISHED:
        yield door(_("Take it back to correct it"), "take-back", workshop)
        return
    if not is_agreed(workshop):
        yield door(_("Note the agreement"), "agree", workshop)
    elif workshop.request_id and not is_approved(workshop) and workshop.submitted_at is None:
        yield door(_("Ask the KP Chair’s office to approve it"), "submit", workshop, is_button=True)
    if not list(missing(workshop)):
        yield door(_("Publish"), "publish", workshop, is_button=True)


def door(label, name, workshop, *, is_button=False):
    return Door(label, reverse(f"assistance:workshop-{name}", args=[workshop.reference]), is_button)
