"""What discussions add to the shared pages: what is new on the desk, the newest ones of a body, those about a document or an
agenda item."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from asm_portal.areas import DeskItem, Panel
from asm_portal.members import entered_by
from asm_portal.models import Body
from communications.discussions.listing import shown, topics_of
from communications.discussions.reading import new_by_topic
from communications.models import Topic
from logistics.models import AgendaItem

ON_PAGE = ON_DESK = 3


def desk(reader):
    """What is new to the reader, one line for each body."""
    rows = list(new_by_topic(reader))
    bodies = Body.objects.in_bulk({row["topic__body"] for row in rows})
    for body in sorted(bodies.values(), key=str):
        topics = [row for row in rows if row["topic__body"] == body.pk]
        count = sum(row["count"] for row in topics)
        words = ngettext(
            "%(count)s new post in the discussions of %(body)s",
            "%(count)s new posts in the discussions of %(body)s",
            count,
        )
        yield DeskItem(
            title=words % {"count": count, "body": body},
            url=reverse("communications:topic-list", args=[body.code]),
            detail=" · ".join(row["topic__title"] for row in topics[:ON_DESK]),
            tone="info",
        )


def on_body(body, reader):
    """The newest discussions of a body, for those who belong to it."""
    if not (reader.is_authenticated and entered_by(reader).filter(pk=body.pk).exists()):
        return []
    found = topics_of(body, reader)
    topics = shown(found[:ON_PAGE], reader)
    context = {"body": body, "topics": topics, "count": found.count()}
    return [Panel("communications/discussions/panel.html", context, anchor="discussions", title=_("Discussions"))]


def on_document(document, reader):
    """The discussions about a document, and the link with which its body begins one."""
    if not reader.is_authenticated:
        return []
    found = Topic.objects.visible_to(reader).filter(document=document).for_display().in_order()
    topics = shown(found, reader)
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
    topics = shown(found, reader)
    return [Panel("communications/discussions/of_document.html", {"topics": topics})] if topics else []
