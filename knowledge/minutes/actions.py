"""What is done to minutes besides circulating and adopting them (`knowledge.actions`): comments, and public summaries.

A public summary goes draft → released by the Chair of the body, which shows it to the body and to the KP Chair's office →
approved by that office, which shows it to everyone. Both approvals are of the same text, by two persons.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from asm_portal import search
from asm_portal.dated import today
from asm_portal.templatetags.portal import date_words
from asm_portal.visibility import Audience
from knowledge import actions
from knowledge.actions import save
from knowledge.approvals import CHANGED, Capacity, Purpose, approve
from knowledge.models import Document, DocumentKind, DocumentLink, MinutesComment

State = Document.State


def takes_comments(document):
    """Whether the minutes are circulated and their day for comments, in UTC, is not over."""
    until = document.minutes.comments_until
    return document.state == State.CIRCULATED and until is not None and today() <= until


def refuse_late(document):
    if takes_comments(document):
        return
    until = document.minutes.comments_until
    if document.state == State.CIRCULATED and until:
        raise ValidationError(
            _(
                "The time for comments ended with %(day)s (UTC). Nothing was filed; your text is still here. Write to the Chair "
                "of the body if it must be heard."
            )
            % {"day": date_words(until)}
        )
    raise ValidationError(_("These minutes do not take comments now. Nothing was filed; your text is still here."))


@transaction.atomic
def comment(*, document, organisation, kind, text, by, paragraph=None):
    """File a comment or an objection of an organisation to the circulated text; raises ValidationError when the time is over."""
    document = Document.objects.select_for_update().get(pk=document.pk)
    refuse_late(document)
    row = MinutesComment(
        document=document,
        revision=document.revisions.released().order_by("number").last(),
        organisation=organisation,
        kind=kind,
        text=text,
        paragraph=paragraph,
        by=by,
    )
    return save(row, by)


@transaction.atomic
def withdraw_comment(*, comment, by):
    """Take back what one's organisation wrote; its history keeps it."""
    hold_open(comment)
    comment.withdrawn_at = timezone.now()
    return save(comment, by)


@transaction.atomic
def settle_comment(*, comment, remark, by):
    """Note what became of a comment or an objection."""
    hold_open(comment)
    comment.settled_at, comment.settled_by, comment.remark = timezone.now(), by, remark
    return save(comment, by)


def hold_open(comment):
    """Read the comment anew and lock it; raises ValidationError where it is not open or the minutes are adopted."""
    Document.objects.select_for_update().get(pk=comment.document_id)
    comment.refresh_from_db()
    if comment.document.is_locked:
        raise ValidationError(_("The minutes are adopted, and their text is locked."))
    if not comment.is_open:
        raise ValidationError(_("This comment was already withdrawn or settled."))


@transaction.atomic
def make_summary(*, document, titles, texts, by):
    """A draft public summary of minutes, from titles and texts by language."""
    summary = actions.add_document(
        kind=DocumentKind.objects.get(code="public_summary"),
        titles=titles,
        by=by,
        issuing_body=document.minutes.body,
        audience=Audience.PUBLIC,
        date=document.minutes.meeting_date,
        date_precision=document.minutes.meeting_date_precision,
        is_demonstration=document.is_demonstration,
    )
    actions.link(later=summary, kind=DocumentLink.Kind.PUBLIC_SUMMARY_OF, earlier=document, by=by)
    revision = actions.add_revision(document=summary, by=by)
    for language, text in texts.items():
        actions.add_rendition(revision=revision, language=language, text=text, by=by)
    return summary


def newest_revision(document):
    return document.revisions.order_by("number").last()


@transaction.atomic
def release_summary(*, document, revision, by, office, remark=""):
    """The Chair of the body releases a summary: the body and the KP Chair's office see it."""
    document = current(document, revision)
    actions.require_state(document, State.DRAFT, State.CIRCULATED)
    approve(
        revision=revision,
        purpose=Purpose.PUBLIC_SUMMARY,
        capacity=Capacity.BODY_CHAIR,
        by=by,
        office=office,
        remark=remark,
    )
    actions.release_revision(revision=revision, by=by)
    document.state = State.CIRCULATED
    save(document, by)
    search.index(document)
    return document


@transaction.atomic
def approve_summary(*, document, revision, by, office, remark=""):
    """The KP Chair's office approves what the Chair of the body released: everyone reads it from now on."""
    document = current(document, revision)
    actions.require_state(document, State.CIRCULATED)
    approve(
        revision=revision,
        purpose=Purpose.PUBLIC_SUMMARY,
        capacity=Capacity.KP_CHAIR,
        by=by,
        office=office,
        remark=remark,
    )
    return actions.publish(document=document, by=by)


@transaction.atomic
def return_summary(*, document, revision, by, remark):
    """The KP Chair's office gives a summary back to its editors, with the reason."""
    document = current(document, revision)
    actions.require_state(document, State.CIRCULATED)
    document.state = State.DRAFT
    save(document, by, remark)
    search.index(document)
    return document


def current(document, revision):
    """The document, locked; raises ValidationError where its newest text is not the one that the page showed."""
    document = Document.objects.select_for_update().get(pk=document.pk)
    if newest_revision(document) != revision:
        raise ValidationError(CHANGED)
    return document
