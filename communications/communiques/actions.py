"""What is done to communiqués besides their way to the public (`release`)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from asm_portal import search
from asm_portal.dated import today
from communications.communiques import release
from communications.communiques.release import locked, require_stage, what_is_missing
from communications.models import Communique
from communications.models.public_texts import OUT, Stage
from knowledge import actions as documents
from knowledge.models import Approval, Document, DocumentLink, Rendition
from logistics.minutes_debt.actions import account_for_communique
from logistics.models import Meeting


@transaction.atomic
def draft(*, titles, by, meeting=None, **facts):
    """A communiqué as a draft, noted as that of the meeting; `titles` and `facts` are those of its document."""
    communique = release.draft(Communique, titles=titles, by=by, **facts)
    if meeting is not None:
        account_for_communique(meeting=meeting, communique=communique.document, by=by)
    return communique


@transaction.atomic
def draft_corrigendum(*, communique, titles, by):
    """The draft of a corrigendum to a communiqué that readers have: a document of its own, which goes the same way."""
    if communique.stage not in OUT and not communique.is_out:
        raise ValidationError(_("Readers do not have this text yet: change the draft itself."))
    earlier = communique.document
    made = draft(
        titles=titles, by=by, kind=earlier.kind, issuing_body=earlier.issuing_body, date=today(),
        is_demonstration=earlier.is_demonstration,
    )  # fmt: skip
    documents.link(later=made.document, kind=DocumentLink.Kind.CORRECTS, earlier=earlier, by=by)
    return made


@transaction.atomic
def record_issued(*, communique, by):
    """Make public what the Chair issued elsewhere, before it came into this archive; the document says where, in its source. What
    follows on it goes to the Chair's office."""
    communique = locked(communique)
    require_stage(communique, Stage.DRAFTING)
    document = communique.document
    if problems := what_is_missing(communique):
        raise ValidationError(problems)
    if document.date >= today() or not document.source.strip():
        raise ValidationError(
            _("Only what was issued on an earlier day is recorded; say in the source of the document where it was.")
        )
    document.released_by_chair = False
    documents.save(document, by)
    if document.state != Document.State.FINAL:
        documents.publish(document=document, by=by)
    document.released_by_chair = True
    documents.save(document, by)
    communique.stage, communique.is_recorded, communique.published_at = Stage.PUBLISHED, True, timezone.now()
    return documents.save(communique, by)


@transaction.atomic
def discard(*, text, by):
    """Throw away a draft of a public text, with its document: one that readers never had and that nobody approved. Its meeting
    has no communiqué again. Raises ValidationError where something else rests on it."""
    text = locked(text)
    require_stage(text, Stage.DRAFTING)
    document = text.document
    if text.is_out or document.state != Document.State.DRAFT or approvals_ever(document).exists():
        raise ValidationError(
            _("Readers had this text, or the KP Chair’s office approved it once: it stays on record.")
        )
    for meeting in Meeting.objects.select_for_update().filter(communique=document):
        account_for_communique(meeting=meeting, communique=None, by=by)
    try:
        for row in (text, *parts_of(document), document):
            row._history_user = by
            row.delete()
    except ProtectedError:
        raise ValidationError(_("Something else on record names this text. Take it out there first.")) from None
    search.forget(document)


def approvals_ever(document):
    return Approval.objects.filter(revision__document=document)


def parts_of(document):
    """What a draft is made of, in the order in which it is taken apart."""
    yield from DocumentLink.objects.filter(later=document)
    yield from Rendition.objects.filter(revision__document=document)
    yield from document.revisions.all()
    yield from document.images.all()
    yield from document.titles.all()
