"""The tables of SQLite as the migrations leave them, kept from one run to the next: to make them takes most of a minute.

They are kept under what they rest on, so that a changed migration, or another release of Django, makes them anew.
"""

import fcntl
import sqlite3
from contextlib import closing, contextmanager
from hashlib import sha256

from django.conf import settings
from django.db import connection

RESTS_ON = ("*/migrations/*.py", "asm_portal/schema.py", "requirements/run.txt")


@contextmanager
def tables_kept_in(directory):
    """While Django makes its test database, put the kept tables into it, or keep those that it makes. Of several runs that begin
    at once, the first makes them and the others wait."""
    kept = directory / f"{key()}.sqlite3"
    with (directory / "lock").open("w") as lock, closing(in_memory()) as memory:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if kept.exists():
            copy(kept, memory)
            yield
        else:
            yield
            keep(memory, kept)


def key():
    paths = [path for pattern in RESTS_ON for path in sorted(settings.BASE_DIR.glob(pattern))]
    parts = [part for path in paths for part in (path.name.encode(), path.read_bytes())]
    return sha256(b"\0".join([sqlite3.sqlite_version.encode(), *parts])).hexdigest()[:16]


def in_memory():
    """The database that Django is about to call its own."""
    return sqlite3.connect(connection.creation._get_test_db_name(), uri=True)


def copy(path, memory):
    with closing(sqlite3.connect(path)) as source:
        source.backup(memory)


def keep(memory, path):
    for old in path.parent.glob("*.sqlite3"):
        old.unlink()
    unfinished = path.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    with closing(sqlite3.connect(unfinished)) as target:
        memory.backup(target)
    unfinished.rename(path)
