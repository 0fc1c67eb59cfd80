"""What answers a query string: records of every kind that the reader may know of, how often each filter has something, a page
of them. Every part of it starts from a queryset that has passed `visible_to`; whatever is wrong in a query string is left out."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from asm_portal.areas import sources
from asm_portal.dated import today
from asm_portal.models import Body, Organisation
from asm_portal.models.search import SearchEntry
from asm_portal.register import alphabetical
from asm_portal.search import Found
from asm_portal.searching.facets import LISTED, PER_PAGE, CappedPaginator, Choice, Facet, year_or_none
from asm_portal.searching.synonyms import synonyms
from asm_portal.templatetags.portal import own_name
from asm_portal.words import LONGEST_QUERY, parse, shortened

BEGINNING = 2003
# The two ends of the years are counted without each other.
WITHOUT = {"year": {"since", "until"}}


@dataclass(frozen=True)
class Row:
    """A record of a page of results: its title with the words marked, and the part of its text that holds them."""

    template_name: str
    record: object
    marked: str = ""
    snippet: object = None


@dataclass(frozen=True)
class Finding:
    """What one source found: the keys of its records in the order of the search, with their weights."""

    source: object
    weights: dict
    is_cut: bool


class Results:
    """The answer to the query string `data`, among the records of all sources, or of those that a subclass names."""

    among = ()

    def __init__(self, data, reader):
        self.data, self.reader = data, reader
        self.sources = self.among or sources()
        self.text = shortened(data.get("q", ""))
        self.is_cut = len(data.get("q", "").strip()) > LONGEST_QUERY
        self.query = parse(self.text, synonyms()) if self.text else None
        self.found, self.tallies = {}, {}

    # What is asked for

    @cached_property
    def labels(self):
        """Filter → value → label of those that can be chosen."""
        kinds = {code: str(label) for source in self.sources for code, label in source.kinds(self.reader).items()}
        organisations = Organisation.objects.visible_to(self.reader).with_names()
        return {
            "kind": kinds,
            "body": {body.code: str(body) for body in Body.objects.visible_to(self.reader)},
            "participant": {organisation.code: str(organisation) for organisation in organisations},
            "language": {code: own_name(code) for code, _name in settings.CONTENT_LANGUAGES},
            "state": {state: label for source in self.sources for state, label in source.states.items()},
        }

    @cached_property
    def chosen(self):
        """Filter → the values chosen, in their order; years are numbers."""
        chosen = {
            name: sorted({value for value in self.data.getlist(name) if value in labels})
            for name, labels in self.labels.items()
        }
        for name in ("since", "until"):
            year = year_or_none(self.data.get(name, ""))
            chosen[name] = [year] if year else []
        return {name: values for name, values in chosen.items() if values}

    @property
    def is_asked(self):
        """Whether there is anything to look for: words, or a filter."""
        return bool(self.text or self.chosen)

    @property
    def excludes_only(self):
        return bool(self.query is not None and self.query.excluded and not self.query.terms)

    @property
    def is_by_relevance(self):
        return bool(self.text) and self.data.get("sort") != "date"

    @property
    def canonical(self):
        """The query string without what changes nothing: the address of this search, whoever wrote it how."""
        asked = QueryDict(mutable=True)
        if self.text:
            asked["q"] = " ".join(self.text.split())
        for name, values in sorted(self.chosen.items()):
            asked.setlist(name, values)
        return asked.urlencode()

    def again(self, text):
        """The same question in other words."""
        data = self.data.copy()
        data["q"] = text
        return type(self)(data, self.reader)

    # What is found

    def narrowed(self, source, but=None):
        """The records of a source that the filters leave, one of them left out."""
        rows = source.records(self.reader)
        for name, values in self.chosen.items():
            if name not in WITHOUT.get(but, {but}):
                rows = source.narrowed(rows, name, values, self.reader)
        return rows

    def findings(self, but=None):
        """What each source found, under all filters but one."""
        if but not in self.found:
            self.found[but] = [self.finding(source, self.narrowed(source, but)) for source in self.sources]
        return self.found[but]

    def finding(self, source, rows):
        """Where no words are asked for, as many of the newest records as are listed; they all weigh the same."""
        if self.text:
            found = self.answering(rows)
            return Finding(source, found.weights, found.is_cut)
        keys = list(rows.values_list("pk", flat=True)[: LISTED + 1])
        return Finding(source, dict.fromkeys(keys[:LISTED], 0), len(keys) > LISTED)

    def answering(self, rows):
        return Found(self.query, SearchEntry.objects.findable(rows, self.reader))

    @cached_property
    def order(self):
        """(source, key) of everything found, best or newest first."""
        found = [(weight, finding.source, key) for finding in self.findings() for key, weight in self.in_order(finding)]
        if self.is_by_relevance:
            found.sort(key=lambda row: -row[0])
        return [(source, key) for _weight, source, key in found]

    def in_order(self, finding):
        """(key, weight); the newest first where that is asked for."""
        if self.is_by_relevance or not self.text:
            return finding.weights.items()
        dated = finding.source.records(self.reader).filter(pk__in=list(finding.weights))
        return [(key, finding.weights[key]) for key in dated.values_list("pk", flat=True)]

    @cached_property
    def page(self):
        """The page asked for; one that is not there is the nearest."""
        is_cut = any(finding.is_cut for finding in self.findings())
        return CappedPaginator(self.order[: LISTED + 1], PER_PAGE, is_cut=is_cut).get_page(self.data.get("page"))

    @cached_property
    def rows(self):
        """The records of the page, each with what the words found in it."""
        shown = {}
        for source in dict.fromkeys(source for source, _key in self.page.object_list):
            keys = [key for owner, key in self.page.object_list if owner is source]
            shown |= self.shown(source, keys)
        return [shown[place] for place in self.page.object_list if place in shown]

    def shown(self, source, keys):
        known = source.records(self.reader).filter(pk__in=keys)
        found = self.answering(known) if self.text else None
        snippets = found.snippets(keys, get_language()) if found else {}
        rows = {}
        for record in source.shown(known, self.reader):
            marked = found.marked(*source.titled(record)) if found else ""
            rows[source, record.pk] = Row(source.template_name, record, marked, snippets.get(record.pk))
        return rows

    # What it can be narrowed by

    def tally(self, name):
        """(Counter of the values of a filter, whether only some of the records were counted), under the other filters."""
        but = name if WITHOUT.get(name, {name}) & self.chosen.keys() else None
        if but not in self.tallies:
            findings = self.findings(but)
            self.tallies[but] = [self.tallied(finding) for finding in findings], any(row.is_cut for row in findings)
        counted, is_cut = self.tallies[but]
        return sum((counts.get(name, Counter()) for counts in counted), Counter()), is_cut

    def tallied(self, finding):
        if not finding.weights:
            return {}
        rows = finding.source.records(self.reader).filter(pk__in=list(finding.weights))
        return finding.source.tally(rows, self.reader)

    @cached_property
    def facets(self):
        """The filters with their counts; values that no record has are left out unless chosen."""
        facets = [
            self.facet("kind", _("Kind")),
            self.facet("state", _("Standing"), order=None),
            self.facet("body", _("Body")),
            self.facet("language", _("Available in"), order=None),
            self.facet("participant", _("Participant or organisation"), is_select=True),
            *self.years(),
        ]
        return [facet for facet in facets if facet.choices]

    def facet(self, name, label, *, order=alphabetical, is_select=False):
        counts, is_cut = self.tally(name)
        picked = self.chosen.get(name, ())
        offered = [value for value in self.labels[name] if is_cut or value in counts or value in picked]
        choices = [
            Choice(
                value,
                str(self.labels[name][value]),
                counts.get(value, None if is_cut else 0),
                value in picked,
                value if name == "language" else "",
                is_cut,
            )
            for value in offered
        ]
        if order:
            choices.sort(key=lambda choice: order(choice.label))
        return Facet(name, label, choices, is_select)

    def years(self):
        counts, is_cut = self.tally("year")
        known = {*counts, *(range(BEGINNING, today().year + 1) if is_cut else ())}
        for name, label in (("since", _("From year")), ("until", _("To year"))):
            picked = self.chosen.get(name, [])
            choices = [
                Choice(str(year), str(year), counts.get(year, None if is_cut else 0), year in picked, "", is_cut)
                for year in sorted({*known, *picked}, reverse=True)
            ]
            yield Facet(name, label, choices, is_select=True)

    @property
    def is_filtered(self):
        return bool(self.chosen)
