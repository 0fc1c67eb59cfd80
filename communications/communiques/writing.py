"""The text of a draft, a language at a time; corrections of what readers have, and pictures."""

import hashlib

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from asm_portal.templatetags.portal import own_name
from communications.communiques.release import languages_of, locked, require_stage
from communications.models.public_texts import OUT, ReleaseOn, Stage
from knowledge import actions as documents
from knowledge.approvals import Purpose
from knowledge.images import add_image
from knowledge.minutes.drafting import Conflict, newest_in, open_revision, save_text, state_of


def title_in(text, language):
    """The title of the draft in a language, "" where it has none."""
    revision = text.revision
    if revision:
        return revision.titles_shown().get(language, "")
    return text.document.titles.filter(language=language).values_list("title", flat=True).first() or ""


def state_in(text, language):
    """What tells this state of title and text in a language from the next."""
    title = hashlib.sha256(title_in(text, language).encode()).hexdigest()[:12]
    return f"{state_of(newest_in(text.document, language))}/{title}"


@transaction.atomic
def write(*, text, language, seen, by, title, body="", file=None):
    """Write title and text of the draft in a language, or take in a file; a file that lies there stays while neither the text nor
    the file is another one.

    What was approved is not written over: the next revision begins, and has to be approved. Raises Conflict where this is not the
    state that was `seen`.
    """
    text = locked(text)
    newest = newest_in(text.document, language)
    if state_in(text, language) != seen and newest:
        raise Conflict(newest)
    body = body.replace("\r\n", "\n")
    if not (file or body.strip() or (newest and newest.file)):
        raise ValidationError({"body": _("Write the text, or choose a file.")})
    open_draft(text, by)
    if newest and not file and body.strip() in ("", newest.text.strip()):
        if not text.revision.renditions.filter(language=language).exists():
            documents.copy_rendition(newest, text.revision, by)
    else:
        now = state_of(newest_in(text.document, language))
        save_text(document=text.document, language=language, seen=now, by=by, text=body, file=file)
    give_title(text, language, title, by)
    return text


def open_draft(text, by):
    """Have a revision that can be written on; raises ValidationError where readers have the text and no correction was begun."""
    if text.stage in OUT:
        raise ValidationError(_("Readers have this text. Begin a correction; it is approved before they see it."))
    if text.revision and text.revision.approvals.exists():
        documents.next_revision(text.document, by)
    open_revision(text.document, by)
    if text.stage in (Stage.APPROVED, Stage.SCHEDULED):
        text.stage, text.approval = Stage.DRAFTING, None
    documents.save(text, by)


def give_title(text, language, title, by):
    """The title of a draft, or the one that a correction gives to what readers have."""
    if not text.is_out:
        documents.set_title(document=text.document, language=language, title=title, by=by)
        return
    revision = text.revision
    revision.titles = {**revision.titles, language: title}
    documents.save(revision, by)


@transaction.atomic
def correct(*, text, note_en, note_fr, by):
    """Begin an editorial correction of what readers have: a revision that says what changes. What Plenary has adopted is not
    corrected so."""
    text = locked(text)
    require_stage(text, Stage.PUBLISHED)
    if text.is_adopted:
        raise ValidationError(_("Plenary has adopted this text. It changes by a corrigendum alone."))
    text.document.released_by_chair = True
    documents.save(text.document, by)
    documents.add_revision(document=text.document, by=by, what_changed_en=note_en, what_changed_fr=note_fr)
    text.stage, text.approval = Stage.DRAFTING, None
    text.release_on, text.release_at, text.release_zone = ReleaseOn.APPROVAL, None, ""
    return documents.save(text, by)


@transaction.atomic
def drop_correction(*, text, by):
    """Give up a correction that nobody has approved: readers keep the text as it is, and it can be archived or corrected anew."""
    text = locked(text)
    require_stage(text, Stage.DRAFTING)
    begun = text.document.revisions.filter(released_at=None)
    if not text.is_out or begun.filter(approvals__isnull=False).exists():
        raise ValidationError(_("Only a correction that was never approved is given up. Submit this text again."))
    for revision in begun:
        for rendition in revision.renditions.all():
            rendition.delete()
        revision.delete()
    text.stage, text.remark = Stage.PUBLISHED, ""
    text.approval = text.revision.approvals.filter(purpose=Purpose.RELEASE).last()
    return documents.save(text, by)


@transaction.atomic
def add_picture(*, text, file, alternatives, by):
    """Put a picture at the end of the draft in each language in which there is a text; `alternatives` (language → words) say what
    it shows to those who do not see it."""
    text = locked(text)
    open_draft(text, by)
    written = [row for code in sorted(languages_of(text.document)) if (row := newest_in(text.document, code)).text]
    if not written:
        raise ValidationError(_("Write the text first: a picture stands in a text."))
    image = add_image(document=text.document, file=file, by=by)
    for row in written:
        words = " ".join(alternatives.get(row.language, "").split())
        if not words:
            raise ValidationError(
                _("Say in this language what the picture shows: %(name)s.") % {"name": own_name(row.language)}
            )
        line = f"![{words.replace('[', '(').replace(']', ')')}](image:{image.name})"
        save_text(
            document=text.document,
            language=row.language,
            seen=state_of(row),
            by=by,
            text=f"{row.text.rstrip()}\n\n{line}\n",
        )
    return text
