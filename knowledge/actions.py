"""What is done to documents: each verb writes several records in one transaction, keeps the search index in step, and
leaves the history under the name of `by`."""

import hashlib

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from asm_portal import search
from asm_portal.background import enqueue
from asm_portal.dated import Precision, today
from asm_portal.models.organisations import NameStatus
from asm_portal.uploads import examine
from asm_portal.visibility import Audience
from knowledge.approvals import NOT_APPROVED, is_for_the_chair, refuse_pinned, require_approvals
from knowledge.extraction import extract_text
from knowledge.images import addresses
from knowledge.models import Decision, Document, DocumentLink, DocumentTitle, Minutes, Rendition, Revision
from knowledge.rendering import render
from knowledge.reports.rules import refuse_uncovered, require_pair

State = Document.State
TRIES = 3


def save(record, by, reason=None):
    """Write the record; its history row bears the name and the reason."""
    record._history_user, record._change_reason = by, reason
    record.save()
    return record


@transaction.atomic
def add_document(*, kind, titles, by, translated_titles=(), minutes=None, decision=None, **facts):
    """A draft with its titles (language → title). `translated_titles` names the languages in which the title is ours. Without an
    audience it gets the default of its kind; what somebody of the demonstration makes is invented, unless it is said otherwise.
    `facts` are fields of Document, `minutes` and `decision` those of its detail."""
    proposed = {"audience": kind.default_audience, "is_demonstration": bool(by and by.person.is_demonstration)}
    document = Document(kind=kind, **(proposed | facts))
    if document.audience == Audience.BODY and document.audience_body is None:
        document.audience_body = document.issuing_body
    if document.audience == Audience.ORGANISATION and document.audience_organisation is None:
        document.audience_organisation = document.organisation
    if document.date is None:
        document.date_precision = Precision.UNKNOWN
    save_with_reference(document, by)
    for language, title in titles.items():
        status = NameStatus.OUR_TRANSLATION if language in translated_titles else NameStatus.OFFICIAL
        save(DocumentTitle(document=document, language=language, title=title, status=status), by)
    if minutes is not None:
        save(Minutes(document=document, **minutes), by)
    if decision is not None:
        save(Decision(document=document, **decision), by)
    search.index(document)
    return document


def set_title(*, document, language, title, by):
    """Give the document a title in a language, or another one in the place of the one that it has."""
    row = document.titles.filter(language=language).first() or DocumentTitle(document=document, language=language)
    if row.title != title:
        row.title = title
        save(row, by)


def save_with_reference(record, by, reason=None):
    """Save a new document or case; a reference that is taken, one in 33 million, is drawn again."""
    for left in reversed(range(TRIES)):
        try:
            with transaction.atomic():
                return save(record, by, reason)
        except IntegrityError:
            if not left or not type(record)._base_manager.filter(reference=record.reference).exists():
                raise
            record.reference = ""
    return record


@transaction.atomic
def add_revision(*, document, by, what_changed_en="", what_changed_fr=""):
    """The next revision, unreleased."""
    last = document.revisions.aggregate(last=Max("number"))["last"] or 0
    revision = Revision(
        document=document, number=last + 1, what_changed_en=what_changed_en, what_changed_fr=what_changed_fr
    )
    return save(revision, by)


def next_revision(document, by):
    """A revision that says what the newest one says, to be written on; that one stays as it was approved."""
    last = document.revisions.order_by("number").last()
    made = add_revision(
        document=document, by=by, what_changed_en=last.what_changed_en, what_changed_fr=last.what_changed_fr
    )
    made.titles = last.titles
    save(made, by)
    for rendition in last.renditions.all():
        copy_rendition(rendition, made, by)
    return made


def copy_rendition(rendition, revision, by):
    """The same file or text in another revision; the stored file is one."""
    kept = {field.attname: getattr(rendition, field.attname) for field in Rendition._meta.concrete_fields}
    facts = {name: value for name, value in kept.items() if name not in ("id", "revision_id", "version")}
    return save(Rendition(revision=revision, **facts), by)


@transaction.atomic
def add_rendition(*, revision, language, by, file=None, text="", role=Rendition.Role.ORIGINAL):
    """A file, a Markdown text, or both, in one language; raises ValidationError, with the reason, where the file is refused, or
    where readers would get what the KP Chair's office has not approved."""
    refuse_pinned(revision)
    rendition = Rendition(revision=revision, language=language, role=role)
    return store(rendition, by, file=file, text=text)


@transaction.atomic
def replace_text(*, rendition, by, file=None, text=""):
    """Another file or text for a rendition that is not released yet."""
    return store(rendition, by, file=file, text=text)


def store(rendition, by, *, file, text):
    """Take in a file and a text: their facts, the HTML, and the order to read the file."""
    if not (file or text.strip()):
        raise ValidationError(_("Give a file or a text."))
    rendition.text, rendition.html = text, render(text, addresses(rendition.revision.document))
    rendition.extracted_text, rendition.extraction_error = "", ""
    rendition.extraction = Rendition.Extraction.WAITING if file else Rendition.Extraction.DONE
    if file:
        facts = examine(file)
        rendition.file = file
        rendition.media_type, rendition.extension = facts.media_type, facts.extension
        rendition.size, rendition.sha256, rendition.pages = facts.size, facts.sha256, facts.pages
    else:
        rendition.file = ""
        rendition.media_type = rendition.extension = ""
        rendition.size, rendition.pages = len(text.encode()), None
        rendition.sha256 = hashlib.sha256(text.encode()).hexdigest()
    refuse_uncovered(rendition, file)
    save(rendition, by)
    if file:
        enqueue(extract_text, rendition.pk)
    search.index(rendition.revision.document)
    return rendition


