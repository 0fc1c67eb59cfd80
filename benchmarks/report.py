"""What the benchmark prints: tables in Markdown, and whether the limits are met."""

import os
import platform
from dataclasses import dataclass
from datetime import UTC, datetime

from benchmarks.pages import PAGES, PLAIN

# The limits of the first page of a search and of the library, in processor time, on PostgreSQL.
SEARCH_OVER_LIBRARY = 3
LARGEST_OVER_SMALLEST = 2


@dataclass(frozen=True)
class Verdict:
    """A limit, how near to it the portal came, and where."""

    limit: str
    allowed: float
    ratio: float
    where: str

    @property
    def is_met(self):
        return self.ratio <= self.allowed

    def __str__(self):
        found = "PASS" if self.is_met else "FAIL"
        return f"{found}: {self.limit}: at most {self.allowed:.1f} times, found {self.ratio:.1f} ({self.where})"


def failed(found):
    return not all(verdict.is_met for verdict in found)


def verdicts(costs, sizes):
    """The two limits, each by the page and the reader that come nearest to it or pass it furthest."""
    smallest, largest = min(sizes), max(sizes)
    searches = [
        (costs[page, reader, largest].typical / costs[PLAIN, reader, largest].typical, f"{page.name}, {reader}")
        for page in PAGES
        for reader in page.readers
        if page.part == "search"
    ]
    growth = [
        (costs[PLAIN, reader, largest].typical / costs[PLAIN, reader, smallest].typical, reader)
        for reader in PLAIN.readers
    ]
    return [
        Verdict("a search over the plain library page", SEARCH_OVER_LIBRARY, *max(searches)),
        Verdict(f"the library page with {largest:,} documents over {smallest:,}", LARGEST_OVER_SMALLEST, *max(growth)),
    ]


def row(*cells):
    return f"| {' | '.join(map(str, cells))} |"


def table(head, rows):
    return "\n".join([row(*head), row(*["---"] + ["---:"] * (len(head) - 1)), *(row(*cells) for cells in rows)])


def milliseconds(seconds):
    return f"{1000 * seconds:.0f}"


def preparation_table(portals):
    """What the index took to build, and how large it is."""
    rows = [
        (
            f"{portal.documents:,}",
            f"{portal.index['entries']:,}",
            f"{portal.index['cost']['cpu']:.0f} s",
            f"{portal.index['cost']['wall']:.0f} s",
            f"{1000 * portal.index['cost']['cpu'] / portal.documents:.1f} ms",
            f"{portal.index['bytes'] / 2**20:.0f} MiB",
        )
        for portal in portals
    ]
    head = ("documents", "entries of the index", "built in, processor", "passed", "a document", "size")
    return table(head, rows)


def page_table(costs, sizes):
    """Each page and reader with the figures of each size, and the ratios."""
    head = ["page, reader"]
    for size in sizes:
        head += [f"{size:,}: p50", "p99", "passed", "queries"]
    rows = []
    for page in PAGES:
        for reader in page.readers:
            rows.append([f"{page.part}: {page.name}, {reader}", *figures(costs, sizes, page, reader)])
    return table([*head, "largest ÷ smallest", "÷ library"], rows)


def figures(costs, sizes, page, reader):
    for size in sizes:
        cost = costs[page, reader, size]
        yield from (milliseconds(cost.typical), milliseconds(cost.slow), milliseconds(cost.passed), cost.queries)
    typical = costs[page, reader, max(sizes)].typical
    yield f"{typical / costs[page, reader, min(sizes)].typical:.1f}"
    yield f"{typical / costs[PLAIN, reader, max(sizes)].typical:.1f}"


def machine(portal):
    """When and on what this was measured."""
    cores, system = len(os.sched_getaffinity(0)), platform.system()
    versions = f"Python {platform.python_version()}, {portal.known['database']}"
    return f"{datetime.now(UTC):%Y-%m-%d}, {cores} cores, {system}, {versions}"
