"""One search over everything the portal holds, under the access rule, on either database.

    index(record)                         writes a record's entries, in the transaction that writes the record
    search("diamants bruts", user, rows)  finds among `rows`, a queryset of one model that has passed `visible_to`

What is found of a record, its source says (`asm_portal.searching.sources`). Words are compared as stems (`asm_portal.words`),
which SQLite keeps in an FTS5 table and PostgreSQL in a tsvector column; the tables are made by the migration `search_index`.
"""

from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.models import BooleanField, Q
from django.db.models.expressions import RawSQL

from asm_portal.areas import sources
from asm_portal.models.search import SearchEntry, TitleWord, entries_of, erase, forget, forget_all, index, write
from asm_portal.words import Marker, Query, key, parse

__all__ = ["RANKED", "Found", "Snippet", "forget", "forget_all", "index", "lacks", "rebuild", "search"]

# Only so many of the newest entries that match are put in order: ranking reads every one of them.
RANKED = 1_000
BATCH = 200


class WithFTS5:
    """Queries as SQLite reads them."""

    def holding(self, terms, *, in_title=False):
        sql = "SELECT rowid FROM asm_portal_searchwords WHERE asm_portal_searchwords MATCH %s"
        where = "{title} : " if in_title else ""
        return Q(pk__in=RawSQL(sql, [f"{where}({self.expression(terms)})"]))  # noqa: S611 (a constant and its parameter)

    def expression(self, terms, excluded=()):
        """Every word quoted, so that nothing in a query is an operator of FTS5."""
        without = "".join(f" NOT ({self.expression([term])})" for term in excluded)
        return f"({joined(terms, ' AND ', ' OR ', self.phrase)}){without}"

    def phrase(self, form):
        return '"' + " ".join(form).replace('"', '""') + '"'

    def ranked(self, entries, terms, excluded):
        """(record id, weight), the best first."""
        # The plus keeps SQLite from running the match once for every visible entry.
        return answers(
            "SELECT entry.object_id, found.weight FROM (SELECT rowid AS id, -bm25(asm_portal_searchwords, 4.0, 1.0) AS weight"
            " FROM asm_portal_searchwords WHERE asm_portal_searchwords MATCH %s AND +rowid IN ({entries})"
            " ORDER BY weight DESC, rowid DESC LIMIT {ranked}) AS found"
            " JOIN asm_portal_searchentry AS entry ON entry.id = found.id ORDER BY found.weight DESC, found.id DESC",
            [self.expression(terms, excluded)],
            entries.values("pk"),
        )


class WithTsquery:
    """Queries as PostgreSQL reads them."""

    def holding(self, terms, excluded=(), *, in_title=False):
        sql = "asm_portal_searchentry.words @@ %s::tsquery"
        expression = self.expression(terms, ":A" if in_title else "")
        expression += "".join(f" & !({self.expression([term])})" for term in excluded)
        return Q(RawSQL(sql, [expression], output_field=BooleanField()))  # noqa: S611 (a constant and its parameter)

    def expression(self, terms, weight=""):
        return joined(terms, " & ", " | ", lambda form: self.phrase(form, weight))

    def phrase(self, form, weight):
        return "(" + " <-> ".join(f"'{stem}'{weight}" for stem in form) + ")"

    def ranked(self, entries, terms, excluded):
        """(record id, weight), the best first."""
        return answers(
            "SELECT object_id, ts_rank('{{0.1, 0.1, 0.4, 1.0}}', words, %s::tsquery, 1) AS weight FROM asm_portal_searchentry"
            " WHERE id IN ({entries}) ORDER BY weight DESC, id DESC",
            [self.expression(terms)],
            entries.filter(self.holding(terms, excluded)).order_by("-pk").values("pk")[:RANKED],
        )


