"""Words as search compares them: without case and accents, cut to their stem in their own language.

Texts and queries go through the same functions on both databases, so both find the same.
"""

import re
import threading
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice, product, takewhile

import Stemmer
from django.utils.html import format_html, format_html_join

# Chinese is written without spaces: each character counts as a word, several in a row as a phrase.
IDEOGRAPHS = "\u3400-\u9fff"
WORD = re.compile(rf"[{IDEOGRAPHS}]|(?:(?![{IDEOGRAPHS}])[^\W_])+")
ELISION = re.compile(r"\b(?:[cdjlmnst]|qu)['’](?=\w)", re.IGNORECASE)
CHUNK = re.compile(r'(?<!\S)(-*)"([^"]*)"?|(?:(?<!\S)(-*))?([^\s"]+)')
STEMMED = {"en": "english", "fr": "french", "pt": "portuguese", "ru": "russian", "ar": "arabic", "es": "spanish"}
# Words that stand in every text, and the d and l of « d’or » typed apart; asked for beside others, they would only hide what is
# looked for.
EMPTY = frozenset(["a", "an", "and", "at", "by", "for", "in", "of", "on", "or", "the", "to", "with"]) | frozenset(
    ["au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "ou", "par", "pour", "sur", "un", "une"]
)
MAX_TERMS = 12
# In phrases up to this length, each word is looked for in all its forms beside all those of the others.
LONGEST_MIXED = 3
LONGEST_WORD = 60
LONGEST_QUERY = 300
SNIPPET = 240
SEARCHED_FOR_SNIPPET = 200_000
LOOKED_AT = 200

_stemmers = threading.local()


def stemmer(language):
    """The stemmer of a language, one per thread: it keeps a cache that two threads must not share."""
    made = vars(_stemmers)
    if language not in made:
        made[language] = Stemmer.Stemmer(STEMMED[language])
    return made[language]


def fold(text):
    """Without case, accents and other marks."""
    if text.isascii():
        return text.lower()
    return "".join(sign for sign in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(sign))


def split(text):
    """The words of a text in their order, in lower case."""
    text = unicodedata.normalize("NFC", ELISION.sub(" ", text).casefold())
    return [word[:LONGEST_WORD] for word in WORD.findall(text)]


def stemmed(words, language):
    """Words cut to their stems, then folded: a stemmer tells endings by their accents."""
    cut = stemmer(language).stemWords(words) if language in STEMMED else words
    return [fold(stem) or fold(word) for stem, word in zip(cut, words, strict=True)]


def stems(text, language):
    """The stems of a text's words in their order."""
    return stemmed(split(text), language)


def key(name):
    """A reference or an official number as it is compared: letters and digits only."""
    return "".join(WORD.findall(fold(name)))[:120]


@dataclass(frozen=True)
class Chunk:
    """A part of a query as typed: a word, words joined by a sign, or a phrase in quotes."""

    text: str
    words: tuple
    is_quoted: bool = False
    is_excluded: bool = False

    @property
    def bare(self):
        """The words as they are compared with names: folded."""
        return tuple(map(fold, self.words))


@dataclass(frozen=True)
class Query:
    """What is looked for. Every term must be met; one of its alternatives is enough. An alternative is met by all of its needs,
    a need by one of its forms; a form is a tuple of stems that follow each other. No term of `excluded` may be met."""

    text: str
    terms: tuple = ()
    excluded: tuple = ()
    chunks: tuple = ()

    def __bool__(self):
        return bool(self.terms)


def chunks_of(text):
    """The parts of a query; those without a letter or digit are left out."""
    for minus, quoted, plain_minus, plain in CHUNK.findall(text):
        if words := tuple(split(quoted or plain)):
            yield Chunk(quoted or plain, words, bool(quoted), bool(minus or plain_minus))


def shortened(text):
    """A query without what cannot be printed, as far as it is read."""
    return "".join(sign if sign.isprintable() else " " for sign in text[:LONGEST_QUERY]).strip()


def parse(text, synonyms=None):
    """A query as typed: words, phrases in double quotes, and what is excluded by a minus before it. Whatever else is in it does
    no harm. `synonyms` has the other names of what is named (asm_portal.searching.synonyms)."""
    text = shortened(text)
    chunks = list(chunks_of(text))
    wanted = [chunk for chunk in chunks if not chunk.is_excluded][:MAX_TERMS]
    excluded = [chunk for chunk in chunks if chunk.is_excluded][:MAX_TERMS]
    return Query(
        text,
        tuple(terms(wanted, synonyms)),
        tuple(((forms(chunk.words),),) for chunk in excluded),
        tuple(chunks),
    )


def terms(chunks, synonyms):
    """The terms of chunks: names that several chunks make together become one, with the other names of the same."""
    is_telling = any(not EMPTY.issuperset(chunk.bare) for chunk in chunks)
    place = 0
    while place < len(chunks):
        length, others = longest_name(chunks[place:], synonyms) if synonyms else (1, ())
        own = tuple(
            forms(chunk.words)
            for chunk in chunks[place : place + length]
            if not (is_telling and EMPTY.issuperset(chunk.bare))
        )
        if own or others:
            yield ((own,) if own else ()) + others
        place += length


def longest_name(chunks, synonyms):
    """How many of the chunks, from the first on, make a name that is known, and the alternatives to it."""
    run = list(takewhile(lambda chunk: not chunk.is_quoted, chunks))
    for length in range(len(run), 0, -1):
        if others := synonyms.get(tuple(chain.from_iterable(chunk.bare for chunk in run[:length]))):
            return length, tuple((name_forms(other),) for other in others)
    return 1, ()


def forms(words):
    """The words as each language stems them, for the language of a query is not known. Typed without accents, « adoptee » keeps
    an ending that the stem of « adoptée » has lost, and « proces » in « proces-verbaux » loses one that « procès » has kept."""
    words, bare = list(words), [fold(word) for word in words]
    found = [bare, *(stemmed(typed, language) for language in STEMMED for typed in (words, bare))]
    found.append([stem.removesuffix("e") or stem for stem in stemmed(bare, "fr")])
    if len(words) <= LONGEST_MIXED:
        for language in STEMMED:
            found += product(*zip(bare, stemmed(words, language), stemmed(bare, language), strict=True))
    return tuple(dict.fromkeys(tuple(form) for form in found))


def name_forms(words):
    """A name, written as it should be, as the stemmer of each language leaves it."""
    found = [[fold(word) for word in words], *(stemmed(list(words), language) for language in STEMMED)]
    return tuple(dict.fromkeys(tuple(form) for form in found))


def _same_length_folds():
    """Single signs for accented ones, so that a place in the folded text is the same place in the text."""
    for code in (*range(0x41, 0x5B), *range(0xC0, 0x700), *range(0x1E00, 0x2000)):
        folded = fold(chr(code))
        if len(folded) == 1 and folded != chr(code):
            yield code, folded


FOLDS = dict(_same_length_folds())


def beginnings(found):
    """Patterns of the words that may have one of the stems. A stem may end otherwise than its words ("party", "parti"): its
    beginning finds them, the whole stem tells which they are."""
    for stem in sorted(found):
        if re.fullmatch(f"[{IDEOGRAPHS}]", stem):
            yield stem
        else:
            yield rf"(?<![^\W_]){re.escape(stem[: max(2, len(stem) - 2)])}[^\W_]*"


class Marker:
    """Finds the words of a query in a text of a language, to mark them."""

    def __init__(self, query, language):
        self.language = language
        self.terms = {
            stem: number
            for number, term in enumerate(query.terms)
            for form in chain.from_iterable(chain.from_iterable(term))
            for stem in form
            if len(form) == 1 or stem not in EMPTY
        }
        self.pattern = re.compile("|".join(beginnings(self.terms)) or r"(?!)")

    def find(self, text):
        """(start, end, number of the term) of the words that match."""
        text = unicodedata.normalize("NFC", text)
        stem = lru_cache(maxsize=None)(lambda word: next(iter(stems(word, self.language)), ""))
        for match in self.pattern.finditer(text.translate(FOLDS)):
            number = self.terms.get(stem(text[match.start() : match.end()]), self.terms.get(match.group()))
            if number is not None:
                yield match.start(), match.end(), number

    def marked(self, text):
        """The text as HTML with the words of the query marked; escaped piece by piece."""
        text = unicodedata.normalize("NFC", text)
        pieces, place = [], 0
        for start, end, _number in self.find(text):
            pieces += [text[place:start], format_html("<mark>{}</mark>", text[start:end])]
            place = end
        return format_html_join("", "{}", ((piece,) for piece in [*pieces, text[place:]]))

    def snippet(self, text):
        """The part of a text that holds most of the terms, as HTML, "" where it holds none."""
        text = " ".join(unicodedata.normalize("NFC", text[:SEARCHED_FOR_SNIPPET]).split())
        places = list(islice(self.find(text), LOOKED_AT))
        if not places:
            return ""
        best = max(places, key=lambda place: len({other[2] for other in places if 0 <= other[0] - place[0] < SNIPPET}))
        start = max(0, best[0] - SNIPPET // 4)
        start = text.find(" ", start, best[0]) + 1 or best[0] if start else 0
        end = text.rfind(" ", best[1], start + SNIPPET) if len(text) > start + SNIPPET else len(text)
        end = max(end, best[1])
        before, after = "… " if start else "", " …" if end < len(text) else ""
        return format_html("{}{}{}", before, self.marked(text[start:end]), after)
