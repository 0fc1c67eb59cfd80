"""Personal data in a text that is to be published: names, e-mail addresses and telephone numbers of persons.

What is found is shown to whoever prepares the text, who takes it out or says why it stays. A family name may be a common word
too: better one finding too many than a name in public.
"""

import re
import unicodedata
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from asm_portal.models import FocalPoint, Person, Phone
from asm_portal.words import WORD, fold
from knowledge.reports.rules import words_of

ADDRESS = re.compile(r"[^\s@<>()\[\],;:\"“”«»]+@[^\s@<>()\[\],;:\"“”«»]+\.\w{2,}")
# What is written like a number that one calls from abroad; those of the register are found however they are written.
NUMBER = re.compile(r"(?:\+|\b00)\d(?:[\s./()-]{0,2}\d){6,14}")
DIGITS = re.compile(r"\d(?:[\s./()-]{0,2}\d)+")
SHORTEST_NAME, SHORTEST_NUMBER = 3, 7
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
    seen = {match.group() for match in NUMBER.finditer(text)}
    seen |= {match.group() for match in DIGITS.finditer(text) if digits(match.group()) in numbers}
    for words in sorted(seen):
        yield TELEPHONE, words


def named(text, known):
    """The names that stand in a text as words, without those that are part of a longer one; a name of one word counts only where
    it begins with a capital."""
    words = WORD.findall(text)
    whole = f" {' '.join(fold(word) for word in words)} "
    capitals = f" {' '.join(fold(word) if not word[0].islower() else '.' for word in words)} "
    told = set()
    for folded, name in sorted(known.items(), key=lambda pair: (-len(pair[0].split()), pair[0])):
        if f" {folded} " in (whole if " " in folded else capitals) and not told.issuperset(folded.split()):
            told.update(folded.split())
            yield name


def names(request):
    """Name as words are compared → the name: family names and whole names of the register, each part of the names of those who
    had to do with the request."""
    known = {}
    for given, family in Person.objects.values_list("given_name", "family_name"):
        keep(known, family)
        if given:
            keep(known, f"{given} {family}")
            keep(known, f"{family} {given}")
    for person in (request.asked_by, request.consent_by):
        for part in WORD.findall(str(person)) if person else ():
            keep(known, part)
    for part in WORD.findall(request.name):
        keep(known, part)
    return known


def keep(known, name):
    folded = " ".join(fold(word) for word in WORD.findall(plain(name)))
    if len(folded) >= SHORTEST_NAME:
        known.setdefault(folded, name)


def numbers_on_record():
    """The telephone numbers of the register, as digits."""
    rows = [*Phone.objects.values_list("number", flat=True)]
    for pair in FocalPoint.objects.values_list("telephone", "deputy_telephone"):
        rows += pair
    return {found for number in rows if len(found := digits(number)) >= SHORTEST_NUMBER}


def digits(number):
    return "".join(sign for sign in number if sign.isascii() and sign.isdigit())
