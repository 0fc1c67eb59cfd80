"""What `benchmarks.portals` may ask of a portal: to be prepared, and what a page costs."""

import sqlite3
import time
from pathlib import Path

from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.db import connection
from django.test import Client

from asm_portal.models import SearchEntry, User
from asm_portal.search import rebuild
from benchmarks.portal.filling import fill
from benchmarks.portal.register import MEMBER
from knowledge.models import Document

ON_POSTGRESQL = connection.vendor == "postgresql"


class Cost:
    """What a block costs: seconds that pass, seconds of processor time of this process and of its PostgreSQL backend, and
    queries."""

    def __init__(self):
        self.queries = 0

    def __enter__(self):
        self.counting = connection.execute_wrapper(self.count)
        self.counting.__enter__()
        self.before = self.clocks()
        return self

    def __exit__(self, *problem):
        self.wall, self.cpu = (after - before for after, before in zip(self.clocks(), self.before, strict=True))
        self.counting.__exit__(*problem)

    def count(self, execute, *statement):
        self.queries += 1
        return execute(*statement)

    def clocks(self):
        return time.perf_counter(), time.process_time() + backend_time()

    def facts(self):
        return {"wall": self.wall, "cpu": self.cpu, "queries": self.queries}


def backend_time():
    """Processor time of the PostgreSQL backend that serves this process, in seconds, as Linux counts it."""
    if not ON_POSTGRESQL:
        return 0
    connection.ensure_connection()
    pid = connection.connection.info.backend_pid
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9


def size():
    """Bytes of the whole database."""
    with connection.cursor() as cursor:
        if ON_POSTGRESQL:
            cursor.execute("SELECT pg_database_size(current_database())")
        else:
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
        return cursor.fetchone()[0]


def version():
    """Name and version of the database server."""
    connection.ensure_connection()
    number = (
        sqlite3.sqlite_version if not ON_POSTGRESQL else connection.connection.info.parameter_status("server_version")
    )
    return f"{connection.display_name} {number.split()[0]}"


def tidy():
    """What PostgreSQL does by itself within minutes; SQLite does nothing of the kind."""
    if ON_POSTGRESQL:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


class Requests:
    """The requests that can be made."""

    def __init__(self):
        self.clients = {}

    def prepare(self, documents):
        """An archive of so many documents, indexed: what that cost, and how large the index is."""
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        fill(documents)
        tidy()
        before = size()
        with Cost() as cost:
            rebuild()
        tidy()
        return {"cost": cost.facts(), "bytes": size() - before, "entries": SearchEntry.objects.count()}

    def open(self):
        """Sign the member in; what the addresses of pages are filled in with, and the version of the database."""
        self.clients = {"anonymous": Client(SERVER_NAME="localhost"), "member": Client(SERVER_NAME="localhost")}
        self.clients["member"].force_login(User.objects.get(email=MEMBER))
        found = Document.objects.visible_to(AnonymousUser()).filter(state="final", kind__code="sample-letter")
        return {"document": found.order_by("pk").first().reference, "database": version()}

    def ask(self, path, reader):
        """The cost of a page."""
        with Cost() as cost:
            response = self.clients[reader].get(path)
            length = len(response.getvalue())
        if response.status_code != 200:
            raise RuntimeError(f"{path} answered {response.status_code}")
        return cost.facts() | {"length": length}
