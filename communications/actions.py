"""What is done to communiqués."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from asm_portal.dated import Precision
from asm_portal.visibility import Audience
from communications.models import Communique
from knowledge import actions as documents
from knowledge.models import Document


@transaction.atomic
def draft(*, titles, by, **facts):
    """A communiqué as a draft; `titles` and `facts` are those of its document. It is meant for everyone once it is published."""
    document = documents.add_document(titles=titles, audience=Audience.PUBLIC, by=by, **facts)
    return documents.save(Communique(document=document), by)


@transaction.atomic
def publish(*, communique, by):
    """Make a draft public: its document becomes final with its newest revision, and feeds show it from now on. Of two who press
    the button at once one publishes, the other is told that it is done."""
    document = Document.objects.select_for_update().get(pk=communique.document_id)
    if missing := what_is_missing(document):
        raise ValidationError(missing)
    documents.publish(document=document, by=by)
    communique.document, communique.published_at = document, timezone.now()
    return documents.save(communique, by)


def what_is_missing(document):
    """What a draft needs before it can be published, in words."""
    newest = document.revisions.order_by("number").last()
    checks = (
        (document.titles.exists(), _("Give the communiqué a title.")),
        (document.date_precision == Precision.DAY, _("Give the day of the communiqué.")),
        (newest and newest.renditions.exists(), _("Add the text or a file to the newest revision.")),
        (document.audience == Audience.PUBLIC, _("Address the communiqué to everyone.")),
    )
    return [problem for is_there, problem in checks if not is_there]
