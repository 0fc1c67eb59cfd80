"""The USB pack of 500 documents, over one of 50: what it costs to build, and what it weighs."""

import sys
import tempfile
import zipfile
from itertools import islice
from pathlib import Path

from django.conf import settings

from asm_portal.roles import Role
from asm_portal.visibility import Audience
from benchmarks.corpus import corpus
from benchmarks.logistics.cases.measuring import empty_portal
from benchmarks.portal.filling import Filling
from benchmarks.portal.register import make_register
from benchmarks.portal.requests import Cost, version
from benchmarks.report import Verdict, failed, table
from knowledge.models import Rendition
from logistics.packs.sinks import write_zip
from logistics.packs.usb.contents import Contents
from logistics.packs.usb.pages import usb_entries

# Of these the pack holds all but the drafts and the withdrawn ones.
FEW, MANY = 52, 523
LANGUAGES = ["en", "fr"]
ROUNDS = 3
# Ten times as many documents at most ten times the time; and the pages of one light, both languages together.
GROWTH, KIB_PER_DOCUMENT = 10, 40


def fill(filling, papers):
    """The papers, each rendition that has a file with one on the disk."""
    filling.write(papers)
    for rendition in Rendition.objects.exclude(file=""):
        place = Path(settings.MEDIA_ROOT) / rendition.file.name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(b"%PDF".ljust(rendition.size))


def build():
    """The least costly of some rounds, the documents in the pack, the bytes of its ZIP, and of its pages."""
    rounds = []
    for _turn in range(ROUNDS):
        contents = Contents(Role(Audience.SECRETARIAT))
        with tempfile.TemporaryFile() as file:
            with Cost() as cost:
                write_zip(usb_entries(contents, LANGUAGES), file)
            size = file.tell()
            with zipfile.ZipFile(file) as archive:
                pages = sum(info.file_size for info in archive.infolist() if info.filename.endswith(".html"))
        rounds.append((cost.cpu, cost.wall, cost.queries, len(contents.held["documents"]), size, pages))
    return min(rounds)


def row(cpu, wall, queries, documents, size, pages):
    per_document = f"{1000 * cpu / documents:.0f}", f"{pages / documents / 1024:.1f}"
    return [
        documents,
        f"{cpu:.1f}",
        f"{wall:.1f}",
        queries,
        f"{size / 1024**2:.1f}",
        f"{pages / 1024**2:.1f}",
        *per_document,
    ]


def main():
    """Print the table; the exit status is 1 where a limit is not met."""
    empty_portal()
    filling, papers = Filling(make_register()), corpus(MANY)
    fill(filling, list(islice(papers, FEW)))
    few = build()
    fill(filling, list(papers))
    many = build()
    head = [
        "documents",
        "s processor",
        "s passed",
        "queries",
        "MiB ZIP",
        "MiB pages",
        "ms per document",
        "KiB of pages per document",
    ]
    sys.stdout.write(f"USB pack ({version()}; the best of {ROUNDS})\n\n{table(head, [row(*few), row(*many)])}\n\n")
    found = [
        Verdict(f"a pack of {many[3]} documents over one of {few[3]}", GROWTH, many[0] / few[0], "processor time"),
        Verdict(
            f"pages of a document over {KIB_PER_DOCUMENT} KiB",
            1,
            many[5] / many[3] / 1024 / KIB_PER_DOCUMENT,
            "both languages",
        ),
    ]
    sys.stdout.write("".join(f"{line}\n" for line in found))
    return 1 if failed(found) else 0


if __name__ == "__main__":
    sys.exit(main())
