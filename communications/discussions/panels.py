"""What discussions add to the shared pages: the newest ones of a body, and those about a document or an agenda item."""

from django.utils.translation import gettext as _

from asm_portal.areas import Panel
from asm_portal.members import entered_by
from communications.discussions.listing import topics_of, with_last_posts
from communications.models import Topic
from logistics.models import AgendaItem

ON_PAGE = 3


def on_body(body, reader):
    """The newest discussions of a body, for those who belong to it."""
    if not (reader.is_authenticated and entered_by(reader).filter(pk=body.pk).exists()):
        return []
    found = topics_of(body, reader)
    topics = with_last_posts(list(found[:ON_PAGE]))
    context = {"body": body, "topics": topics, "count": found.count()}
    return [Panel("communications/discussions/panel.html", context, anchor="discussions", title=_("Discussions"))]


def on_document(document, reader):
    """The discussions about a document, and the link with which its body begins one."""
    if not reader.is_authenticated:
        return []
    found = Topic.objects.visible_to(reader).filter(document=document).for_display().in_order()
    topics = with_last_posts(list(found))
    own = {document.issuing_body_id, document.audience_body_id} - {None}
    bodies = list(entered_by(reader).filter(pk__in=own)) if own else []
    if not (topics or bodies):
        return []
    return [Panel("communications/discussions/of_document.html", {"topics": topics, "bodies": bodies})]


def on_meeting(meeting, reader):
    """The discussions about the items of a meeting's agenda, for those who may read both."""
    if not reader.is_authenticated:
        return []
    items = AgendaItem.objects.visible_to(reader).filter(meeting=meeting)
    found = Topic.objects.visible_to(reader).filter(agenda_item__in=items).for_display().in_order()
    topics = with_last_posts(list(found))
    return [Panel("communications/discussions/of_document.html", {"topics": topics})] if topics else []
