"""Records that many tests start from, written once with all that writing entails, then put back row by row."""

from copy import deepcopy
from itertools import count

from django.apps import apps
from django.db import connection, transaction
from django.db.models import QuerySet

from asm_portal.models.search import SearchEntry, store

# Each snapshot begins its ids far above what else a test writes, and above the one before: SQLite counts again from 1 after each
# test, and would give the same ids twice.
FIRST_IDS = count(1_000_000, 1_000_000)


class Snapshot:
    """What `make()` writes and returns."""

    def __init__(self, make):
        with transaction.atomic():
            count_from(next(FIRST_IDS))
            before = {model: set(ids(model)) for model in models()}
            self.made = make()
            kept = {model: list(rows(model).exclude(pk__in=known)) for model, known in before.items()}
            transaction.set_rollback(True)
        self.entries = kept[SearchEntry]
        with transaction.atomic():
            self.inserts = inserts_of(kept)
            transaction.set_rollback(True)

    def restore(self):
        """Write the rows again; a copy of what `make()` returned."""
        with transaction.atomic(), connection.cursor() as cursor:
            for sql, parameters in self.inserts:
                cursor.execute(sql, parameters)
            store().write(self.entries)  # the words, which are in no model
        return deepcopy(self.made)


def inserts_of(kept):
    """The statements that write the rows, as Django makes them."""
    statements = []

    def note(execute, sql, parameters, many, context):
        statements.append((sql, parameters))
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(note):
        for model, found in kept.items():
            QuerySet(model).bulk_create(found)
    return [statement for statement in statements if statement[0].startswith("INSERT")]


def models():
    return [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]


def rows(model):
    return QuerySet(model).order_by("pk")


def ids(model):
    return rows(model).values_list("pk", flat=True)


def count_from(number):
    """PostgreSQL never gives an id twice; SQLite is told where to go on."""
    if connection.vendor != "sqlite":
        return
    tables = [model._meta.db_table for model in models()]
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM sqlite_sequence")
        cursor.executemany(
            "INSERT INTO sqlite_sequence(name, seq) VALUES (%s, %s)", [(table, number) for table in tables]
        )
