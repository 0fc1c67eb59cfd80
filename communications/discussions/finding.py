"""What the search finds of discussions: their posts, and each topic by its first post, which alone bears its title.

What a topic is tied to is not among its words: not everybody who reads the topic may know of that.
"""

from collections import Counter

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from asm_portal.areas import Entry
from asm_portal.searching.results import Results
from asm_portal.searching.sources import Source, counted, tag_of
from communications.models import Post

KIND = "discussion"
OPEN, CLOSED = "open", "closed"
STATES = {OPEN: pgettext_lazy("discussion", "Open"), CLOSED: pgettext_lazy("discussion", "Closed")}
COLUMNS = {"body": "topic__body__code", "participant": "organisation__code", "language": "language"}
YEARS = {"since": "gte", "until": "lte"}


class Posts(Source):
    """Posts of every body."""

    model = Post
    template_name = "communications/discussions/found.html"

    def to_index(self):
        return super().to_index().select_related("topic__body", "organisation")

    def entries(self, post):
        """Of a removed post nothing but, where it was the first, the title of the topic."""
        is_first = post.number == 1
        if post.is_removed and not is_first:
            return []
        tags = tuple(tag_of(record) for record in (post.topic.body, post.organisation) if record)
        return [
            Entry(
                post.language,
                post.topic.title if is_first else "",
                "" if post.is_removed else post.text,
                reference=post.topic.reference if is_first else "",
                tags=tags,
            )
        ]

    def records(self, reader):
        rows = super().records(reader).filter(Q(removed_at=None) | Q(number=1))
        return rows.order_by("-at", "-pk")

    def kinds(self, reader):
        return {KIND: _("Discussion")}

    def narrowed(self, rows, name, values, reader):
        if name == "kind":
            return rows if KIND in values else rows.none()
        if name in COLUMNS:
            return rows.filter(**{f"{COLUMNS[name]}__in": values})
        return rows.filter(**{f"at__year__{YEARS[name]}": values[0]}) if name in YEARS else rows.none()

    def tally(self, rows, reader):
        *found, years = counted(rows.order_by(), *COLUMNS.values(), "at__year")
        return dict(zip(COLUMNS, found, strict=True)) | {"kind": Counter({KIND: years.total()}), "year": years}

    def shown(self, rows, reader):
        return rows.for_display()

    def titled(self, post):
        return post.topic.title, ""

    def detail(self, post):
        return " · ".join((str(post.on_behalf_of), str(post.topic.body)))


class PostsOf(Posts):
    """Posts of one body, by whether their discussion is open."""

    states = STATES

    def __init__(self, body):
        self.body = body

    def records(self, reader):
        return super().records(reader).filter(topic__body=self.body)

    def narrowed(self, rows, name, values, reader):
        if name == "state":
            return rows.filter(topic__closed_at__isnull=values == [OPEN]) if len(values) == 1 else rows
        return super().narrowed(rows, name, values, reader)

    def tally(self, rows, reader):
        everything, closed = counted(rows.order_by(), "pk", "topic__closed_at")
        return {"state": +Counter({OPEN: everything.total() - closed.total(), CLOSED: closed.total()})}


class BodyResults(Results):
    """What answers a query among the discussions of a body."""

    def __init__(self, data, reader, body):
        super().__init__(data, reader)
        self.sources = (PostsOf(body),)

    @property
    def facets(self):
        return [self.facet("state", _("State"), order=None)]
