"""Mail about discussions: each post at once, or what was posted in a day, as each person has chosen for each body.

A mail is written when it is sent, of what the person may know of then: who has left the body gets none, and what was removed is
in none. The day of a digest ends at six in the morning UTC. Nobody is told of their own posts. The link with which one leaves is
signed and opens a page with one button.
"""

from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.db.models import Q
from django.utils.text import Truncator

from asm_portal.areas import Letter
from asm_portal.models import Body, Delivery, Organisation, Person, Representation
from asm_portal.post import link, post_when_due
from asm_portal.visibility import standing_of
from communications.discussions.attachments import with_attachments
from communications.models import DiscussionMail, Post
from logistics.follow_up.owners import chair_office, reader_of

EACH_POST, DIGEST = "topic-post:", "discussions:"
HOUR = 6
A_DAY = timedelta(days=1)
# A portal that was down tells of the days that it missed.
DAYS_MADE_UP = 3
EXCERPT = 600
# Bytes of the plain text of a digest; what does not fit is counted.
ROOM = 15_000
AROUND = 200
Frequency = DiscussionMail.Frequency
signer = Signer(salt="communications.discussions.leave")


def tell(post):
    """Put a mail about a new post into the post for everybody who wants each one."""
    for person in wanting(Frequency.EACH, post.topic.body).exclude(pk=post.author_id):
        post_when_due(f"{EACH_POST}{post.pk}", person)


def wanting(frequency, body):
    """Those with a working address who want such mail of a body, of those who belong to it or may read it by their office."""
    members = Q(pk__in=Representation.objects.in_bodies([body]).values("person"))
    staff = Representation.objects.valid_on().filter(organisation__kind=Organisation.Kind.SECRETARIAT)
    readers = members | Q(pk__in=staff.values("person")) | Q(pk__in=[person.pk for person in chair_office()])
    chosen = DiscussionMail.objects.filter(body=body)
    wanted = Q(pk__in=chosen.filter(frequency=frequency).values("person"))
    if frequency == Frequency.DIGEST:
        wanted |= members & ~Q(pk__in=chosen.values("person"))
    reachable = Person.objects.filter(emails__is_primary=True, emails__bounced_at=None)
    return reachable.filter(wanted, readers).order_by("pk")


def chosen_by(person, bodies):
    """Body id → which mail the person gets about its discussions."""
    member_of = standing_of(reader_of(person)).bodies
    usual = {body: Frequency.DIGEST if body in member_of else Frequency.NONE for body in bodies}
    rows = DiscussionMail.objects.filter(person=person, body__in=bodies)
    return usual | {body: Frequency(value) for body, value in rows.values_list("body", "frequency")}


@transaction.atomic
def choose(*, person, body, frequency):
    """Keep which mail the person wants about the discussions of a body."""
    choice, _made = DiscussionMail.objects.get_or_create(person=person, body=body)
    if choice.frequency != frequency:
        choice.frequency = frequency
        choice.save()
    return choice


def due(now):
    """Order the digests of the days that are over, once for each day."""
    last = (now - timedelta(hours=HOUR)).date()
    for back in range(DAYS_MADE_UP):
        order(last - back * A_DAY)


def posted_in(day):
    """The posts of the day whose digest goes on `day`."""
    end = datetime.combine(day, time(HOUR), UTC)
    return Post.objects.standing().filter(at__gte=end - A_DAY, at__lt=end)


@transaction.atomic
def order(day):
    """Put a digest into the post for everybody whom one of the posts is news to."""
    key = f"{DIGEST}{day}"
    if Delivery.objects.filter(key=key).exists():
        return
    authors = {}
    for body, author in posted_in(day).order_by().values_list("topic__body", "author"):
        authors.setdefault(body, set()).add(author)
    told = {}
    for body, wrote in authors.items():
        for person in wanting(Frequency.DIGEST, body):
            if wrote != {person.pk}:
                told[person.pk] = person
    for person in told.values():
        post_when_due(key, person)


def letter(delivery):
    """The text of a mail of ours, as things stand when it is sent; None where it is not ours or no longer needed."""
    if delivery.key.startswith(EACH_POST):
        return letter_of_post(delivery.person, delivery.key.removeprefix(EACH_POST))
    if delivery.key.startswith(DIGEST):
        return letter_of_day(delivery.person, date.fromisoformat(delivery.key.removeprefix(DIGEST)))
    return None


def letter_of_post(person, key):
    """A post, for somebody who still wants each of them and may still read it."""
    reader = reader_of(person)
    post = Post.objects.visible_to(reader).standing().for_display().filter(pk=key).first()
    if post is None or chosen_by(person, [post.topic.body_id])[post.topic.body_id] != Frequency.EACH:
        return None
    with_attachments([post], reader)
    leave = leave_url(person, [post.topic.body_id], Frequency.EACH)
    context = {"post": post, "url": settings.SITE_URL + post.get_absolute_url(), "leave": leave}
    return Letter("topic_post", context, leave_url=leave)


def letter_of_day(person, day):
    """What others posted in a day in the bodies of which the person wants a digest."""
    reader = reader_of(person)
    posts = posted_in(day).visible_to(reader).exclude(author=person)
    posts = list(posts.for_display().order_by("topic__body__code", "topic", "number"))
    chosen = chosen_by(person, {post.topic.body_id for post in posts})
    posts = [post for post in posts if chosen[post.topic.body_id] == Frequency.DIGEST]
    if not posts:
        return None
    shown = fitting(posts)
    bodies = list(dict.fromkeys(post.topic.body for post in posts))
    leave = leave_url(person, [body.pk for body in bodies], Frequency.DIGEST)
    context = {
        "topics": [(topic, list(rows)) for topic, rows in groupby(shown, key=lambda post: post.topic)],
        "count": len(posts),
        "more": len(posts) - len(shown),
        "bodies": [(body, link(person, "communications:topic-list", body.code)) for body in bodies],
        "leave": leave,
    }
    return Letter("topic_digest", context, leave_url=leave)


def fitting(posts):
    """As many of the posts, each with its excerpt and its link, as there is room for in a plain text."""
    size = 0
    for number, post in enumerate(posts):
        post.excerpt = Truncator(post.text).chars(EXCERPT)
        post.url = settings.SITE_URL + post.get_absolute_url()
        size += len(f"{post.topic.title}{post.excerpt}{post.url}".encode()) + AROUND
        if size > ROOM and number:
            return posts[:number]
    return posts


def leave_url(person, bodies, frequency):
    """Where the person stops the mails about the bodies, or gets them as before again."""
    token = signer.sign_object({"person": person.pk, "bodies": list(bodies), "as": frequency})
    return link(person, "communications:discussion-leave", token)


def of_token(token):
    """(person, bodies, frequency as it was) that a link of a mail is about; None where the link is none of ours."""
    try:
        said = signer.unsign_object(token)
    except BadSignature:
        return None
    person = Person.objects.filter(pk=said["person"]).first()
    return person and (person, list(Body.objects.filter(pk__in=said["bodies"])), Frequency(said["as"]))
