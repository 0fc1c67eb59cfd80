"""The library: which documents a reader asks for, by filters and words, and how many there are by each filter.

All of it starts from a queryset that has passed `visible_to`; whatever is wrong in a query string is left out.
"""

from dataclasses import dataclass
from functools import cached_property

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.db.models.functions import ExtractYear
from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from asm_portal.models import Body, Organisation
from asm_portal.search import search
from asm_portal.templatetags.portal import own_name
from asm_portal.words import fold
from knowledge.models import Document, DocumentKind, Rendition, Revision

LISTED = 1_000
PER_PAGE = 20


@dataclass(frozen=True)
class Choice:
    """A value of a filter, and how many documents have it among those that the other filters leave."""

    value: str
    label: str
    count: int
    selected: bool
    lang: str = ""


@dataclass(frozen=True)
class Facet:
    """A filter; a long one is a select, of which one value can be chosen."""

    name: str
    label: str
    choices: list
    is_select: bool = False


@dataclass(frozen=True)
class Row:
    """A document of a page of results: its title with the words marked, and the part of its text that holds them."""

    document: Document
    marked: str = ""
    snippet: object = None


class Ranked:
    """Documents in the order of a search, read only for the page that is shown."""

    def __init__(self, documents, ids):
        self.documents, self.ids = documents, ids

    def __len__(self):
        return len(self.ids)

    def __getitem__(self, part):
        found = self.documents.in_bulk(self.ids[part])
        return [found[pk] for pk in self.ids[part] if pk in found]


class CappedPaginator(Paginator):
    """Counts and offers at most LISTED rows: an exact count costs as much as reading them all."""

    @cached_property
    def counted(self):
        rows = self.object_list
        return len(rows) if isinstance(rows, Ranked) else rows.order_by().values("pk")[: LISTED + 1].count()

    @cached_property
    def count(self):
        return min(self.counted, LISTED)

    @property
    def is_capped(self):
        return self.counted > LISTED

    @property
    def shown_count(self):
        return number_format(self.count, use_l10n=True, force_grouping=True) + ("+" if self.is_capped else "")


def year_or_none(text):
    return int(text) if text.isascii() and text.isdigit() and len(text) == 4 else None


class Library:
    """The documents asked for by a query string, among `documents`, which has passed `visible_to(user)`."""

    def __init__(self, data, documents, user):
        self.data, self.user, self.everything = data, user, documents
        self.text = data.get("q", "").replace("\x00", "").strip()
        self.found = search(self.text, user, documents) if self.text else None
        self.ranked = self.found.ranked() if self.found else []
        self.since, self.until = year_or_none(data.get("since", "")), year_or_none(data.get("until", ""))
        self.conditions = {
            "kind": self.chosen(self.kinds, "kind", "kind__in"),
            "body": self.chosen(self.bodies, "body", "issuing_body__in"),
            "participant": self.chosen(self.organisations, "participant", "organisation__in"),
            "language": self.language_condition(),
            "year": self.year_condition(),
        }

    @cached_property
    def kinds(self):
        return {kind.code: kind for kind in DocumentKind.objects.visible_to(self.user)}

    @cached_property
    def bodies(self):
        return {body.code: body for body in Body.objects.visible_to(self.user)}

    @cached_property
    def organisations(self):
        return {found.code: found for found in Organisation.objects.visible_to(self.user).with_names()}

    @cached_property
    def languages(self):
        return {code for code, _name in Rendition._meta.get_field("language").choices}

    def chosen(self, rows, name, lookup):
        picked = [rows[code].pk for code in self.data.getlist(name) if code in rows]
        return Q(**{lookup: picked}) if picked else Q()

    def language_condition(self):
        picked = self.languages.intersection(self.data.getlist("language"))
        return (
            Q(pk__in=self.readable_texts().filter(language__in=picked).values("revision__document")) if picked else Q()
        )

    def year_condition(self):
        since = Q(date__year__gte=self.since) if self.since else Q()
        return since & Q(date__year__lte=self.until) if self.until else since

    def readable_texts(self):
        """What has been released: a draft translation is no translation yet."""
        return Rendition.objects.filter(revision__in=Revision.objects.released())

    def documents(self, but=None):
        """Those that answer the words and all filters, but for the one of this name."""
        rows = self.everything
        if self.found:
            rows = rows.filter(pk__in=self.ranked)
        for name, condition in self.conditions.items():
            if name != but:
                rows = rows.filter(condition)
        return rows

    @property
    def is_by_relevance(self):
        return bool(self.found) and self.data.get("sort") != "date"

    def page(self):
        """The page asked for; one that is not there is the nearest."""
        rows = self.documents().for_display(self.user)
        if self.is_by_relevance:
            answering = set(self.documents().order_by().values_list("pk", flat=True))
            rows = Ranked(rows, [pk for pk in self.ranked if pk in answering])
        return CappedPaginator(rows, PER_PAGE).get_page(self.data.get("page"))

    def rows(self, documents):
        """The documents of a page, each with what the words found in it."""
        if not self.found:
            return [Row(document) for document in documents]
        snippets = self.found.snippets([document.pk for document in documents], get_language())
        return [Row(document, self.marked_title(document), snippets.get(document.pk)) for document in documents]

    def marked_title(self, document):
        shown = document.shown_title
        return self.found.marked(shown.title, shown.language) if shown else ""

    def facets(self):
        """The filters with their counts; values that no document has are left out unless chosen."""
        facets = [
            self.facet("kind", _("Kind"), self.kinds, "kind"),
            self.facet("body", _("Body"), self.bodies, "issuing_body"),
            self.language_facet(),
            self.facet(
                "participant", _("Participant or organisation"), self.organisations, "organisation", is_select=True
            ),
            *self.year_facets(),
        ]
        return [facet for facet in facets if facet.choices]

    def facet(self, name, label, rows, column, *, is_select=False):
        counts = dict(self.documents(but=name).order_by().values_list(column).annotate(Count("pk")))
        picked = self.data.getlist(name)
        choices = [
            Choice(code, str(row), counts.get(row.pk, 0), code in picked)
            for code, row in rows.items()
            if row.pk in counts or code in picked
        ]
        return Facet(name, label, sorted(choices, key=lambda choice: fold(choice.label)), is_select)

    def language_facet(self):
        rows = self.readable_texts().filter(revision__document__in=self.documents(but="language").values("pk"))
        counts = dict(rows.order_by().values_list("language").annotate(Count("revision__document", distinct=True)))
        picked = self.data.getlist("language")
        choices = [
            Choice(code, own_name(code), counts.get(code, 0), code in picked, code)
            for code, _name in Rendition._meta.get_field("language").choices
            if code in counts or (code in self.languages and code in picked)
        ]
        return Facet("language", _("Available in"), choices)

    def year_facets(self):
        rows = self.documents(but="year").filter(date__isnull=False).annotate(year=ExtractYear("date")).order_by()
        counts = dict(rows.values_list("year").annotate(Count("pk")))
        for name, label, picked in (("since", _("From year"), self.since), ("until", _("To year"), self.until)):
            years = sorted({*counts, *([picked] if picked else [])}, reverse=True)
            choices = [Choice(str(year), str(year), counts.get(year, 0), year == picked) for year in years]
            yield Facet(name, label, choices, is_select=True)
