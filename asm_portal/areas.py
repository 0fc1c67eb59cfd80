"""The one seam between shared pages and the four tasks.

Each task has an `area.py` with `AREA`, an Area that says what the task adds to the home page, the desk, a body's page, an
organisation's page, search and scheduled work. What it returns has passed `visible_to`.
"""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from django.conf import settings
from django.db.models import TextChoices
from django.utils.formats import number_format
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Panel:
    """A part of a shared page: a template of the task and what it shows; with an anchor and a title, the page links to it. One
    that leads stands at the top of the home page."""

    template_name: str
    context: dict
    is_aside: bool = False
    is_lead: bool = False
    anchor: str = ""
    title: str = ""


@dataclass(frozen=True)
class DeskItem:
    """Something that waits for the reader: what, where to do it, until when; `done` marks what is only for information."""

    title: str
    url: str
    detail: str = ""
    due: date | None = None
    tone: str = "warn"


@dataclass(frozen=True)
class Figure:
    """A number of the home page: how many there are, of those the reader may know of, and where they are listed;
    `is_searched` marks what the search box searches."""

    count: int
    label: str
    url: str = ""
    is_searched: bool = False

    @property
    def number(self):
        """The count as it is written in the reader's language."""
        return number_format(self.count, force_grouping=True)


@dataclass(frozen=True)
class CalendarEntry:
    """What a calendar shows: of whole days (`start` and `end` are dates, `end` its last day) or between two instants.

    `uid` is its own in the portal and stays however often it moves; `sequence` grows with each change, so that a subscribed
    calendar takes it over. `kind` is a member of a TextChoices. `bodies` and `organisations` hold the ids of those whom it
    concerns; what is `for_all` concerns everyone who takes part in the Process. Instants bear the zone of the venue.
    """

    uid: str
    title: str
    start: date | datetime
    end: date | datetime
    url: str
    kind: TextChoices
    place: str = ""
    sequence: int = 0
    changed_at: datetime | None = None
    bodies: frozenset = frozenset()
    organisations: frozenset = frozenset()
    for_all: bool = False
    is_tentative: bool = False
    is_cancelled: bool = False

    @property
    def is_timed(self):
        return isinstance(self.start, datetime)

    @property
    def first_day(self):
        return self.start.date() if self.is_timed else self.start

    @property
    def last_day(self):
        return self.end.date() if self.is_timed else self.end


@dataclass(frozen=True)
class Letter:
    """A mail as it is to go now: its template, what the template shows and, where it may be left, where one leaves it. It may
    bear a name before the portal's own address, name an address for answers, and bring a calendar file (iCalendar)."""

    template: str
    context: dict
    leave_url: str = ""
    from_name: str = ""
    reply_to: str = ""
    calendar: str = ""


@dataclass(frozen=True)
class AssistanceAsked:
    """A request for assistance that reached another task: who asks, in which language, what for; `origin` is the reference of
    the record it came with."""

    name: str
    email: str
    language: str
    text: str
    origin: str


class Chapter(TextChoices):
    """What a Chair is handed over, in the order of the chapters."""

    ACTIONS = "actions", _("Open actions")
    PROCEDURES = "procedures", _("Running procedures")
    DEADLINES = "deadlines", _("Deadlines")
    OFFICES = "offices", _("Who holds which office")
    MONTHS = "months", _("The next twelve months")


@dataclass(frozen=True)
class HandoverSection:
    """A table of a chapter of the hand-over: its heads, and (cells, address or "") of each row; all of it in words."""

    chapter: Chapter
    title: str
    head: tuple[str, ...]
    rows: list


@dataclass(frozen=True)
class Entry:
    """The words of a record in a language, as the search index keeps them. `is_draft` marks those of an unreleased text, which
    only those who may change the record find; `names` and `tags` are those of SearchEntry."""

    language: str
    title: str
    body: str = ""
    reference: str = ""
    number: str = ""
    names: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    is_draft: bool = False


class Area:
    """What a task adds to the shared pages; nothing unless the task says so.

    `searched` holds a Source (asm_portal.searching.sources) for each kind of record that the search finds.
    """

    searched = ()

    def home(self, reader):
        """Panels of the home page."""
        return []

    def figures(self, reader):
        """Figures of the home page."""
        return []

    def desk(self, reader):
        """DeskItems that wait for the reader."""
        return []

    def attention(self, reader):
        """Lines (attention.Waiting) for the index of the administration: what needs a person of the secretariat today."""
        return []

    def on_body(self, body, reader, day):
        """Panels of a body's page."""
        return []

    def basis_of(self, records, reader):
        """(record, document) for each document that made one of the statuses, measures, memberships, terms or bodies so."""
        return []

    def on_organisation(self, organisation, reader, day):
        """Panels of an organisation's page."""
        return []

    def on_document(self, document, reader):
        """Panels of a document's page."""
        return []

    def on_meeting(self, meeting, reader):
        """Panels of a meeting's page."""
        return []

    def on_visit(self, visit, reader):
        """Panels of a visit's page."""
        return []

    def url_for(self, document):
        """The address of the page of its own that this task gives a document, "" where it gives none."""
        return ""

    def documents_elsewhere(self):
        """Queries for the ids of the documents that `url_for` gives a page of their own."""
        return []

    def synonyms(self):
        """Groups of words that name the same, for the search: ("Plenary", "plénière")."""
        return []

    def load_reference(self, loader):
        """Load this task's part of the reference facts."""

    def demonstrate(self, cast):
        """Make this task's part of the demonstration, around the cast."""

    def forget_demonstration(self):
        """Take this task's part of the demonstration out again; called in reverse order of dependency."""

    def about(self, reader, path):
        """Links (navigation.Link) to its pages about the Process and this site, for a reader of the page at the path."""
        return []

    def sitemap(self):
        """This task's public pages: (page, day of its last change or None). A page is a record that has an address, or the
        name of an address."""
        return []

    def calendar(self, reader, start, end):
        """CalendarEntries that touch the days from `start` to `end`, both included."""
        return []

    def handover(self, reader, day):
        """HandoverSections for the next Chair, as things stand on the day."""
        return []

    def letter(self, delivery):
        """The Letter of a delivery that was queued without a text (`post_when_due`), as things stand when it is sent, in
        the language of its person, which is active then; None where it is not this task's, or no longer needed."""
        return None

    def bounced(self, delivery):
        """A mail came back for good: stop writing to that address, where it is that of somebody outside the register."""

    def take_request(self, request, by):
        """Take over a request for assistance (AssistanceAsked): the record that was made of it; None where it is not this
        task's."""
        return None

    def address_of(self, reference, reader):
        """The address of this task's record that another task names by its reference, as far as the reader may know of it; ""
        where it has none."""
        return ""

    def due(self, now):
        """Do what the clock asks for; called every minute by the worker, so it must bear being called twice."""


@cache
def areas():
    """The four areas, in the order of their dependencies."""
    return tuple(import_string(f"{name}.area.AREA") for name in settings.AREAS)


@cache
def sources():
    """What the search finds: the register's records first, then those of the areas."""
    register = import_string("asm_portal.searching.register.SOURCES")
    return (*register, *(source for area in areas() for source in area.searched))


def source_of(model):
    """The source of a model's records."""
    return next(source for source in sources() if source.model is model)


def gather(method, *args):
    """What all areas add to a page."""
    return [part for area in areas() for part in getattr(area, method)(*args)]
