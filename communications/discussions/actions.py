"""What is done in the discussions of a body, each verb in one transaction, with the history under the name of `by`.

    open_topic(body=body, title="…", text="…", language="en", voice=voice, by=user)

Whether `by` may is asked by the page that offers it. Whatever changes a topic or its posts holds the lock of the topic.
"""

from datetime import timedelta
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from asm_portal import search
from asm_portal.dated import today
from asm_portal.models import Body
from asm_portal.templatetags.portal import date_words
from asm_portal.visibility import Audience
from communications.discussions.mail import tell
from communications.models import Post, PostAttachment, Topic
from knowledge import actions as documents
from knowledge.actions import save, save_with_reference
from knowledge.kinds import DISCUSSION_PAPER
from knowledge.models import Document, DocumentKind
from knowledge.rendering import render

# The same words by the same person within this time are one form that was sent twice.
SENT_TWICE = timedelta(minutes=10)
LONGEST_TITLE = 200


@transaction.atomic
def open_topic(*, body, title, text, language, voice, by, agenda_item=None, document=None, files=()):
    """Begin a topic with its first post, which is returned; that of the topic there is where the same form was sent twice."""
    Body.objects.select_for_update().get(pk=body.pk)
    if known := sent_before(Post.objects.filter(number=1, topic__body=body, topic__title=title), text, by):
        return known
    topic = Topic(
        body=body, title=title, agenda_item=agenda_item, document=document, opened_by=by,
        is_demonstration=body.is_demonstration,
    )  # fmt: skip
    topic.full_clean()
    save_with_reference(topic, by)
    return write(topic, text, language, voice, by, files)


@transaction.atomic
def answer(*, topic, text, language, voice, by, files=()):
    """Post to a topic; the post that is there where the same form was sent twice. Raises ValidationError once it is closed."""
    topic = held(topic)
    if known := sent_before(topic.posts.all(), text, by):
        return known
    refuse_closed(topic, _("Nothing was posted; your text is still here to copy."))
    return write(topic, text, language, voice, by, files)


def sent_before(posts, text, by):
    """The last of the posts that `by` has just sent, if it says the same."""
    last = posts.filter(author=by.person_id).order_by("-pk").first()
    is_same = last and last.text == text and last.at > timezone.now() - SENT_TWICE
    return last if is_same else None


def held(topic):
    """The topic read anew and locked."""
    return Topic.objects.select_for_update().get(pk=topic.pk)


def refuse_closed(topic, what_now):
    if topic.is_open:
        return
    closed = _("This discussion was closed on %(day)s by %(who)s.")
    raise ValidationError(f"{closed % {'day': date_words(topic.closed_at), 'who': topic.closed_by.person}} {what_now}")


def write(topic, text, language, voice, by, files):
    """The next post of a topic, with its attachments, and the mail to those who want each post."""
    last = topic.posts.aggregate(last=Max("number"))["last"] or 0
    post = Post(
        topic=topic, number=last + 1, author=by.person, organisation=voice.organisation, office=voice.office,
        language=language, text=text, html=render(text),
    )  # fmt: skip
    save(post, by)
    for file in files:
        attach(post, file, by)
    tell(post)
    return post


def attach(post, file, by):
    """The file as a final document of the body, named as the file is."""
    body = post.topic.body
    document = documents.add_document(
        kind=DocumentKind.objects.get(code=DISCUSSION_PAPER),
        titles={post.language: title_of(file)},
        by=by,
        audience=Audience.BODY,
        audience_body=body,
        issuing_body=body,
        date=today(),
        is_demonstration=post.topic.is_demonstration,
    )
    revision = documents.add_revision(document=document, by=by)
    documents.add_rendition(revision=revision, language=post.language, file=file, by=by)
    documents.publish(document=document, by=by)
    return save(PostAttachment(post=post, document=document), by)


def title_of(file):
    """What a file is called, without its extension and what cannot be read."""
    stem = "".join(sign if sign.isprintable() else " " for sign in PurePath(file.name).stem)
    return " ".join(stem.replace("_", " ").split())[:LONGEST_TITLE] or _("Attachment")


@transaction.atomic
def edit_post(*, post, text, language, by):
    """Write another version of a post; the earlier ones can be read. Raises ValidationError where the topic was closed or the
    post removed meanwhile."""
    topic, post = held(post.topic), Post.objects.select_related("removed_by__person").get(pk=post.pk)
    kept = _("Nothing was changed; your text is still here to copy.")
    if post.is_removed:
        removed = _("%(who)s removed this post: %(reason)s")
        told = removed % {"who": post.removed_by.person, "reason": post.removal_reason}
        raise ValidationError(f"{told} {kept}")
    refuse_closed(topic, kept)
    if (post.text, post.language) != (text, language):
        post.text, post.language, post.html, post.edited_at = text, language, render(text), timezone.now()
        save(post, by)
    return post


@transaction.atomic
def remove_post(*, post, reason, by):
    """Leave a tombstone with the reason in the place of a post, and withdraw its attachments."""
    held(post.topic)
    post = Post.objects.select_related("topic").get(pk=post.pk)
    if post.is_removed:
        raise ValidationError(_("This post was removed already."))
    post.removed_at, post.removed_by, post.removal_reason = timezone.now(), by, reason
    save(post, by, reason)
    for document in Document.objects.filter(pk__in=post.attachments.values("document"), state=Document.State.FINAL):
        documents.withdraw(document=document, by=by, reason_en=reason, reason_fr=reason)
    return post


@transaction.atomic
def rename_topic(*, topic, title, seen, by):
    """Give a topic another title; the earlier ones can be read. `seen` is the title that the page showed. Raises ValidationError
    where the topic was closed, or renamed, meanwhile."""
    topic = held(topic)
    refuse_closed(topic, _("Nothing was changed; what you typed is still here."))
    if topic.title != seen:
        raise ValidationError(
            _(
                "Somebody has renamed this discussion meanwhile: “%(title)s”. Nothing was changed; what you typed is still here."
            )
            % {"title": topic.title}
        )
    if topic.title != title:
        topic.title = title
        save(topic, by)
        search.index(topic.posts.get(number=1))
    return topic


@transaction.atomic
def close_topic(*, topic, by):
    """Let nobody post any more; what was said can still be read."""
    topic = held(topic)
    refuse_closed(topic, _("Nothing was changed."))
    topic.closed_at, topic.closed_by = timezone.now(), by
    return save(topic, by)


@transaction.atomic
def reopen_topic(*, topic, by):
    """Let people post again; who had closed it and when stays in its history."""
    topic = held(topic)
    topic.closed_at = topic.closed_by = None
    return save(topic, by)


@transaction.atomic
def pin_topic(*, topic, is_pinned, by):
    """Put a topic before the others of its body, or back among them."""
    topic = held(topic)
    topic.is_pinned = is_pinned
    return save(topic, by)
