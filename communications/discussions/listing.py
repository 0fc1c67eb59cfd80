"""Topics as lists show them: pinned ones first, then those with the newest post."""

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from asm_portal.searching.facets import Choice, Facet
from communications.discussions.finding import CLOSED, OPEN, STATES
from communications.discussions.reading import with_new
from communications.models import Post, Topic


def topics_of(body, reader):
    """The topics of a body that the reader may know of."""
    return Topic.objects.visible_to(reader).filter(body=body).for_display().in_order()


def shown(topics, reader):
    """The topics of `for_display` as a list, with `last`, the newest post that stands, and what is `new` to the reader; in a
    constant number of queries."""
    topics = list(topics)
    posts = Post.objects.for_display().in_bulk([topic.last_post for topic in topics if topic.last_post])
    for topic in topics:
        topic.last = posts.get(topic.last_post)
    return with_new(topics, reader)


def in_states(topics, states):
    """The topics in one of the states; all where none is asked for."""
    return topics.filter(closed_at__isnull=states == [OPEN]) if len(states) == 1 else topics


def by_state(body, reader, states):
    """The filter by state, counted."""
    rows = Topic.objects.visible_to(reader).filter(body=body).order_by()
    counts = rows.aggregate(
        open=Count("pk", filter=Q(closed_at=None)), closed=Count("pk", filter=Q(closed_at__isnull=False))
    )
    choices = [Choice(state, str(STATES[state]), counts[state], state in states) for state in (OPEN, CLOSED)]
    return Facet("state", _("State"), [choice for choice in choices if choice.count or choice.selected])
