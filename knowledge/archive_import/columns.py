"""The columns of a manifest, with the names that a French manifest may give them (docs/import-archive.md explains each)."""

from asm_portal.models.organisations import LANGUAGE_CHOICES
from asm_portal.words import fold
from knowledge.models import DocumentLink, Rendition

Link, Role = DocumentLink.Kind, Rendition.Role
LANGUAGES = tuple(code for code, _name in LANGUAGE_CHOICES)

LINKS = {
    "supersedes": Link.SUPERSEDES,
    "amends": Link.AMENDS,
    "extends": Link.EXTENDS,
    "implements": Link.IMPLEMENTS,
    "responds_to": Link.RESPONDS_TO,
}
DECISION = {
    "decided_by": "decide_par",
    "instrument": "instrument",
    "place_en": "lieu_en",
    "place_fr": "lieu_fr",
    "topic": "theme",
    "in_force_from": "en_vigueur_du",
    "in_force_until": "en_vigueur_jusqu_au",
}
MINUTES = {
    "meeting_date": "date_de_la_reunion",
    "adopted_on": "adopte_le",
    "adopted_by_en": "adopte_par_en",
    "adopted_by_fr": "adopte_par_fr",
}
# What is said of a document once; a row that adds files to one says none of it.
OF_THE_DOCUMENT = {
    "kind": "nature",
    "official_number": "numero_officiel",
    "date": "date",
    "body": "organe",
    "organisation": "organisation",
    "audience": "public_vise",
    **DECISION,
    **MINUTES,
    "supersedes": "remplace",
    "amends": "modifie",
    "extends": "prolonge",
    "implements": "met_en_oeuvre",
    "responds_to": "repond_a",
    "source": "source",
    "certainty": "certitude",
    "note": "note",
}
OF_THE_ROW = {
    "id": "identifiant",
    "adds_to": "ajoute_a",
    "revision": "revision",
    "what_changed_en": "changement_en",
    "what_changed_fr": "changement_fr",
}
# A column per language: title_fr is the official title in French, our_title_fr the secretariat's translation of one.
TITLES = {"title": "titre", "our_title": "titre_traduit"}
ROLES = {
    "file": ("fichier", Role.ORIGINAL),
    "translation": ("traduction", Role.TRANSLATION),
    "text": ("texte", Role.TEXT_TWIN),
}


def in_languages(prefix):
    return [f"{prefix}_{language}" for language in LANGUAGES]


# Column → (language, role).
FILES = {f"{name}_{code}": (code, role) for name, (_french, role) in ROLES.items() for code in LANGUAGES}
TITLE_COLUMNS = tuple(column for name in TITLES for column in in_languages(name))
COLUMNS = (*OF_THE_ROW, *OF_THE_DOCUMENT, *TITLE_COLUMNS, *FILES)


def french_names():
    """French name → column."""
    found = {french: name for name, french in (OF_THE_ROW | OF_THE_DOCUMENT).items()}
    for name, french in (TITLES | {name: french for name, (french, _role) in ROLES.items()}).items():
        found |= dict(zip(in_languages(french), in_languages(name), strict=True))
    return found


FRENCH = french_names()


def column_of(heading):
    """The column that a heading names, in whatever letters it is written; None where there is none such."""
    name = "_".join(
        fold(heading.casefold().replace("’", " ").replace("'", " ").replace("œ", "oe")).replace("-", " ").split()
    )
    name = name.replace("__", "_")
    return name if name in COLUMNS else FRENCH.get(name)
