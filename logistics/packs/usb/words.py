"""The index by word initial: every word of the titles, and the titles that bear it."""

from collections import defaultdict
from dataclasses import dataclass

from asm_portal.register import alphabetical
from asm_portal.words import EMPTY, IDEOGRAPHS, split

SHORTEST = 3


@dataclass(frozen=True)
class Initial:
    """A page of the index: the sign that its words begin with, as shown and as in the name of its file."""

    sign: str
    slug: str


DIGITS, CHINESE = Initial("0–9", "0-9"), Initial("中文", "zh")


def initial_of(word):
    """The page that a word stands on: accents do not count, digits and Chinese signs share a page each."""
    sign = alphabetical(word)[:1]
    if sign.isdigit():
        return DIGITS
    if is_ideograph(sign):
        return CHINESE
    return Initial(sign.upper(), sign if sign.isascii() else f"u{ord(sign):04x}")


def is_ideograph(sign):
    first, last = IDEOGRAPHS.split("-")
    return first <= sign <= last


def words_of(text):
    """The words that one looks for: none that stands in every text, none too short to tell anything."""
    return {word for word in split(text) if tells(word, alphabetical(word))}


def tells(word, folded):
    return bool(folded) and folded not in EMPTY and (len(word) >= SHORTEST or is_ideograph(word[0]))


def index(lines):
    """(initial, [(word, [(line, title)])]) in the order of the signs, of lines that have `titles`."""
    by_word = defaultdict(list)
    for line in lines:
        for title in line.titles:
            for word in words_of(title.text):
                by_word[word].append((line, title))
    pages = defaultdict(list)
    for word in sorted(by_word, key=lambda word: (alphabetical(word), word)):
        pages[initial_of(word)].append((word, by_word[word]))
    return sorted(pages.items(), key=lambda page: page[0].slug)
