"""What the rows read so far have said, kept on disk: a manifest of any length needs no more memory than a short one."""

import sqlite3

TABLES = """
CREATE TABLE rows (fingerprint TEXT PRIMARY KEY, number INTEGER);
CREATE TABLE files (sha256 TEXT PRIMARY KEY, number INTEGER);
CREATE TABLE names (name TEXT PRIMARY KEY, number INTEGER, document INTEGER, is_rejected INTEGER, is_locked INTEGER);
CREATE TABLE texts (target TEXT, revision INTEGER, language TEXT, role TEXT, PRIMARY KEY (target, revision, language, role));
"""


class Scratch:
    """A database that vanishes with the run. It holds what a dry run would have written, and which row said what."""

    def __init__(self):
        self.base = sqlite3.connect("")  # on disk, without a name
        self.base.executescript(TABLES)

    def close(self):
        self.base.close()

    def first(self, query, *values):
        return self.base.execute(query, values).fetchone()

    def row_with(self, fingerprint):
        """The number of the row that said the same, or None."""
        return next(iter(self.first("SELECT number FROM rows WHERE fingerprint = ?", fingerprint) or ()), None)

    def row_with_file(self, sha256):
        """The number of the row that has this file, or None."""
        return next(iter(self.first("SELECT number FROM files WHERE sha256 = ?", sha256) or ()), None)

    def named(self, name):
        """(row number, primary key of its document or None, whether it was rejected, whether its text is locked), or None."""
        return self.first("SELECT number, document, is_rejected, is_locked FROM names WHERE name = ?", name)

    def last_revision(self, target):
        return self.first("SELECT coalesce(max(revision), 0) FROM texts WHERE target = ?", target)[0]

    def holds(self, target, revision, language, role):
        query = "SELECT 1 FROM texts WHERE target = ? AND revision = ? AND language = ? AND role = ?"
        return self.first(query, target, revision, language, role) is not None

    def note_row(self, fingerprint, number, hashes):
        self.base.execute("INSERT OR IGNORE INTO rows VALUES (?, ?)", (fingerprint, number))
        self.base.executemany("INSERT OR IGNORE INTO files VALUES (?, ?)", [(sha256, number) for sha256 in hashes])

    def note_name(self, name, number, document=None, *, is_rejected=False, is_locked=False):
        self.base.execute(
            "INSERT OR IGNORE INTO names VALUES (?, ?, ?, ?, ?)", (name, number, document, is_rejected, is_locked)
        )

    def note_texts(self, target, revision, texts):
        self.base.executemany(
            "INSERT OR IGNORE INTO texts VALUES (?, ?, ?, ?)", [(target, revision, *text) for text in texts]
        )
