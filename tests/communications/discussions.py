"""What the tests of discussions share."""

from django.urls import reverse

from communications.discussions import actions
from communications.discussions.speaking import voices_in
from communications.models import Post
from knowledge.kinds import DISCUSSION_PAPER
from tests.cast import again
from tests.knowledge.papers import make_kind

TITLE = "Seals on parcels"


def attachments_are_known():
    """The kind that attachments are of, which the reference data bring."""
    return make_kind(DISCUSSION_PAPER, "body", "DSP")


def begun(body, by, *, title=TITLE, text="Which seals do you use?", language="en", **facts):
    """The first post of a topic, on behalf of the first whom `by` speaks for."""
    by = again(by)
    voice = voices_in(body, by)[0]
    return actions.open_topic(body=body, title=title, text=text, language=language, voice=voice, by=by, **facts)


def said(topic, by, text="Ours are of lead.", *, language="en", **facts):
    by = again(by)
    voice = voices_in(topic.body, by)[0]
    return actions.answer(topic=topic, text=text, language=language, voice=voice, by=by, **facts)


def page(name, *args):
    return reverse(f"communications:{name}", args=args)


def readers(cast, post):
    """The names of those who may read a post."""
    return {
        name for name, user in cast.users.items() if Post.objects.visible_to(again(user)).filter(pk=post.pk).exists()
    }
