"""Discussions of each body: titles, posts, attachments by name and content, what was edited out and what was removed; and a topic
about a document that not all of its readers may know of."""

from django.core.files.uploadedfile import SimpleUploadedFile

from asm_portal.visibility import Audience
from communications.discussions import actions
from communications.discussions.mail import choose, leave_url
from communications.discussions.speaking import voices_in
from communications.models import DiscussionMail, Topic
from knowledge.kinds import DISCUSSION_PAPER
from knowledge.models import Document, DocumentKind
from tests.cast import again, token_in


def plant_discussions(plant, body_a, body_b, staff):
    cast = plant.cast
    DocumentKind.objects.get_or_create(
        code=DISCUSSION_PAPER,
        defaults={"prefix": "DSP", "name_en": "Attachment", "name_fr": "Pièce jointe", "default_audience": "body"},
    )
    for user in (cast.member_a, cast.both, cast.secretary):
        choose(person=user.person, body=cast.xwa, frequency=DiscussionMail.Frequency.EACH)
    topic = of_body(plant, cast.xwa, cast.member_a, body_a)
    of_body(plant, cast.xwb, cast.member_b, body_b)
    edited_and_removed(plant, topic, body_a, staff)
    restricted = Document.objects.filter(audience=Audience.PARTICIPANTS, state=Document.State.FINAL).earliest("pk")
    begin(cast.xwa, cast.member_a, title="About what governments read", text="See above.", document=restricted)


def begin(body, by, **said):
    by = again(by)
    return actions.open_topic(body=body, language="en", voice=voices_in(body, by)[0], by=by, **said)


def of_body(plant, body, by, readers):
    word, lure = plant.words()
    file = SimpleUploadedFile(f"drawing {word} {lure}.txt", f"Drawn {word} {lure}".encode())
    post = begin(body, by, title=f"Topic {word} {lure}", text=f"Said {word} {lure}", files=[file])
    plant.secret(readers)
    return post.topic


def edited_and_removed(plant, topic, body_a, staff):
    author = again(plant.cast.both)
    words = {"topic": topic, "language": "en", "voice": voices_in(topic.body, author)[0], "by": author}
    word, lure = plant.words()
    post = actions.answer(text=f"First {word} {lure}", **words)
    plant.secret(body_a)
    actions.edit_post(post=post, text="Edited", language="en", by=author)
    word, lure = plant.words()
    post = actions.answer(text=f"Gone {word} {lure}", **words)
    actions.remove_post(post=post, reason="Names", by=plant.cast.chair_a)
    plant.secret(staff)


def discussions_planted(cast):
    """The arguments of the addresses."""
    topic = Topic.objects.filter(body=cast.xwa).earliest("pk")
    token = token_in(leave_url(cast.both.person, [cast.xwa.pk], DiscussionMail.Frequency.EACH))
    return {
        "topic": [topic.reference],
        "post": [topic.reference, 1],
        "discussion-leave": [token],
    }
