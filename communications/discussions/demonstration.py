"""Sample discussions of the fictional bodies: one pinned and about a decision, one closed, one of the other body."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from asm_portal.removal import remove
from communications.discussions.reading import mark_read
from communications.discussions.speaking import voices_in
from communications.models import Post, Topic
from knowledge.actions import save, save_with_reference
from knowledge.demonstration import source
from knowledge.models import Document
from knowledge.rendering import render


@dataclass(frozen=True)
class Said:
    """A post: so many days ago, by whom, in which language, what."""

    days_ago: int
    part: str
    language: str
    text: str


@dataclass(frozen=True)
class Sample:
    """A topic with its posts; `document` is the key of a paper of the demonstration."""

    body: str
    title: str
    posts: tuple[Said, ...]
    document: tuple = ()
    is_pinned: bool = False
    closed: tuple = ()


SAMPLES = (
    Sample(
        "XWA", "The second version of the record: what is still unclear? (sample)",
        (
            Said(
                24, "chair.xwa", "en",
                "The decision is in force. Please tell us **here** what your export offices still ask about it:\n\n"
                "- the fields that they leave empty,\n- the words that they do not understand.",
            ),
            Said(21, "delegate.xb", "fr", "Nos bureaux demandent ce qu’il faut écrire quand un colis est **divisé** en route."),
            Said(
                19, "delegate.xa", "en",
                "> quand un colis est divisé en route\n\nOurs number the parts 1/3, 2/3, 3/3 and keep one record for all.",
            ),
            Said(12, "observer", "en", "Could the guide say so with an example? Villages see the records, too."),
        ),
        document=("decision-2", "XWA"), is_pinned=True,
    ),
    Sample(
        "XWA", "Dates du prochain appel (exemple)",
        (
            Said(60, "member.xwa", "fr", "La deuxième ou la troisième semaine conviendrait-elle à tous ?"),
            Said(58, "vice.xwa", "en", "The third, preferably in the morning."),
            Said(57, "chair.xwa", "fr", "Ce sera la troisième semaine. L’invitation suivra."),
        ),
        closed=(57, "chair.xwa"),
    ),
    Sample(
        "XWB", "Registers by stretches of the river (sample)",
        (
            Said(33, "member.xwb", "en", "Seven stretches are registered. Where the bed moves, we keep its name."),
            Said(30, "delegate.xa", "en", "How do you tell two diggings of one stretch apart?"),
        ),
    ),
)  # fmt: skip


def demonstrate(cast):
    for sample in SAMPLES:
        if not Topic.objects.filter(title=sample.title, is_demonstration=True).exists():
            make(sample, cast)


def moment(cast, days_ago):
    return datetime.combine(cast.today - timedelta(days=days_ago), time(10), UTC)


def make(sample, cast):
    """The topic and what was said, without mail: it was said some time ago. Whoever spoke had read what came before."""
    first, body = sample.posts[0], cast.bodies[sample.body]
    document = Document.objects.filter(source=source(*sample.document)).first() if sample.document else None
    topic = Topic(
        body=body, title=sample.title, document=document, opened_at=moment(cast, first.days_ago),
        opened_by=cast.users[first.part], is_pinned=sample.is_pinned, is_demonstration=True,
    )  # fmt: skip
    if sample.closed:
        days_ago, part = sample.closed
        topic.closed_at, topic.closed_by = moment(cast, days_ago), cast.users[part]
    save_with_reference(topic, cast.users[first.part])
    for number, said in enumerate(sample.posts, 1):
        by = cast.users[said.part]
        voice = voices_in(body, by)[0]
        post = Post(
            topic=topic, number=number, author=by.person, organisation=voice.organisation, office=voice.office,
            language=said.language, text=said.text, html=render(said.text), at=moment(cast, said.days_ago),
        )  # fmt: skip
        save(post, by)
        mark_read(topic, by, number)


def forget_demonstration():
    """Take out the samples, and what was said in the fictional bodies while one tried the portal."""
    remove(Topic.objects.filter(is_demonstration=True))