@transaction.atomic
def release_revision(*, revision, by):
    """Show a revision to those who may read its document. An earlier draft stays a draft."""
    if not revision.renditions.exists():
        raise ValidationError(_("This revision has no text yet."))
    if revision.document.state == State.FINAL:
        require_approvals(revision)
        require_pair(revision.document)
    if revision.released_at is None:
        if revision.document.revisions.filter(number__gt=revision.number, released_at__isnull=False).exists():
            raise ValidationError(_("A later revision is released already; this one stays a draft."))
        revision.released_at = timezone.now()
        save(revision, by)
        for language, title in revision.titles.items():
            set_title(document=revision.document, language=language, title=title, by=by)
        search.index(revision.document)
    return revision


def release_newest(document, by):
    """Release the newest revision, where there is one: a decision may be known by its title only."""
    if newest := document.revisions.order_by("number").last():
        release_revision(revision=newest, by=by)


def end_circulation(document, by):
    """What the body commented on before the newest revision is not for the audience of the final text."""
    for revision in list(document.revisions.released().order_by("-number"))[1:]:
        revision.only_circulated = True
        save(revision, by)


def require_state(document, *states):
    """Raise ValidationError where the document is in none of the states; it is read anew, and nobody else changes it until this
    is written."""
    document.refresh_from_db(from_queryset=Document.objects.select_for_update())
    if document.state not in states:
        raise ValidationError(
            _("This is not possible while the document is: %(state)s.") % {"state": document.get_state_display()}
        )


@transaction.atomic
def publish(*, document, by, embargoed_until=None, revision=None):
    """Make a draft or circulated document final, with its newest revision, or with the `revision` that was decided on: what was
    drafted after that stays a draft. Until the instant of an embargo it is its editors’."""
    require_state(document, State.DRAFT, State.CIRCULATED)
    newest = revision or document.revisions.order_by("number").last()
    if newest:
        require_approvals(newest)
    elif is_for_the_chair(document):
        raise ValidationError(NOT_APPROVED)
    require_pair(document)
    if newest:
        release_revision(revision=newest, by=by)
    if document.state == State.CIRCULATED:
        end_circulation(document, by)
    document.state, document.embargoed_until = State.FINAL, embargoed_until
    save(document, by)
    search.index(document)
    return document


@transaction.atomic
def circulate_minutes(*, minutes, comments_until, by):
    """Show draft minutes to their body for comments until the end of a day."""
    document = minutes.document
    require_state(document, State.DRAFT, State.CIRCULATED)
    if document.issuing_body_id not in (None, minutes.body_id):
        raise ValidationError(_("These minutes are of one body and issued by another. Correct that first."))
    document.issuing_body = minutes.body
    release_newest(document, by)
    minutes.comments_until = comments_until
    save(minutes, by)
    document.state = State.CIRCULATED
    save(document, by)
    search.index(document)
    return minutes


@transaction.atomic
def adopt_minutes(*, minutes, adopted_by_en, adopted_by_fr, by, adopted_on=None, adopted_despite="", revision=None):
    """Record the adoption by a meeting or a procedure, of the newest revision or of the `revision` that was put to the members;
    from then on the text is locked. Raises ValidationError where an objection is not settled and nothing says why they are
    adopted despite it, or where the body reads a newer revision."""
    require_state(minutes.document, State.DRAFT, State.CIRCULATED)
    if not adopted_despite.strip() and minutes.document.comments.unsettled_objections().exists():
        raise ValidationError(
            _("An objection is not settled. Settle it, or say why the minutes are adopted despite it.")
        )
    if revision and minutes.document.revisions.released().filter(number__gt=revision.number).exists():
        raise ValidationError(
            _("A newer revision of these minutes was circulated than the one that was put to the members (%(number)s).")
            % {"number": revision.number}
        )
    publish(document=minutes.document, by=by, revision=revision)
    minutes.adopted_on = adopted_on or today()
    minutes.adopted_by_en, minutes.adopted_by_fr = adopted_by_en, adopted_by_fr
    minutes.adopted_despite = adopted_despite
    return save(minutes, by, adopted_despite)


@transaction.atomic
def withdraw(*, document, by, reason_en="", reason_fr="", on=None):
    """Leave a tombstone in the place of a final document; one still under embargo, which nobody has read, is a draft again."""
    require_state(document, State.FINAL)
    if document.is_embargoed:
        document.state, document.embargoed_until = State.DRAFT, None
    else:
        document.state, document.withdrawn_on = State.WITHDRAWN, on or today()
        document.withdrawal_reason_en, document.withdrawal_reason_fr = reason_en, reason_fr
    save(document, by, reason_en)
    search.index(document)
    return document


@transaction.atomic
def link(*, later, kind, earlier, by, effective_on=None, note_en="", note_fr=""):
    """Say what a later document does to an earlier one."""
    row = DocumentLink(
        later=later, kind=kind, earlier=earlier, effective_on=effective_on, note_en=note_en, note_fr=note_fr
    )
    row.full_clean()
    return save(row, by)
