"""Other names of the same: what an organisation, a body or a term is called in another language, was called before, or is
called for short. Asked of the register with each search, so that a new name counts at once."""

import re
from collections import defaultdict
from functools import lru_cache

from asm_portal.areas import gather
from asm_portal.models import Body, Organisation, OrganisationName
from asm_portal.searching.sources import tag_of
from asm_portal.words import fold, split

# Shorter ones are words of every language: CE, UE, AD.
SHORTEST = 3
KEPT = 10_000


ADDED = re.compile(r"\s*\([^()]*\)")


@lru_cache(maxsize=KEPT)
def words_of(name):
    """The words of a name, as they are stemmed."""
    return tuple(split(name))


@lru_cache(maxsize=KEPT)
def keys_of(name):
    """What a name is called by: its words as they are compared, with and without what it adds in brackets."""
    return {tuple(map(fold, words_of(called))) for called in (name, ADDED.sub("", name))}


class Synonyms:
    """Groups of names, each with the tag of its record where it has one."""

    def __init__(self, groups):
        self.groups = list(groups)
        self.numbers = defaultdict(list)
        for number, names in enumerate(self.groups):
            for called in {called for name in names for called in keys_of(name)}:
                self.numbers[called].append(number)

    def get(self, bare):
        """The alternatives to a name given in folded words, as words; none where it names nothing."""
        if len("".join(bare)) < SHORTEST:
            return ()
        names = {name for number in self.numbers.get(bare, ()) for name in self.groups[number]}
        return sorted({words_of(name) for name in names if len(name) >= SHORTEST})


def synonyms():
    """What the register and the areas know by several names."""
    return Synonyms([*organisations(), *bodies(), *gather("synonyms")])


def organisations():
    names = defaultdict(set)
    for organisation, name in OrganisationName.objects.values_list("organisation", "name"):
        names[organisation].add(name)
    for organisation in Organisation.objects.only("code", "abbreviation_en", "abbreviation_fr"):
        short = {organisation.abbreviation_en, organisation.abbreviation_fr} - {""}
        yield names[organisation.pk] | short | {tag_of(organisation)}


def bodies():
    fields = ("code", "name_en", "name_fr", "abbreviation_en", "abbreviation_fr")
    for body in Body.objects.only(*fields):
        yield {getattr(body, field) for field in fields} - {""} | {tag_of(body)}
