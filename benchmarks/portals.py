"""Portals to compare: each has a process, a directory and a database of its own, and all of them are asked in turn."""

import json
import os
import runpy
import subprocess
import sys
import tempfile
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parent.parent
# By its path: the package `tests` makes everything ready for a test run when it is imported.
CLUSTER = ROOT / "tests" / "throwaway_postgres.py"


class Portal:
    """A portal with a number of documents, in a process of its own (`benchmarks.portal`)."""

    def __init__(self, documents, directory, database_url):
        ours = {"DATA_DIR": str(directory), "DEMO": "1", "DJANGO_SETTINGS_MODULE": "asm_portal.settings"}
        if database_url:
            ours["DATABASE_URL"] = database_url
        kept = {name: os.environ[name] for name in ("PATH", "LANG", "TMPDIR", "PYTHONPATH") if name in os.environ}
        self.documents = documents
        self.process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.portal"],
            cwd=ROOT, env=kept | ours, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip

    def call(self, do, **arguments):
        """Ask the process; it ends where it cannot answer, having said why."""
        self.process.stdin.write(json.dumps({"do": do, **arguments}) + "\n")
        self.process.stdin.flush()
        if answer := self.process.stdout.readline():
            return json.loads(answer)
        raise SystemExit(f"The portal with {self.documents} documents gave up.")

    def prepare(self):
        self.index = self.call("prepare", documents=self.documents)

    def open(self):
        self.known = self.call("open")

    def ask(self, address, reader):
        return self.call("ask", path=address.format(**self.known), reader=reader)

    def close(self):
        self.process.stdin.close()
        self.process.wait(timeout=60)


@contextmanager
def portals(database, sizes):
    """Empty portals for archives of these sizes; they and their databases go with the block."""
    with ExitStack() as held:
        server = held.enter_context(runpy.run_path(str(CLUSTER))["cluster"]()) if database == "postgresql" else ""
        found = []
        for documents in sizes:
            directory = held.enter_context(tempfile.TemporaryDirectory(prefix="benchmark-"))
            url = make_database(server, f"documents_{documents}") if server else ""
            found.append(Portal(documents, directory, url))
            held.callback(found[-1].close)
        yield found


def make_database(server, name):
    """A database in the cluster; its address. Parallel workers are off, as only one process's time can be counted."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("ALTER ROLE CURRENT_USER SET max_parallel_workers_per_gather TO 0")
        connection.execute(f"CREATE DATABASE {name}")
    return server.replace("/postgres?", f"/{name}?")
