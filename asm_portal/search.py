"""One search over everything the portal holds, under the access rule, on either database.

    index(record)                         writes a record's entries, in the transaction that writes the record
    search("diamants bruts", user, rows)  finds among `rows`, a queryset of one model that has passed `visible_to`

Each area yields the entries of its records (`Area.entries`). Words are compared as stems (`asm_portal.words`), which SQLite
keeps in an FTS5 table and PostgreSQL in a tsvector column; the tables are made by the migration `search_index`.
"""

from dataclasses import dataclass, field
from functools import cached_property

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.models import FloatField, Q
from django.db.models.expressions import RawSQL

from asm_portal.areas import areas
from asm_portal.models.search import SearchEntry
from asm_portal.words import Marker, Query, key, parse, stems

# Only so many of the newest entries that match are put in order: ranking reads every one of them.
RANKED = 2_000
# A tsvector holds at most 1 MB; what stands further behind in a text is not found.
LONGEST_VECTOR = 900_000
LAST_POSITION = 16_383


class OnSQLite:
    """FTS5, which stores the stems itself."""

    table = "asm_portal_searchwords"

    def write(self, entry, title, body):
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO asm_portal_searchwords(rowid, title, body) VALUES (%s, %s, %s)",
                [entry.pk, " ".join(title), " ".join(body)],
            )

    def erase(self, entries):
        with connection.cursor() as cursor:
            for pk in entries.values_list("pk", flat=True):
                cursor.execute("DELETE FROM asm_portal_searchwords WHERE rowid = %s", [pk])

    def matching(self, query):
        sql = "SELECT rowid FROM asm_portal_searchwords WHERE asm_portal_searchwords MATCH %s"
        return Q(pk__in=RawSQL(sql, [self.expression(query)]))  # noqa: S611 (a constant and its parameter)

    def expression(self, query):
        """Every word quoted, so that nothing in a query is an operator of FTS5."""
        return " AND ".join(f"({' OR '.join(self.phrase(form) for form in term)})" for term in query.terms)

    def phrase(self, form):
        return '"' + " ".join(form).replace('"', '""') + '"'

    def ranked(self, entries, query):
        try:
            visible, params = entries.values("pk").query.sql_with_params()
        except EmptyResultSet:
            return []
        # The plus keeps SQLite from running the match once for every visible entry.
        sql = (
            "SELECT rowid FROM asm_portal_searchwords WHERE asm_portal_searchwords MATCH %s"  # noqa: S608 (Django's own SQL)
            f" AND +rowid IN ({visible}) ORDER BY bm25(asm_portal_searchwords, 4.0, 1.0), rowid DESC LIMIT {RANKED}"
        )
        with connection.cursor() as cursor:
            cursor.execute(sql, [self.expression(query), *params])
            return [pk for (pk,) in cursor.fetchall()]


class OnPostgreSQL:
    """A tsvector written word by word: the parser of PostgreSQL would take `KP/2017/Plenary` for the name of a file."""

    def write(self, entry, title, body):
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE asm_portal_searchentry SET words = %s::tsvector WHERE id = %s", [vector(title, body), entry.pk]
            )

    def erase(self, entries):
        """The words go with their row."""

    def matching(self, query):
        sql = "SELECT id FROM asm_portal_searchentry WHERE words @@ %s::tsquery"
        return Q(pk__in=RawSQL(sql, [self.expression(query)]))  # noqa: S611 (a constant and its parameter)

    def expression(self, query):
        return " & ".join(f"({' | '.join(self.phrase(form) for form in term)})" for term in query.terms)

    def phrase(self, form):
        return "(" + " <-> ".join(f"'{stem}'" for stem in form) + ")"

    def ranked(self, entries, query):
        newest = entries.filter(self.matching(query)).order_by("-pk").values("pk")[:RANKED]
        rank = RawSQL(
            "ts_rank('{0.1, 0.1, 0.4, 1.0}', asm_portal_searchentry.words, %s::tsquery, 1)",
            [self.expression(query)],
            output_field=FloatField(),
        )
        found = SearchEntry.objects.filter(pk__in=newest).alias(rank=rank)
        return list(found.order_by("-rank", "-pk").values_list("pk", flat=True))


def engine():
    return OnPostgreSQL() if connection.vendor == "postgresql" else OnSQLite()


def vector(title, body):
    """The words of an entry as a tsvector: their places, those of the title weighing most."""
    places, cost = {}, 0
    for place, (word, weight) in enumerate([*((word, "A") for word in title), *((word, "") for word in body)], 1):
        cost += 2 if word in places else len(word.encode()) + 10
        if cost > LONGEST_VECTOR:
            break
        places.setdefault(word, []).append(f"{min(place, LAST_POSITION)}{weight}")
    return " ".join(f"'{word}':{','.join(found[:255])}" for word, found in places.items())


def entries_of(record):
    """What the first area that knows the record says of it."""
    return next((found for area in areas() if (found := area.entries(record)) is not None), [])


def of(record):
    """The entries of a record that are in the index."""
    return SearchEntry.objects.filter(content_type=ContentType.objects.get_for_model(record), object_id=record.pk)


@transaction.atomic
def index(record):
    """Write a record's entries anew. Of two who do so at once, the second waits for the first."""
    type(record)._base_manager.select_for_update().get(pk=record.pk)
    forget(record)
    for entry in entries_of(record):
        row = SearchEntry.objects.create(
            content_type=ContentType.objects.get_for_model(record),
            object_id=record.pk,
            language=entry.language,
            is_draft=entry.is_draft,
            title=entry.title,
            body=entry.body,
            reference=key(entry.reference),
            number=key(entry.number),
        )
        engine().write(row, stems(entry.title, entry.language), stems(entry.body, entry.language))


@transaction.atomic
def forget(record):
    """Take a record's entries out; to be called before the record is deleted."""
    engine().erase(of(record))
    of(record).delete()


@transaction.atomic
def rebuild():
    """Write the whole index anew; the number of records."""
    engine().erase(SearchEntry.objects.all())
    SearchEntry.objects.all().delete()
    count = 0
    for model in (model for area in areas() for model in area.indexed):
        for record in model._base_manager.iterator(chunk_size=200):
            index(record)
            count += 1
    return count


@dataclass(frozen=True)
class Snippet:
    """The part of a record's text that holds the words of a query, as HTML with <mark>."""

    html: str
    language: str


@dataclass
class Found:
    """The entries that answer a query, all of them visible to the reader and of the records given."""

    query: Query
    candidates: object = field(repr=False)

    @cached_property
    def exact(self):
        """Those whose reference or official number is the query."""
        asked = key(self.query.text)
        return Q(reference=asked) | Q(number=asked) if asked else Q(pk__in=[])

    @cached_property
    def entries(self):
        return self.candidates.filter(engine().matching(self.query) | self.exact if self.query else self.exact)

    def ranked(self):
        """The ids of the records, best first, an exact one on top; at most RANKED entries are looked at."""
        order = list(self.candidates.filter(self.exact).values_list("pk", flat=True))
        if self.query:
            order += engine().ranked(self.candidates, self.query)
        record_of = dict(SearchEntry.objects.filter(pk__in=order).values_list("pk", "object_id"))
        return list(dict.fromkeys(record_of[pk] for pk in order))

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


def search(text, user, records):
    """What answers the text among the records, a queryset of one model that has passed `visible_to(user)`."""
    of_model = ContentType.objects.get_for_model(records.model)
    candidates = SearchEntry.objects.visible_to(user).filter(content_type=of_model, object_id__in=records.values("pk"))
    return Found(parse(text), candidates)
