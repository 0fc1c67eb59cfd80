"""The text of a draft, a language at a time, between several editors: the later save does not overwrite the earlier unseen."""

import hashlib
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from asm_portal.models.organisations import LANGUAGE_CHOICES
from knowledge import actions
from knowledge.minutes.diff import Comparison, paragraphs
from knowledge.models import Document, DocumentLink, Rendition, Revision

OPEN = (Document.State.DRAFT, Document.State.CIRCULATED)


def drafts(user):
    """Minutes and public summaries whose text the reader may write."""
    summaries = DocumentLink.objects.filter(kind=DocumentLink.Kind.PUBLIC_SUMMARY_OF).values("later")
    of_ours = Q(minutes__isnull=False) | Q(pk__in=summaries)
    return Document.objects.editable_by(user).filter(of_ours, state__in=OPEN)


def is_summary(document):
    return document.links.filter(kind=DocumentLink.Kind.PUBLIC_SUMMARY_OF).exists()


def renditions_of(document):
    """All renditions of a document, those of the newest revision first."""
    rows = Rendition.objects.filter(revision__document=document).select_related("revision__document")
    return rows.order_by("-revision__number", "role")


def newest_in(document, language):
    """The newest rendition in a language, whether or not it is released; None without one."""
    return renditions_of(document).filter(language=language).first()


def state_of(rendition):
    """What tells this state of a text from the next."""
    if rendition is None:
        return ""
    facts = f"{rendition.file.name}\n{rendition.text}"
    return f"{rendition.revision.number}-{hashlib.sha256(facts.encode()).hexdigest()[:24]}"


@dataclass(frozen=True)
class LanguageText:
    """The newest text in a language, and whether the newest revision has gone past it."""

    language: str
    rendition: Rendition
    latest: int

    @property
    def is_behind(self):
        return self.rendition.revision.number < self.latest


def texts_by_language(document):
    """The newest text in each language that there is one in, in the order of the portal's languages."""
    newest, latest = {}, 0
    for rendition in renditions_of(document):
        newest.setdefault(rendition.language, rendition)
        latest = max(latest, rendition.revision.number)
    return [LanguageText(code, newest[code], latest) for code, _name in LANGUAGE_CHOICES if code in newest]


class Conflict(Exception):
    """Somebody else has saved the text meanwhile: theirs is `rendition`, by `who`."""

    def __init__(self, rendition):
        super().__init__(_("Somebody else has saved this text since you opened it."))
        self.rendition = rendition
        last = rendition.history.select_related("history_user__person").first()
        self.who = last.history_user.person if last and last.history_user else ""
        self.at = last.history_date

    def compare(self, mine):
        """Theirs, on record, beside mine, not saved."""
        return Comparison(paragraphs(self.rendition.text), paragraphs(mine))


def open_revision(document, by):
    """The revision that is being written: the newest one, or the next where readers or an approval hold on to that."""
    newest = document.revisions.order_by("number").last()
    if newest is None or newest.released_at or newest.approvals.exists():
        return actions.add_revision(document=document, by=by)
    return newest


@transaction.atomic
def save_text(*, document, language, seen, by, text="", file=None, what_changed_en="", what_changed_fr=""):
    """Write the text, or take in the file, of the draft in a language; raises Conflict where it is not what was `seen`, and
    ValidationError where a file is refused."""
    document = Document.objects.select_for_update().get(pk=document.pk)
    newest = newest_in(document, language)
    if newest is not None and state_of(newest) != seen:
        raise Conflict(newest)
    revision = open_revision(document, by)
    if what_changed_en or what_changed_fr:
        revision.what_changed_en, revision.what_changed_fr = what_changed_en, what_changed_fr
        actions.save(revision, by)
    if newest is not None and newest.revision_id == revision.pk:
        made = actions.replace_text(rendition=newest, file=file, text=text, by=by)
    else:
        role = newest.role if newest else Rendition.Role.ORIGINAL
        made = actions.add_rendition(revision=revision, language=language, role=role, file=file, text=text, by=by)
    actions.save(document, by)
    return made


def readable_revisions(document, user):
    """The revisions that the reader may read, oldest first; a withdrawn document has none."""
    if document.state == Document.State.WITHDRAWN:
        return Revision.objects.none()
    return Revision.objects.visible_to(user).filter(document=document).order_by("number")
