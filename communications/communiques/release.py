"""The way of a public text to the public, whichever kind of PublicText it is:

    draft → submitted to the KP Chair's office → approved, or given back with a remark
          → published at once, at a time, or when the secretariat says so → archived

What goes out is exactly what was approved: the approval holds the SHA-256 of the newest revision with its titles. `seen` is what
the page of the decision showed (`seen_of`). Each verb returns the text as it stands afterwards and raises ValidationError, in a
sentence for the page, where somebody else was faster.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from asm_portal.background import enqueue
from asm_portal.dated import Precision
from asm_portal.templatetags.portal import own_name
from asm_portal.visibility import Audience
from communications.communiques import mail
from communications.models.public_texts import ReleaseOn, Stage
from knowledge import actions as documents
from knowledge.approvals import CHANGED, NOT_APPROVED, Capacity, Purpose, digest, require_office
from knowledge.approvals import approve as approve_revision
from knowledge.models import Document, DocumentLink, Rendition

STANDS = {
    Stage.DRAFTING: gettext_lazy("This text is a draft; it does not lie before the KP Chair’s office."),
    Stage.SUBMITTED: gettext_lazy("This text lies before the KP Chair’s office, which has not decided yet."),
    Stage.APPROVED: gettext_lazy("The KP Chair’s office has approved this text already; nothing more is asked of it."),
    Stage.SCHEDULED: gettext_lazy(
        "The KP Chair’s office has approved this text already, and its release is scheduled."
    ),
    Stage.PUBLISHED: gettext_lazy("This text is approved and published already."),
    Stage.ARCHIVED: gettext_lazy("This text is archived and stays as it is."),
}


@transaction.atomic
def draft(model, *, titles, by, own=None, **facts):
    """A draft of a model of public texts; `titles` and `facts` are those of its document, `own` its own fields. It is meant for
    everyone once the KP Chair's office has approved it."""
    document = documents.add_document(titles=titles, audience=Audience.PUBLIC, released_by_chair=True, by=by, **facts)
    return documents.save(model(document=document, **(own or {})), by)


def locked(text):
    """The text as it is now; nobody else changes it or its document until this is written."""
    Document.objects.select_for_update().get(pk=text.document_id)
    return type(text).objects.select_for_update().get(pk=text.pk)


def require_stage(text, *stages):
    if text.stage not in stages:
        raise ValidationError(STANDS[text.stage])


def require_ahead(at):
    if at is not None and at <= timezone.now():
        raise ValidationError({"time": _("This time has passed. Choose one that lies ahead.")})


def languages_of(document):
    """The languages in which there is a text, whether or not readers have it."""
    rows = Rendition.objects.filter(revision__document=document)
    return set(rows.values_list("language", flat=True))


def what_is_missing(text):
    """What a text needs before the KP Chair's office can decide on it, in sentences."""
    document, newest = text.document, text.revision
    written = set(newest.renditions.values_list("language", flat=True)) if newest else set()
    titled = newest.titles_shown() if newest else {}
    checks = (
        (document.date_precision == Precision.DAY, _("Give the day of the text.")),
        (written, _("Write the text or add a file in at least one language.")),
        (document.audience == Audience.PUBLIC, _("Address the text to everyone.")),
        *(
            (code in titled, _("Give the title in this language: %(name)s.") % {"name": own_name(code)})
            for code in written
        ),
    )
    return [problem for is_there, problem in checks if not is_there]


@transaction.atomic
def submit(
    *, text, by, release_on=ReleaseOn.APPROVAL, release_at=None, release_zone="", missing_reason="", follows_on=None
):
    """Lay the newest revision before the KP Chair's office, and say when it is to go out."""
    text = locked(text)
    if not text.is_void:
        require_stage(text, Stage.DRAFTING)
    if problems := what_is_missing(text):
        raise ValidationError(problems)
    if text.missing and not missing_reason:
        raise ValidationError({"missing_reason": _("Say why the text in the other language is missing.")})
    require_ahead(release_at)
    revision = text.revision
    if revision.approvals.exists():
        revision = documents.next_revision(text.document, by)
    revision.submitted_at = timezone.now()
    documents.save(revision, by)
    text.stage, text.approval, text.remark, text.submitted_by = Stage.SUBMITTED, None, "", by
    text.release_on, text.release_at, text.release_zone = release_on, release_at, release_zone
    text.missing_reason, text.follows_on = missing_reason, follows_on
    documents.save(text, by)
    mail.tell_chair(text, revision)
    return text


