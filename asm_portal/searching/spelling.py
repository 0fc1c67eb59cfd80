"""“Did you mean”: for words that nothing holds, the nearest words of titles and names that the reader may know of.

Neighbours come from the words of all titles, which nobody is shown; what is proposed is read from the visible titles that hold
them, so that a word of a closed title alone is never proposed.
"""

import re
from itertools import groupby

from django.db.models import Q

from asm_portal.models.search import SearchEntry, TitleWord, correctable
from asm_portal.search import engine
from asm_portal.words import EMPTY, fold, forms

# With more results than this, nobody has mistyped.
ENOUGH = 2
LONGEST_EXACT = 5
# So many neighbours of a word are compared with it, and so many titles are read for each distance.
NEIGHBOURS = 5_000
NEAREST = 20
TITLES = 50
WORD = re.compile(r"[^\W_]+")


def suggestion(results):
    """The text with the words put right that nothing holds, where that finds something; else ""."""
    if not results.query or len(results.order) > ENOUGH:
        return ""
    entries = [
        SearchEntry.objects.findable(source.records(results.reader), results.reader) for source in results.sources
    ]
    text = results.text
    wanted = (chunk for chunk in results.query.chunks if not chunk.is_excluded)
    for word in dict.fromkeys(word for chunk in wanted for word in chunk.words):
        if correctable([word]) and fold(word) not in EMPTY and (better := nearest(word, entries)):
            text = re.sub(rf"(?<![^\W_]){re.escape(word)}(?![^\W_])", better, text, flags=re.IGNORECASE)
    return text if text != results.text and results.again(text).order else ""


def nearest(word, entries):
    """The visible word nearest to one that no visible entry holds, as its title writes it; "" where there is none."""
    if any(rows.filter(engine().holding([((forms([word]),),)])).exists() for rows in entries):
        return ""
    for _distance, words in groupby(neighbours(fold(word)), key=lambda pair: pair[0]):
        if found := in_titles([candidate for _own, candidate in words][:NEAREST], entries):
            return found
    return ""


def neighbours(word):
    """(distance, other word), the nearest first."""
    near = Q(head=word[:3]) | Q(tail=word[-3:]) | Q(letters="".join(sorted(word)))
    known = TitleWord.objects.filter(near).exclude(word=word).values_list("word", flat=True)[:NEIGHBOURS]
    most = 1 if len(word) <= LONGEST_EXACT else 2
    found = {(distance_of(word, other), other) for other in known if abs(len(other) - len(word)) <= most}
    return sorted(pair for pair in found if pair[0] <= most)


def in_titles(candidates, entries):
    """The first of the candidates that stands in a title or name of the entries, as it is written there."""
    term = tuple((forms([candidate]),) for candidate in candidates)
    for rows in entries:
        titles = rows.filter(engine().holding([term], in_title=True)).values_list("title", "names")[:TITLES]
        written = {fold(found): found for title in titles for found in WORD.findall("\n".join(title))}
        if known := [written[candidate] for candidate in candidates if candidate in written]:
            return known[0]
    return ""


def distance_of(one, other):
    """Letters put in, left out, changed or swapped with their neighbour between two words."""
    before, above = [], list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, sign in enumerate(other, 1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (letter != sign))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == sign:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, above = above, row
    return above[-1]
