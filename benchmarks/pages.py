"""The pages that are timed. A page with several addresses takes them in turn, so that no single word decides."""

from dataclasses import dataclass
from itertools import combinations
from urllib.parse import urlencode

from benchmarks.corpus import COMMON, MOST_COMMON, PHRASE, RARE, SOME

LIBRARY, SEARCH, DECISIONS = "/en/documents/", "/en/search/", "/en/decisions/"
READERS = ("anonymous", "member")


@dataclass(frozen=True)
class Page:
    """What is asked for, by whom, and of which part of the report it is."""

    part: str
    name: str
    addresses: tuple
    readers: tuple = READERS

    def address(self, turn):
        return self.addresses[turn % len(self.addresses)]


def asked(address, /, **query):
    return f"{address}?{urlencode(query, doseq=True)}"


def searches(*texts):
    return tuple(asked(SEARCH, q=text) for text in texts)


PLAIN = Page("library", "first page", (LIBRARY,))
FILTERED = asked(LIBRARY, kind=["sample-minutes", "sample-letter"], language="fr", since=2015)
CHECK = asked("/en/certificates/check/", participant="XX001", day=3, month=12, year=2014, number="12345")
PAGES = (
    PLAIN,
    Page("library", "third page", (asked(LIBRARY, page=3),)),
    Page("library", "two kinds, a language, since a year", (FILTERED,)),
    Page("library", "one working group", tuple(asked(LIBRARY, body=f"XW{number:02}") for number in range(5))),
    Page("search", "rare word", searches(*RARE)),
    Page("search", "three words", searches(*map(" ".join, combinations(SOME, 3)))),
    Page("search", "common word", searches(COMMON)),
    Page("search", "most common word", searches(MOST_COMMON)),
    Page("search", "phrase", searches(*(f'"{phrase}"' for phrase in PHRASE.values()))),
    Page("search", "exclusion", searches(*(f"{MOST_COMMON} -{word}" for word in (COMMON, *SOME)))),
    Page("search", "common word, newest first", (asked(SEARCH, q=COMMON, sort="date"),)),
    Page("search", "a word that is nowhere", searches("xyzzyx")),
    Page(
        "filtered search",
        "common word in minutes since a year",
        (asked(SEARCH, q=COMMON, kind="sample-minutes", since=2015),),
    ),
    Page("other", "decisions", (DECISIONS,)),
    Page("other", "decisions in force on a day", (f"{DECISIONS}?on=2015-06-01",)),
    Page("other", "a document", ("/en/documents/{document}/",)),
    Page("other", "a working group", ("/en/bodies/XW01/",)),
    Page("other", "a Participant", ("/en/participants/XX001/",)),
    Page("other", "check a certificate", (CHECK,), ("member",)),
    Page("other", "directory", ("/en/directory/",), ("member",)),
    Page("other", "home", ("/en/",)),
)