@transaction.atomic
def take_back(*, text, by):
    """The secretariat takes a text back before it was decided on."""
    return to_draft(text, by, "")


@transaction.atomic
def return_text(*, text, seen, by, remark):
    """The KP Chair's office gives a text back, with what should be changed."""
    require_office(by, text.document.is_demonstration)
    require_current(text, seen)
    text = to_draft(text, by, remark)
    mail.tell_returned(text)
    return text


def to_draft(text, by, remark):
    text = locked(text)
    require_stage(text, Stage.SUBMITTED)
    revision = text.revision
    revision.submitted_at = None
    documents.save(revision, by)
    text.stage, text.remark = Stage.DRAFTING, remark
    return documents.save(text, by)


def seen_of(text):
    """What tells this state of a text from every other one that the KP Chair's office may have seen: its words, and when it was
    submitted. What else was submitted, the time of the release or the end of a banner, is not changed before the text is taken
    back."""
    revision = text.revision
    return f"{digest(revision, Purpose.RELEASE)} {revision.submitted_at}" if revision else ""


def require_current(text, seen):
    """Raise ValidationError where the text does not wait for a decision, or is not as the page showed it."""
    text = locked(text)
    require_stage(text, Stage.SUBMITTED)
    if seen_of(text) != seen:
        raise ValidationError(CHANGED)


@transaction.atomic
def approve(*, text, seen, by, remark=""):
    """The KP Chair's office approves exactly what its page showed; it goes out at once, at its time, or when
    the secretariat publishes it, as was asked."""
    office = require_office(by, text.document.is_demonstration)
    require_current(text, seen)
    text = locked(text)
    text.approval = approve_revision(
        revision=text.revision, purpose=Purpose.RELEASE, capacity=Capacity.KP_CHAIR, by=by, office=office, remark=remark
    )
    text.stage = Stage.APPROVED
    if text.release_on == ReleaseOn.TIME and text.release_at > timezone.now():
        text.stage = Stage.SCHEDULED
    elif text.release_on != ReleaseOn.WORD:
        return let_out(text, by)
    return documents.save(text, by)


@transaction.atomic
def schedule(*, text, at, zone, by):
    """Have an approved text go out at an instant, which is announced in a time zone."""
    text = locked(text)
    require_stage(text, Stage.APPROVED, Stage.SCHEDULED)
    require_ahead(at)
    refuse_void(text)
    text.stage, text.release_on = Stage.SCHEDULED, ReleaseOn.TIME
    text.release_at, text.release_zone = at, zone
    return documents.save(text, by)


@transaction.atomic
def unschedule(*, text, by):
    """Take the time away from an approved text: it waits for the secretariat."""
    text = locked(text)
    require_stage(text, Stage.SCHEDULED)
    text.stage, text.release_on, text.release_at, text.release_zone = Stage.APPROVED, ReleaseOn.WORD, None, ""
    return documents.save(text, by)


@transaction.atomic
def publish(*, text, by):
    """Let an approved text out now. Of two who press the button at once one publishes, the other is told that it is done."""
    text = locked(text)
    require_stage(text, Stage.APPROVED, Stage.SCHEDULED)
    return let_out(text, by)


def refuse_void(text):
    if text.is_void:
        raise ValidationError(NOT_APPROVED)


def let_out(text, by):
    """Make the newest revision public; refused where it is not the approved one."""
    document = text.document
    if document.state == Document.State.DRAFT:
        documents.publish(document=document, by=by)
    else:
        documents.require_state(document, Document.State.FINAL)
        documents.release_revision(revision=text.revision, by=by)
    text.stage, text.published_at = Stage.PUBLISHED, text.published_at or timezone.now()
    documents.save(text, by)
    if document.links.filter(kind=DocumentLink.Kind.CORRECTS).exists():
        enqueue(mail.circulate, document.reference)
    return text


@transaction.atomic
def archive(*, text, by):
    """A text that is news no longer: it stays readable, and is not changed any more."""
    text = locked(text)
    require_stage(text, Stage.PUBLISHED)
    text.stage = Stage.ARCHIVED
    return documents.save(text, by)
