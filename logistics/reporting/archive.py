"""A report that is filed becomes a document of the archive, or the next revision of the one that it corrects."""

from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils import translation
from django.utils.translation import gettext as _

from asm_portal.dated import Precision
from asm_portal.models import Body
from asm_portal.models.bodies import in_language
from knowledge import actions
from knowledge.models import Document
from knowledge.reports.actions import add_report
from logistics.models import Obligation, Submission, of_owner

State = Document.State
TITLE_LANGUAGES = ("en", "fr")


def file(submission, by):
    """File a version; returns its revision, None where it came without a file."""
    document = document_of(submission) or new_document(submission, by)
    revision = add_text(document, submission, by) if submission.file else None
    if document.state == State.FINAL:
        if revision:
            actions.release_revision(revision=revision, by=by)
    else:
        actions.publish(document=document, by=by)
    return revision


def document_of(submission):
    """The document that holds the versions before this one; None where there is none, or it was withdrawn."""
    earlier = Submission.objects.filter(
        period=submission.period_id, revision__isnull=False, **of_owner(submission.owner)
    ).order_by("-number")  # fmt: skip
    row = earlier.exclude(revision__document__state=State.WITHDRAWN).select_related("revision__document").first()
    return row and row.revision.document


def new_document(submission, by):
    """A draft with the audience of its kind, on the owner or on the Participant that the report is about."""
    period, owner = submission.period, submission.owner
    concerned = period.concerning or submission.organisation
    titles = {}
    for language in TITLE_LANGUAGES:
        with translation.override(language):
            titles[language] = title(period, owner)
    official = submission.language
    return add_report(
        kind=period.obligation.kind, titles=titles, by=by, period_from=period.start, period_until=period.end,
        translated_titles=set(titles) - {official}, received_on=submission.received_on, date=submission.received_on,
        organisation=concerned, issuing_body=owner if isinstance(owner, Body) else None,
        period_precision=Precision.DAY if period.obligation.frequency == Obligation.Frequency.PER_CASE else Precision.YEAR,
        is_demonstration=owner.is_demonstration,
    )  # fmt: skip


def newest_of(document):
    """The newest text of a document that holds a report already; raises ValidationError where another receipt names it."""
    revision = document.revisions.released().order_by("number").last()
    if revision is None:
        raise ValidationError({"document": _("This document has no text.")})
    if taken := Submission.objects.filter(revision=revision).first():
        raise ValidationError(
            {"document": _("This document is the report of receipt %(reference)s.") % {"reference": taken.reference}}
        )
    return revision


def concerning(owner):
    """What documents of an owner have in common."""
    return {"organisation": owner} if hasattr(owner, "name_on") else {"issuing_body": getattr(owner, "body", owner)}


def title(period, owner):
    """“Annual report 2025: Alderia” in the language of the moment."""
    named = owner.name_on() if hasattr(owner, "name_on") else in_language(owner, "name")
    return f"{period}{_(':')} {named}"


def add_text(document, submission, by):
    changed = submission.what_changed
    revision = actions.add_revision(document=document, by=by, what_changed_en=changed, what_changed_fr=changed)
    with submission.file.open("rb") as stored:
        received = File(stored, name=submission.filename)
        actions.add_rendition(revision=revision, language=submission.language, file=received, by=by)
    return revision
