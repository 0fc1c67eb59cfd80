"""Personal data in a text that is to be published: names, e-mail addresses and telephone numbers of persons.

What is found is shown to whoever prepares the text, who takes it out or says why it stays. A family name may be a common word
too: better one finding too many than a name in public. What this cannot find (templates/assistance/results/limits.html) is said
where the text is checked.
"""

import re
import unicodedata
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from asm_portal.models import FocalPoint, Person, Phone
from asm_portal.words import EMPTY, WORD, fold
from knowledge.reports.rules import words_of

ADDRESS = re.compile(r"[^\s@<>()\[\],;:\"“”«»]+@[^\s@<>()\[\],;:\"“”«»]+\.\w{2,}")
# What is written like a number that one calls from abroad; those of the register are found however they are written.
NUMBER = re.compile(r"(?:\+|\b00)\d(?:[\s./()-]{0,2}\d){6,14}")
DIGITS = re.compile(r"\d(?:[\s./()-]{0,2}\d)+")
SHORTEST_NUMBER, SHORTEST_PART = 7, 4
# What takes its place in a name that is written apart or in one word: N’Diaye, El-Amin.
JOINTS = re.compile(r"(?<=\w)['’‘ʼ‐-](?=\w)")
# Letters that carry their mark within them, which no accent can be taken from.
PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "œ": "oe", "æ": "ae"})
# Where a word has a capital because a sentence, a line or an entry of a list begins.
BEGINNING = re.compile(r"(?:^|[.!?:…]\s|\n)[\s\-*#>_“«(\d.]*$")
LONGEST_BEGINNING = 40
# After a title or an initial, a small word is a name all the same.
BEFORE_A_NAME = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|M|Mme|Mlle|Sr|Sra)\.?|\b[^\W\d_]\.)\s$")
# Short names that are also words; at the beginning of a sentence they are taken for the word.
SMALL_WORDS = EMPTY | frozenset(
    [
        "as", "be", "do", "go", "he", "if", "is", "it", "me", "my", "no", "so", "up", "us", "we", "am", "all", "any",
        "but", "can", "may", "new", "not", "one", "our", "out", "she", "see", "two", "was", "who", "you", "ce", "il",
        "je", "ma", "ne", "ni", "ok", "on", "or", "sa", "se", "si", "ta", "te", "tu", "va", "vu", "car", "ces",
        "cet", "est", "eux", "ici", "lui", "mes", "mon", "non", "nos", "ont", "par", "pas", "que", "qui", "ses",
        "six", "son", "tel", "tes", "ton", "une", "vos",
    ]
)  # fmt: skip
NAME, MAIL, TELEPHONE = _("name"), _("e-mail address"), _("telephone number")
UNREADABLE = _("file in which nothing can be searched")


@dataclass(frozen=True, order=True)
class Finding:
    """Something in a text that looks like personal data, or may hold some: what, word for word, and in which language's text."""

    what: str
    words: str
    language: str


def findings(result):
    """What is found in the titles and texts of a result, files included, in the order of the languages."""
    revision = result.revision
    titles = revision.titles_shown()
    known, numbers = names(result.request), numbers_on_record()
    found = []
    for rendition in revision.renditions.order_by("language", "role"):
        words, language = words_read(rendition), rendition.language
        if not words.strip():
            found.append(Finding(UNREADABLE, rendition.extension.upper(), language))
        text = plain(f"{titles.get(language, '')}\n{words}")
        found += [Finding(what, words, language) for what, words in found_in(text, known, numbers)]
    return list(dict.fromkeys(found))


def words_read(rendition):
    """The words of a text or a file; "" of a file that cannot be read, as of a scan."""
    try:
        return words_of(rendition)
    except Exception:
        return ""


def plain(text):
    """The text with each letter and its accent as one sign, and without signs that nobody sees, such as the soft hyphen: a word
    reads the same with them, and would be another one."""
    return "".join(sign for sign in unicodedata.normalize("NFC", text) if unicodedata.category(sign) != "Cf")


def found_in(text, known, numbers):
    """(what, words) of each finding in a text."""
    for words in named(text, known):
        yield NAME, words
    for match in ADDRESS.finditer(text):
        yield MAIL, match.group().rstrip(".")
    for words in telephones(text, numbers):
        yield TELEPHONE, words


def telephones(text, numbers):
    """The numbers in a text, each once and as far as it goes: one of the register reads like one from abroad as well."""
    spans = [match.span() for match in NUMBER.finditer(text)]
    spans += [match.span() for match in DIGITS.finditer(text) if digits(match.group()) in numbers]
    widest, end = [], -1
    for start, stop in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start >= end:
            widest.append(text[start:stop])
            end = stop
    return sorted(set(widest))


def named(text, known):
    """The names that stand in a text as words, without those that are part of a longer one; a name of one word, and initials,
    count only with their capitals."""
    readings = [reading(text), reading(JOINTS.sub("", text))]
    told = set()
    for key, name in sorted(known.items(), key=lambda pair: (-len(pair[0].split()), pair[0])):
        parts = key.split()
        needs_capitals = len(parts) == 1 or all(len(part) == 1 for part in parts)
        if any(f" {key} " in words[needs_capitals] for words in readings) and not told.issuperset(parts):
            told.update(parts)
            yield name


def reading(text):
    """The words of a text as they are compared, and the same with a dot for each that is no name by itself."""
    every, capitals = [], []
    for match in WORD.finditer(text):
        every.append(folded(match.group()))
        capitals.append(every[-1] if has_capital(match, text) else ".")
    return f" {' '.join(every)} ", f" {' '.join(capitals)} "


def has_capital(match, text):
    """Whether a word has a capital of its own, as a name has, and not that of the sentence which it begins."""
    word = match.group()
    if word[0].islower():
        return False
    if len(word) == 1 or word.isupper() or word.casefold() not in SMALL_WORDS:
        return True
    around = (text, max(0, match.start() - LONGEST_BEGINNING), match.start())
    return bool(BEFORE_A_NAME.search(*around)) or not BEGINNING.search(*around)


def folded(word):
    return fold(word).translate(PLAIN)


def names(request):
    """Name as words are compared → the name: family names, their parts, and whole names of the register; each part of the names
    of those who had to do with the request, and their initials."""
    known = {}
    for given, family in Person.objects.values_list("given_name", "family_name"):
        keep(known, family)
        for part in WORD.findall(plain(family)):
            if len(part) >= SHORTEST_PART and not part[0].islower():
                keep(known, part)
        if given:
            keep(known, f"{given} {family}")
            keep(known, f"{family} {given}")
    for name in filter(None, (request.asked_by, request.consent_by, request.name)):
        parts = WORD.findall(plain(str(name)))
        for part in parts:
            keep(known, part)
        keep(known, ". ".join(part[0] for part in parts) + ".")
    return known


def keep(known, name):
    """Keep a name, apart and in one word; a single letter is none."""
    words = [folded(word) for word in WORD.findall(plain(name))]
    for way in (" ".join(words), " ".join(folded(word) for word in WORD.findall(JOINTS.sub("", plain(name))))):
        if len(way) > 1:
            known.setdefault(way, name)


def numbers_on_record():
    """The telephone numbers of the register, as digits."""
    rows = [*Phone.objects.values_list("number", flat=True)]
    for pair in FocalPoint.objects.values_list("telephone", "deputy_telephone"):
        rows += pair
    return {found for number in rows if len(found := digits(number)) >= SHORTEST_NUMBER}


def digits(number):
    return "".join(sign for sign in number if sign.isascii() and sign.isdigit())
