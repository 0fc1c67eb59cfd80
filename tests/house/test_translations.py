"""Every word that a reader meets exists in every language of the interface."""

import re

import pytest

from asm_portal.translations import catalogue_path, extracted, is_translated, languages, read_catalogue, wordings

NAMED = re.compile(r"%\((\w+)\)[a-z]")
TAGS = re.compile(r"</?[a-z]+")


def key(message):
    return (message.id, message.context)


@pytest.fixture(params=languages())
def catalogue(request):
    return read_catalogue(request.param)


def test_the_catalogue_holds_the_strings_of_the_code_and_no_others(catalogue):
    """Where this fails: `make messages`."""
    wanted, found = ({key(message) for message in held if message.id} for held in (extracted(), catalogue))
    assert (sorted(map(str, wanted - found)), sorted(map(str, found - wanted))) == ([], [])


def test_every_string_is_translated_and_none_is_a_guess(catalogue):
    assert [key(message) for message in catalogue if message.id and not is_translated(message)] == []
    assert [key(message) for message in catalogue if message.id and message.fuzzy] == []


def test_placeholders_and_markup_survive_translation(catalogue):
    lost = []
    for message in catalogue:
        ours, theirs = wordings(message.id), wordings(message.string)
        for pattern in (NAMED, TAGS):
            known = [sorted(pattern.findall(text)) for text in ours]
            if message.id and any(text.strip() and sorted(pattern.findall(text)) not in known for text in theirs):
                lost.append(key(message))
    assert lost == []


def test_the_catalogue_names_its_plurals(catalogue):
    assert catalogue.num_plurals == 2
    assert catalogue_path(catalogue.locale.language).exists()


def test_a_participant_is_never_called_a_country():
    """The European Union is one; the countries that Participants represent are counted as such."""
    words = " ".join(str(message.id).replace("countries they represent", "") for message in extracted())
    assert re.findall(r"(?:\S+ ){0,4}\bcountr(?:y|ies)\b(?! they represent)(?: \S+){0,4}", words, re.I) == []
