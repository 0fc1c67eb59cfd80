"""What is done to communiqués besides their way to the public (`release`)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from asm_portal.dated import today
from communications.communiques import release
from communications.communiques.release import locked, require_stage, what_is_missing
from communications.models import Communique
from communications.models.public_texts import OUT, Stage
from knowledge import actions as documents
from knowledge.models import DocumentLink
from logistics.minutes_debt.actions import account_for_communique


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
    """Make public what the Chair issued elsewhere, before it came into this archive; the document says where, in its source."""
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
    documents.publish(document=document, by=by)
    communique.stage, communique.is_recorded, communique.published_at = Stage.PUBLISHED, True, timezone.now()
    return documents.save(communique, by)
