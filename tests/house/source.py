"""The files of the project, as the house tests read them."""

import ast
import re
from functools import cache
from itertools import chain
from pathlib import Path

from django.apps import apps
from django.conf import settings

ROOT = settings.BASE_DIR
PACKAGES = ("asm_portal", *settings.AREAS)
TEXT = {".py", ".html", ".txt", ".md", ".toml", ".css", ".js", ".json", ".po", ".in", ".example", ""}
NOT_OURS = {".git", ".venv", "var", "__pycache__", ".pytest_cache", ".ruff_cache", ".import_linter_cache"}


def name_of(path):
    return path.relative_to(ROOT).as_posix()


@cache
def modules():
    """The Python files of the application, without migrations: path → syntax tree."""
    found = chain.from_iterable((ROOT / package).rglob("*.py") for package in PACKAGES)
    return {path: ast.parse(path.read_text()) for path in sorted(found) if "migrations" not in path.parts}


@cache
def templates():
    """The templates: path → text."""
    found = chain((ROOT / "templates").rglob("*.html"), (ROOT / "templates").rglob("*.txt"))
    return {path: path.read_text() for path in sorted(found)}


@cache
def texts():
    """Everything of ours that is text: path → text."""
    found = (path for path in ROOT.rglob("*") if path.is_file() and not NOT_OURS & set(path.relative_to(ROOT).parts))
    return {path: path.read_text() for path in sorted(found) if path.suffix in TEXT}


def models():
    """Our own models, without the historical ones."""
    found = chain.from_iterable(apps.get_app_config(package).get_models() for package in PACKAGES)
    return [model for model in found if not hasattr(model, "history_type")]


def places(pattern, files):
    """Where a pattern occurs: ["file:line: text", …]."""
    return [
        f"{name_of(path)}:{number}: {line.strip()}"
        for path, text in files.items()
        for number, line in enumerate(text.splitlines(), 1)
        if re.search(pattern, line)
    ]


def code():
    """The Python files of the application: path → text."""
    return {path: Path(path).read_text() for path in modules()}
