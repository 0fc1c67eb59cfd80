"""What is done to the site's own texts besides their way to the public (`communiques.release`); checks of translations."""

import hashlib

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from asm_portal.dated import today
from communications.communiques import release
from communications.models import Banner, StandingPage, TranslationCheck
from communications.models.public_texts import Stage
from knowledge import actions as documents
from knowledge.approvals import CHANGED
from knowledge.kinds import BANNER, STANDING_PAGE
from knowledge.models import DocumentKind, Rendition

SETTLED = gettext_lazy("This was submitted to the KP Chair’s office meanwhile; take it back before you change it.")
KINDS = {StandingPage: STANDING_PAGE, Banner: BANNER}


@transaction.atomic
def draft(model, *, titles, own, by, is_demonstration=False):
    """A standing page or a banner as a draft; `own` holds its own fields."""
    kind = DocumentKind.objects.get(code=KINDS[model])
    return release.draft(
        model, titles=titles, own=own, kind=kind, date=today(), by=by, is_demonstration=is_demonstration
    )


@transaction.atomic
def change(*, text, by):
    """Another address of a page, another tone or end of a banner, until it lies before the KP Chair's office."""
    kept = type(text).objects.select_for_update().get(pk=text.pk)
    if kept.stage != Stage.DRAFTING or kept.is_out:
        raise ValidationError(SETTLED)
    return documents.save(text, by)


def digest(rendition):
    """SHA-256 of what a rendition says: of its file, if it has one, and of its text."""
    return hashlib.sha256(f"{rendition.sha256}:{rendition.text}".encode()).hexdigest()


@transaction.atomic
def check(*, rendition, seen, by):
    """Note that somebody read exactly the text that the page showed, whose digest is `seen`, against the one that it follows."""
    rendition = Rendition.objects.select_for_update().get(pk=rendition.pk)
    if digest(rendition) != seen:
        raise ValidationError(CHANGED)
    if TranslationCheck.objects.filter(rendition=rendition, digest=seen).exists():
        raise ValidationError(_("Somebody else has checked this text meanwhile."))
    return TranslationCheck.objects.create(rendition=rendition, digest=seen, by=by)
