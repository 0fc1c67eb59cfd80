"""What changed between two texts: paragraphs side by side, and in those that changed, the words.

The cost is bounded: paragraphs are compared as wholes first, words only in paragraphs that are alike, and only until
MOST_WORDS of them have been looked at; beyond that paragraphs are paired in their order and shown as replaced.
"""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from operator import itemgetter

SAME, CHANGED, ADDED, REMOVED = "same", "changed", "added", "removed"
ALIKE = 0.4
MOST_WORDS = 600_000
MOST_PAIRS = 2_500
LONGEST = 2_000
BETWEEN = re.compile(r"\n\s*\n")
WORDS = re.compile(r"\s+|\w+|[^\w\s]")
ENDS = (".", ":", ";", "!", "?", "”", "»", "؟", "。")


def paragraphs(text):
    """The paragraphs of a marked-up text: a heading, a list or a table counts as one."""
    return [part.strip() for part in BETWEEN.split(text.replace("\r\n", "\n")) if part.strip()]


def paragraphs_of_file(text, extension):
    """The paragraphs of a text read from a file. Those of a PDF are lines, joined here up to the end of a sentence."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if extension != "pdf":
        return lines
    joined = [""]
    for line in lines:
        joined[-1] = f"{joined[-1]} {line}".strip()
        if line.endswith(ENDS):
            joined.append("")
    return [part for part in joined if part]


@dataclass(frozen=True)
class Piece:
    """Some words: the same in both texts, or only in this one."""

    text: str
    is_changed: bool


@dataclass(frozen=True)
class Row:
    """A paragraph of the earlier text beside that of the later one; either may be missing."""

    kind: str
    earlier: tuple[Piece, ...] = ()
    later: tuple[Piece, ...] = ()
    unchanged: int = 0


class Comparison:
    """Two texts, given as paragraphs."""

    def __init__(self, earlier, later):
        self.words_left = MOST_WORDS
        self.rows = list(self.compare(earlier, later))

    def compare(self, earlier, later):
        blocks = SequenceMatcher(None, earlier, later).get_opcodes()
        for kind, start, end, other_start, other_end in blocks:
            if kind == "equal":
                for text in earlier[start:end]:
                    yield Row(SAME, whole(text), whole(text))
            else:
                yield from self.compare_block(earlier[start:end], later[other_start:other_end])

    def compare_block(self, removed, added):
        """Paragraphs that were replaced by others: those that are alike stand side by side, in their order."""
        done = 0
        for position, text in enumerate(removed):
            found = self.like(text, added, done, len(removed) - position)
            if found is None:
                yield Row(REMOVED, earlier=whole(text, is_changed=True))
                continue
            yield from (Row(ADDED, later=whole(new, is_changed=True)) for new in added[done:found])
            yield self.changed(text, added[found])
            done = found + 1
        yield from (Row(ADDED, later=whole(new, is_changed=True)) for new in added[done:])

    def like(self, text, added, start, left):
        """Where the paragraph most like this one stands among those not yet used, None where none is alike; the next one once
        the cost is spent."""
        if self.words_left <= 0:
            return start if start < len(added) else None
        furthest = min(len(added), start + max(1, MOST_PAIRS // max(1, left)))
        words = set(WORDS.findall(text[:LONGEST]))
        best, place = ALIKE, None
        for position in range(start, furthest):
            others = set(WORDS.findall(added[position][:LONGEST]))
            self.words_left -= len(others)
            score = 2 * len(words & others) / (len(words) + len(others))
            if score > best:
                best, place = score, position
        return place

    def changed(self, earlier, later):
        """The words of two paragraphs that are alike."""
        old, new = WORDS.findall(earlier), WORDS.findall(later)
        self.words_left -= len(old) + len(new)
        if max(len(old), len(new)) > LONGEST or self.words_left <= 0:
            return Row(CHANGED, whole(earlier, is_changed=True), whole(later, is_changed=True))
        blocks = [
            (kind != "equal" or "".join(old[start:end]).isspace(), slice(start, end), slice(other_start, other_end))
            for kind, start, end, other_start, other_end in SequenceMatcher(None, old, new).get_opcodes()
        ]
        left = pieces([(is_changed, old[here]) for is_changed, here, _there in blocks])
        return Row(CHANGED, left, pieces([(is_changed, new[there]) for is_changed, _here, there in blocks]))

    @property
    def has_changes(self):
        return any(row.kind != SAME for row in self.rows)

    def folded(self, around=1):
        """The rows, with unchanged ones further than `around` from a change folded into one that counts them."""
        near = {
            position + step
            for position, row in enumerate(self.rows)
            if row.kind != SAME
            for step in range(-around, around + 1)
        }
        hidden = 0
        for position, row in enumerate(self.rows):
            if position not in near:
                hidden += 1
                continue
            if hidden:
                yield Row(SAME, unchanged=hidden)
                hidden = 0
            yield row
        if hidden:
            yield Row(SAME, unchanged=hidden)


def whole(text, *, is_changed=False):
    return (Piece(text, is_changed),)


def pieces(parts):
    """(changed, words) in their order as Pieces; what changed side by side is one piece, with the spaces in it."""
    made = []
    for is_changed, same in groupby(parts, itemgetter(0)):
        if text := "".join("".join(words) for _flag, words in same):
            made.append(Piece(text, is_changed))
    return tuple(made)