def answers(sql, params, entries):
    """The rows of a query that holds another one, of the ids of entries, in the place so named."""
    try:
        inner, visible = entries.query.sql_with_params()
    except EmptyResultSet:
        return []
    with connection.cursor() as cursor:
        cursor.execute(sql.format(entries=inner, ranked=RANKED), [*params, *visible])
        return cursor.fetchall()


def joined(terms, both, either, phrase):
    """An expression of the engine: all terms, of each an alternative, of that all needs, of each a form."""

    def alternative(needs):
        return "(" + both.join("(" + either.join(map(phrase, forms)) + ")" for forms in needs) + ")"

    return both.join("(" + either.join(map(alternative, term)) + ")" for term in terms)


def engine():
    return WithTsquery() if connection.vendor == "postgresql" else WithFTS5()


@transaction.atomic
def rebuild():
    """Write the whole index anew; the number of records."""
    erase(SearchEntry.objects.all())
    TitleWord.objects.all().delete()
    count = 0
    for source in sources():
        rows = source.to_index().iterator(chunk_size=BATCH)
        while records := list(islice(rows, BATCH)):
            write([entry for record in records for entry in entries_of(record)])
            count += len(records)
    return count


def lacks():
    """Whether there is a kind of record of which the index holds nothing, as after an update that brings a new one."""
    indexed = set(SearchEntry.objects.values_list("content_type", flat=True).distinct())
    kinds = {ContentType.objects.get_for_model(source.model).pk: source for source in sources()}
    return any(source.to_index().exists() for kind, source in kinds.items() if kind not in indexed)


@dataclass(frozen=True)
class Snippet:
    """The part of a record's text that holds the words of a query, as HTML with <mark>."""

    html: str
    language: str


@dataclass
class Found:
    """The entries that answer a query, all of them visible to the reader and of the records given."""

    query: Query
    findable: object = field(repr=False)

    @cached_property
    def exact(self):
        """Those whose reference or official number is the query."""
        asked = key(self.query.text)
        return Q(reference=asked) | Q(number=asked) if asked and not self.query.excluded else Q(pk__in=[])

    @cached_property
    def entries(self):
        return self.findable.filter(engine().holding(self.query.terms) | self.exact if self.query else self.exact)

    @cached_property
    def weighed(self):
        """(record id, weight) of the entries that hold the words, best first; at most RANKED entries are looked at."""
        return engine().ranked(self.findable, self.query.terms, self.query.excluded) if self.query else []

    @property
    def is_cut(self):
        """Whether there may be more that answer."""
        return len(self.weighed) >= RANKED

    @cached_property
    def weights(self):
        """Record id → weight, best first, an exact one on top. Without the records of which another entry that the reader may
        know of holds what the query excludes: a hidden one must not show by taking its record away."""
        found = dict.fromkeys(self.findable.filter(self.exact).values_list("object_id", flat=True), float("inf"))
        for record, weight in self.weighed:
            found.setdefault(record, weight)
        for term in self.query.excluded:
            holding = self.findable.filter(engine().holding([term]), object_id__in=list(found))
            for record in set(holding.values_list("object_id", flat=True)):
                del found[record]
        return found

    def ranked(self):
        """The ids of the records, best first."""
        return list(self.weights)

    def snippets(self, records, language):
        """Record id → Snippet, for the records of a page: from the text in the reader's language if that holds the words."""
        found = {}
        for entry in sorted(self.entries.filter(object_id__in=records), key=lambda entry: entry.language != language):
            if entry.object_id not in found and (html := Marker(self.query, entry.language).snippet(entry.body)):
                found[entry.object_id] = Snippet(html, entry.language)
        return found

    def marked(self, title, language):
        """A title as HTML with the words of the query marked."""
        return Marker(self.query, language).marked(title)


def search(text, user, records, synonyms=None):
    """What answers the text among the records, a queryset of one model that has passed `visible_to(user)`."""
    return Found(parse(text, synonyms), SearchEntry.objects.findable(records, user))
