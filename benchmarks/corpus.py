"""An invented archive: papers of about 3 KB in four languages, the same for the same seed on every machine.

The words are made of syllables, as often as words of a language are (Zipf), so that an index meets what it would in earnest:
a few words in nearly every text, very many in one or two. What the benchmark searches for is planted at a stated frequency.
"""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from itertools import accumulate

SEED = 2003
CHARACTERS = 3_000
VOCABULARY = 20_000
FIRST_YEAR, LAST_YEAR = 2003, 2025
BODIES, ORGANISATIONS = 14, 85

# Share of the papers, in percent.
LANGUAGES = {"en": 45, "fr": 30, "pt": 13, "ru": 12}
AUDIENCES = {
    "public": 35, "process": 25, "participants": 15, "body": 18, "organisation": 4, "chair": 1, "secretariat": 2,
}  # fmt: skip
STATES = {"final": 94, "draft": 3, "circulated": 2, "withdrawn": 1}
KINDS = {
    "minutes": 20, "annual-report": 16, "letter": 12, "working-paper": 10, "statistics": 8, "review-report": 7, "notice": 6,
    "presentation": 5, "law": 5, "certificate": 4, "statement": 3, "guideline": 2, "communique": 1.6, "decision": 0.4,
}  # fmt: skip
TRANSLATED, SUPERSEDING, AMENDING, UNDATED, AS_FILE = 25, 3, 2, 1, 70

# Words that the benchmark asks for: the same in all four languages, and in how many of a hundred texts they stand.
MOST_COMMON, COMMON = "Kimberley", "audit"
SOME = ("carat", "protocol", "forum", "transit", "mandat", "export")
PLANTED = {MOST_COMMON: 80, COMMON: 40, **dict.fromkeys(SOME, 15)}
PHRASE = {"en": "rough diamonds", "fr": "diamants bruts", "pt": "diamantes brutos", "ru": "природные алмазы"}
PHRASE_SHARE = 20
RARE = tuple(f"{first}quz{second}" for first in "bdfgklmnpr" for second in ("ax", "ob", "ut"))
RARE_SHARE = 0.6  # of all thirty together: each stands in one text of 5,000

SYLLABLES = {
    "en": "ing ter con pro men tion ver ly der stan res ment per com ward ship ness port ble cal ket lin ro sta",
    "fr": "tion ment eur con pré dé lai sion ance ér que lle té ré port nais veau ché oir ple tri mo sé cou",
    "pt": "ção mente dor con pre dade res são ência te ro ca mos lha nho per ter vel port gem qui ri so da",
    "ru": "ние про ста тель ный пере рос ком ова лен тор мет при сов ско дан жен гра пор тив ма ре ло на",
}
SMALL = {
    "en": "the of and to in for on that is with as by be at from",
    "fr": "de la le et les des en du que pour dans une sur par au",
    "pt": "de a o que e do da em um para com uma os no se",
    "ru": "и в на с по не что к из о для от за как это",
}


@dataclass(frozen=True)
class Text:
    """A text of a paper in a language."""

    title: str
    body: str


@dataclass(frozen=True)
class Paper:
    """A document as the generator draws it; numbers name the bodies, the organisations and earlier papers."""

    number: int
    kind: str
    state: str
    audience: str
    body: int | None
    organisation: int | None
    day: date | None
    is_file: bool
    texts: dict = field(repr=False)
    supersedes: int | None = None
    amends: int | None = None


@cache
def vocabulary(language):
    """The words of a language, the most frequent first, their cumulated weights, and how long a word is on average."""
    draw = random.Random(language)  # noqa: S311 (an invented text is no secret)
    words, syllables = dict.fromkeys(SMALL[language].split()), SYLLABLES[language].split()
    while len(words) < VOCABULARY:
        words["".join(draw.choices(syllables, k=draw.choice((2, 2, 3, 3, 4))))] = None
    weights = [1 / (rank + 2) for rank in range(VOCABULARY)]
    length = sum((len(word) + 1) * weight for word, weight in zip(words, weights, strict=True)) / sum(weights)
    return list(words), list(accumulate(weights)), length


def drawn(draw, shares):
    return draw.choices(list(shares), list(shares.values()))[0]


def holds(draw, percent):
    return draw.random() * 100 < percent


def planted(draw, language):
    """What the benchmark asks for, of this text."""
    found = [word for word, share in PLANTED.items() if holds(draw, share)]
    if holds(draw, PHRASE_SHARE):
        found.append(PHRASE[language])
    if holds(draw, RARE_SHARE):
        found.append(draw.choice(RARE))
    return found


def written(draw, language):
    """A text with its title: sentences of words, some of them planted."""
    words, weights, length = vocabulary(language)
    text = draw.choices(words, cum_weights=weights, k=max(30, int(draw.gauss(CHARACTERS, CHARACTERS / 6) / length)))
    for phrase in planted(draw, language):
        for _time in range(draw.choice((1, 1, 2, 3))):
            text.insert(draw.randrange(len(text)), phrase)
    title = draw.choices(words[100:], cum_weights=weights[100:], k=7)
    paragraphs = [" ".join(text[start : start + 60]).capitalize() + "." for start in range(0, len(text), 60)]
    return Text(" ".join(title).capitalize(), "\n\n".join(paragraphs))


def languages_of(draw):
    first = drawn(draw, LANGUAGES)
    if holds(draw, TRANSLATED):
        return first, "fr" if first == "en" else "en"
    return (first,)


def day_of(draw):
    """Years fill up as an archive does: the latest hold four times as much as the first."""
    span = LAST_YEAR - FIRST_YEAR + 1
    year = FIRST_YEAR + draw.choices(range(span), [1 + 3 * place / span for place in range(span)])[0]
    return date(year, 1, 1) + timedelta(days=draw.randrange(365))


def paper(draw, number):
    """One paper; at most one in twenty says what it does to an earlier one."""
    audience, earlier = drawn(draw, AUDIENCES), draw.randrange(number) if number else None
    concerns, link = draw.random() < 0.5, draw.random() * 100
    return Paper(
        number=number,
        kind=drawn(draw, KINDS),
        state=drawn(draw, STATES),
        audience=audience,
        body=draw.randrange(BODIES) if audience == "body" or draw.random() < 0.6 else None,
        organisation=draw.randrange(ORGANISATIONS) if audience == "organisation" or concerns else None,
        day=None if holds(draw, UNDATED) else day_of(draw),
        is_file=holds(draw, AS_FILE),
        texts={language: written(draw, language) for language in languages_of(draw)},
        supersedes=earlier if link < SUPERSEDING else None,
        amends=earlier if SUPERSEDING <= link < SUPERSEDING + AMENDING else None,
    )


def corpus(count, seed=SEED):
    """The first `count` papers of a seed; fewer are the beginning of more."""
    draw = random.Random(seed)  # noqa: S311 (an invented text is no secret)
    for number in range(count):
        yield paper(draw, number)
