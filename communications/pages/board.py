"""The board of translations: each public text in each language of the portal, and how far its translation has come."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from asm_portal.attention import Waiting
from asm_portal.dated import today
from asm_portal.searching.facets import Choice, Facet, year_or_none
from asm_portal.templatetags.portal import own_name
from asm_portal.visibility import Audience
from communications.communiques.clock import kinds
from communications.models import Communique, StandingPage, TranslationCheck
from communications.pages.actions import digest
from knowledge.models import Document, Rendition, Revision

LANGUAGES = [code for code, _name in settings.LANGUAGES]


class State(models.TextChoices):
    """How far the text in a language has come."""

    MISSING = "missing", gettext_lazy("missing")
    STALE = "stale", gettext_lazy("stale")
    FOLLOWS = "follows", gettext_lazy("to follow on a day")
    UNCHECKED = "unchecked", gettext_lazy("not checked")
    CHECKED = "checked", gettext_lazy("checked")
    ORIGINAL = "original", gettext_lazy("original")


TONES = {State.MISSING: "warn", State.STALE: "warn", State.FOLLOWS: "info", State.CHECKED: "ok"}


class Part(models.TextChoices):
    """What a text is for."""

    COMMUNIQUE = "communique", gettext_lazy("communiqués")
    SITE = "site", gettext_lazy("the site’s own texts")
    DOCUMENT = "document", gettext_lazy("other public documents")


@dataclass(frozen=True)
class Cell:
    """A text in a language: `number` is that of the revision that it follows, `newest` that of the newest one; readers are told
    that it is to follow on `expected_on`."""

    language: str
    state: str
    newest: int
    number: int = 0
    rendition: Rendition | None = None
    check: TranslationCheck | None = None
    expected_on: date | None = None
    has_title: bool = True

    @property
    def words(self):
        return State(self.state).label

    @property
    def is_checked_here(self):
        """Whether there is a page that shows it beside the text that it follows."""
        return self.state in (State.UNCHECKED, State.CHECKED, State.STALE)

    @property
    def tone(self):
        return TONES.get(self.state, "mute")


@dataclass(frozen=True)
class Row:
    """A public text with its cells, in the order of the languages."""

    document: Document
    part: str
    cells: list

    @property
    def url(self):
        """Where it is worked on, else where it is read."""
        if self.part == Part.DOCUMENT:
            return self.document.get_absolute_url()
        return reverse("communications:text-work", args=[self.document.reference])

    def holds(self, language, state):
        """Whether one of its cells is in the language and the state, where they are asked for."""
        return any(
            (not language or cell.language == language) and (not state or cell.state == state) for cell in self.cells
        )


class Board:
    """The texts that the query string asks for: those of a year (this one, if it names none) and the pages that stand now."""

    def __init__(self, asked, user):
        self.user = user
        self.year = year_or_none(asked.get("year", "")) or today().year
        self.part, self.language, self.state = (
            value if (value := asked.get(name, "")) in known else ""
            for name, known in (("part", Part), ("language", LANGUAGES), ("state", State))
        )
        self.public_texts = {text.document_id: text for model in kinds() for text in model.objects.visible_to(user)}
        self.everything = list(self.all_rows())

    def documents(self):
        standing = StandingPage.objects.out().values("document")
        public = Q(audience=Audience.PUBLIC, state=Document.State.FINAL) | Q(pk__in=list(self.public_texts))
        known = (
            Document.objects.visible_to(self.user).listed().filter(public, Q(date__year=self.year) | Q(pk__in=standing))
        )
        revisions = Prefetch("revisions", Revision.objects.with_renditions().order_by("number"))
        return known.select_related("kind").prefetch_related("titles", revisions)

    def all_rows(self):
        """A row for each document that holds a text; six questions, however many there are."""
        found = {document: newest_texts(document) for document in self.documents()}
        checks = checks_of([text for texts in found.values() for text in texts.values()])
        for document, texts in found.items():
            if texts:
                text = self.public_texts.get(document.pk)
                yield Row(document, part_of(text), list(cells(document, texts, text, checks)))

    def fits(self, row, **other):
        asked = {"part": self.part, "language": self.language, "state": self.state} | other
        return asked["part"] in ("", row.part) and row.holds(asked["language"], asked["state"])

    def rows(self):
        return [row for row in self.everything if self.fits(row)]

    @property
    def languages(self):
        return [self.language] if self.language else LANGUAGES

    def facets(self):
        """Part, language and state, each counted under the choice of the others, and the year."""
        return [
            self.facet("part", _("Text"), Part.choices),
            self.facet("language", _("Language"), [(code, own_name(code)) for code in LANGUAGES]),
            self.facet("state", _("State"), State.choices),
            Facet("year", _("Year"), self.years(), is_select=True),
        ]

    def facet(self, name, label, choices):
        found = [
            Choice(
                value,
                words,
                sum(self.fits(row, **{name: value}) for row in self.everything),
                value == getattr(self, name),
            )
            for value, words in choices
        ]
        return Facet(name, label, found, is_select=True)

    def years(self):
        known = (
            Document.objects.visible_to(self.user).filter(audience=Audience.PUBLIC).dates("date", "year", order="DESC")
        )
        years = sorted({day.year for day in known} | {self.year}, reverse=True)
        return [Choice(str(year), str(year), None, year == self.year) for year in years]


def part_of(text):
    if text is None:
        return Part.DOCUMENT
    return Part.COMMUNIQUE if isinstance(text, Communique) else Part.SITE


def newest_texts(document):
    """Language → the newest rendition, whether or not it is released."""
    return {
        rendition.language: rendition
        for revision in document.revisions.all()
        for rendition in sorted(revision.renditions.all(), key=lambda row: row.role, reverse=True)
    }


def checks_of(texts):
    """Rendition → the check of what it says now. What is released does not change; what is not is read."""
    found = {}
    drafts = Rendition.objects.in_bulk([text.pk for text in texts if text.revision.released_at is None])
    rows = TranslationCheck.objects.filter(rendition__in=[text.pk for text in texts]).select_related("by__person")
    for check in rows:
        draft = drafts.get(check.rendition_id)
        if draft is None or digest(draft) == check.digest:
            found[check.rendition_id] = check
    return found


def cells(document, texts, public_text, checks):
    """The cell of each language. Of several originals of the newest revision, the first one leads and the others follow it."""
    newest = max(text.revision.number for text in texts.values())
    originals = [text for text in texts.values() if text.role == text.Role.ORIGINAL and text.revision.number == newest]
    leading = min(originals, key=lambda text: order_of(text.language), default=None)
    titled = {title.language for title in document.titles.all()}
    expected = public_text.follows_on if public_text else None
    for language in LANGUAGES:
        text = texts.get(language)
        state = state_of(text, newest, leading, checks, expected)
        yield Cell(
            language, state, newest, text.revision.number if text else 0, text, checks.get(text.pk) if text else None,
            expected if text is None or text.revision.number < newest else None, language in titled,
        )  # fmt: skip


def order_of(language):
    return [code for code, _name in settings.CONTENT_LANGUAGES].index(language)


def state_of(text, newest, leading, checks, expected):
    is_current = text is not None and text.revision.number == newest
    if not is_current and expected and expected >= today():
        return State.FOLLOWS
    if text is None:
        return State.MISSING
    if not is_current:
        return State.STALE
    if text is leading:
        return State.ORIGINAL
    return State.CHECKED if text.pk in checks else State.UNCHECKED


def attention(reader):
    """What is missing or stale of this year's texts, as lines of the lists that the secretariat works from."""
    board = Board({}, reader)
    for state, title in (
        (State.MISSING, _("Public texts without a translation")),
        (State.STALE, _("Translations that follow an earlier revision")),
    ):
        if count := sum(row.holds("", state) for row in board.everything):
            yield Waiting(
                title, f"{reverse('communications:translation-board')}?state={state.value}", count, None, "warn"
            )
