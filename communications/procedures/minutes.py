"""Minutes in a written procedure: they are put to the members as they were circulated, and adopted as they were put to them."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from communications.procedures.tally import last_day
from knowledge.actions import adopt_minutes
from knowledge.models import Document

State = Document.State


def refuse_minutes(document, body):
    """Raise ValidationError for minutes that the members of the body cannot adopt: those of another body, those that are not
    circulated, and those that are adopted already."""
    if not hasattr(document, "minutes"):
        return
    if document.minutes.body_id != body.pk:
        raise ValidationError(
            _("These are the minutes of %(body)s, whose members adopt them.") % {"body": document.minutes.body}
        )
    if document.state == State.DRAFT:
        raise ValidationError(_("Circulate the minutes first: the members adopt the text that they have read."))
    if document.state != State.CIRCULATED:
        raise ValidationError(_("These minutes are adopted already, or were withdrawn."))


def adopt(procedure, remark, by):
    """Adopt the minutes with exactly the text that was put to the members; the remark says why where an objection to them is not
    settled. Raises ValidationError as `adopt_minutes` does."""
    document = procedure.document
    has_objection = document.comments.unsettled_objections().exists()
    adopt_minutes(
        minutes=document.minutes,
        revision=procedure.revision,
        adopted_by_en=f"written procedure {procedure.reference}",
        adopted_by_fr=f"procédure écrite {procedure.reference}",
        adopted_on=last_day(procedure),
        adopted_despite=remark if has_objection else "",
        by=by,
    )
    procedure.decision = document
