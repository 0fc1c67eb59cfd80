"""What is new to a reader: the posts that they have not read. How far somebody has read is theirs alone to know (TopicReading).

A post counts as read once its page was opened. One's own posts are never new, nor is what was posted longer ago than NEW_FOR,
so that whoever joins a body does not find its whole past unread.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, F, Max, Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from asm_portal.visibility import standing_of
from communications.models import Post, Topic, TopicReading

NEW_FOR = timedelta(days=60)


@dataclass(frozen=True)
class New:
    """What is new in a topic: how many posts, and the first of them."""

    count: int
    first: Post


def unread(reader):
    """The posts that are new to the reader, each with `read`, how far they have read its topic; none to a role."""
    posts = Post.objects.visible_to(reader).standing().order_by()
    if standing_of(reader).reads_only:
        return posts.none()
    read = TopicReading.objects.filter(topic=OuterRef("topic"), person=reader.person_id).values("number")
    rows = posts.filter(at__gt=timezone.now() - NEW_FOR).exclude(author=reader.person_id)
    return rows.annotate(read=Coalesce(Subquery(read), 0)).filter(number__gt=F("read"))


def with_new(topics, reader):
    """The topics with `new`: what is New to the reader, or None."""
    found = unread(reader).filter(topic__in=topics).values("topic").annotate(count=Count("pk"), first=Min("number"))
    rows = {row["topic"]: row for row in found}
    for topic in topics:
        row = rows.get(topic.pk)
        topic.new = row and New(row["count"], Post(topic=topic, number=row["first"]))
    return topics


def new_by_topic(reader):
    """How many posts are new to the reader in the topics of their bodies, and in those that they have opened before: rows with
    `topic__body`, `topic__title` and `count`, the topics with the newest posts first."""
    followed = Q(topic__body__in=standing_of(reader).bodies) | Q(read__gt=0)
    rows = unread(reader).filter(followed).values("topic__body", "topic__title")
    return rows.annotate(count=Count("pk"), newest=Max("at")).order_by("-newest")


def mark_read(topic, reader, number):
    """Note that the reader has read a topic up to the post of this number; never back."""
    if standing_of(reader).reads_only:
        return
    row, is_new = TopicReading.objects.get_or_create(
        topic=topic, person_id=reader.person_id, defaults={"number": number}
    )
    if not is_new:
        TopicReading.objects.filter(pk=row.pk, number__lt=number).update(number=number)


def mark_all_read(body, reader):
    """Note that the reader has read what is new in the topics of a body."""
    rows = unread(reader).filter(topic__body=body).values("topic").annotate(last=Max("number"))
    for row in rows:
        mark_read(Topic(pk=row["topic"]), reader, row["last"])
