"""The catalogues of translated strings, extracted and compiled in Python: a fresh machine has no GNU gettext.

`locale/<language>/LC_MESSAGES/django.po` is written by hand on top of what `make messages` extracts; the compiled `.mo` beside it
is made at every start and not kept.
"""

import os
from io import BytesIO

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

KEYWORDS = (
    DEFAULT_KEYWORDS
    | {"gettext_noop": None}
    | {f"{name}_lazy": DEFAULT_KEYWORDS[name] for name in ("gettext", "ngettext", "pgettext", "npgettext")}
)


def languages():
    """The languages of the interface that the source strings are translated into."""
    return [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]


def catalogue_path(language):
    return settings.LOCALE_PATHS[0] / language / "LC_MESSAGES" / "django.po"


def read_catalogue(language):
    """The catalogue of a language as it is on disk; an empty one before the first extraction."""
    path = catalogue_path(language)
    if not path.exists():
        return Catalog(language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def sources():
    """The files that may hold strings to translate."""
    for package in ("asm_portal", *settings.AREAS):
        yield from sorted((settings.BASE_DIR / package).rglob("*.py"))
    yield from sorted(
        path for path in (settings.BASE_DIR / "templates").rglob("*.*") if path.suffix in (".html", ".txt", ".xml")
    )


def strings_in(path):
    """The strings marked for translation in a file: (line, message, comments, context)."""
    text = path.read_text()
    if path.suffix != ".py":
        code = templatize(text, origin=str(path))
        text = "\n".join(line.lstrip() for line in code.splitlines())
    return extract("python", BytesIO(text.encode()), KEYWORDS, comment_tags=("Translators:",), strip_comment_tags=False)


def extracted():
    """Every string of the code and the templates, as an untranslated catalogue."""
    catalogue = Catalog(charset="utf-8")
    for path in sources():
        place = path.relative_to(settings.BASE_DIR).as_posix()
        for line, message, comments, context in strings_in(path):
            catalogue.add(message, None, [(place, line)], auto_comments=comments, context=context)
    return catalogue


def update_catalogue(language):
    """Add new strings and drop those no longer used; the old wording of a changed string is not guessed at."""
    catalogue = read_catalogue(language)
    catalogue.update(extracted(), no_fuzzy_matching=True, update_creation_date=False)
    path = catalogue_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalogue, width=120, ignore_obsolete=True, include_lineno=False)
    return read_catalogue(language)


def wordings(text):
    """The forms of a message or of its translation: one, or singular and plural."""
    return text if isinstance(text, tuple | list) else (text,)


def is_translated(message):
    return all(text.strip() for text in wordings(message.string))


def compile_catalogues():
    """Write the `.mo` of every language whose `.po` is newer."""
    for path in filter(lambda path: path.exists(), map(catalogue_path, languages())):
        compiled = path.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime_ns > path.stat().st_mtime_ns:
            continue
        draft = compiled.with_suffix(f".{os.getpid()}")
        with path.open("rb") as source, draft.open("wb") as target:
            write_mo(target, read_po(source))
        draft.replace(compiled)
