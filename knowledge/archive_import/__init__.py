"""The bulk import of an old archive: a manifest with a row per document and the folder of its files.

    for outcome in import_rows(open_manifest(path), folder, by=user): ...

Read row by row, each in a transaction of its own: whoever stops it starts it again, and it goes on where it was.
"""

from knowledge.archive_import.manifest import Unreadable, open_manifest
from knowledge.archive_import.run import Outcome, Status, import_rows

__all__ = ["Outcome", "Status", "Unreadable", "import_rows", "open_manifest"]
