"""The decision on record that comes of an adopted written procedure."""

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from communications.procedures.actions import State, held
from knowledge import actions as documents
from knowledge.actions import save
from knowledge.models import Decision, DocumentKind

# Kinds of documents that are decided on.
KINDS = ("administrative_decision", "declaration", "guidelines", "rules_of_procedure", "terms_of_reference")


@transaction.atomic
def record_decision(
    *,
    procedure,
    kind,
    titles,
    adopted_on,
    by,
    instrument,
    official_number="",
    in_force_from=None,
    link="",
    earlier=None,
):
    """File the text that was adopted as a final document with the details of a decision, for those to whom it was put, and point
    to it. More readers need the approval that every document needs.

    `link` is what it does to the `earlier` text, a DocumentLink.Kind. Raises ValidationError where the text was not adopted or
    is on record already.
    """
    procedure = adopted(procedure)
    document = documents.add_document(
        kind=kind,
        titles=titles,
        by=by,
        decision=of_written_procedure(instrument, in_force_from),
        official_number=official_number,
        issuing_body=procedure.body,
        date=adopted_on,
        is_demonstration=procedure.is_demonstration,
        audience=procedure.audience,
        audience_body=procedure.audience_body,
    )
    copy_text(procedure.revision, document, by)
    if earlier:
        documents.link(later=document, kind=link, earlier=earlier, by=by)
    documents.publish(document=document, by=by)
    procedure.decision = document
    save(procedure, by)
    return document


def of_written_procedure(instrument, in_force_from):
    """The details of such a decision."""
    return {
        "adopted_by": Decision.Mode.WRITTEN_PROCEDURE,
        "instrument": instrument,
        "in_force_from": in_force_from,
    }


def adopted(procedure):
    """The procedure as it is now, which nobody else changes until this is written. Raises ValidationError where no decision comes
    of it, or one is on record already."""
    procedure = held(procedure)
    if procedure.state != State.ADOPTED:
        raise ValidationError(_("A decision is recorded of a procedure that was declared adopted."))
    if procedure.decision_id:
        raise ValidationError(_("The decision is on record already."))
    return procedure


def copy_text(revision, document, by):
    """The renditions of the text that was put to the members, as the text of the decision."""
    made = documents.add_revision(document=document, by=by)
    for rendition in revision.renditions.all():
        file = None
        if rendition.file:
            with rendition.file.open("rb") as opened:
                file = ContentFile(opened.read(), name=rendition.filename)
        documents.add_rendition(
            revision=made, language=rendition.language, role=rendition.role, text=rendition.text, file=file, by=by
        )


def kinds():
    """The kinds of documents to choose from."""
    return DocumentKind.objects.filter(code__in=KINDS)
