"""What must hold for every line of code and every template."""

import ast
import re
from pathlib import Path
from statistics import median

import pytest
from django.template import engines
from django.urls import get_resolver

from tests.house import source

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
# Django and allauth answer errors with the templates of these names.
BY_NAME = {"400.html", "403.html", "403_csrf.html", "404.html", "429.html", "500.html"}


def lines_of(node):
    return node.end_lineno - node.lineno + 1


def functions():
    """Every function of the application: (place, lines)."""
    for path, tree in source.modules().items():
        for node in ast.walk(tree):
            if isinstance(node, FUNCTIONS):
                yield f"{source.name_of(path)}:{node.lineno} {node.name}", lines_of(node)


def test_no_file_is_longer_than_400_lines():
    long = {source.name_of(path): len(text.splitlines()) for path, text in source.code().items()}
    assert {name: lines for name, lines in long.items() if lines > 400} == {}


def test_no_function_is_longer_than_40_lines_and_most_are_short():
    sizes = dict(functions())
    assert {place: lines for place, lines in sizes.items() if lines > 40} == {}
    assert median(sizes.values()) <= 9


def test_no_template_is_longer_than_130_lines():
    long = {source.name_of(path): len(text.splitlines()) for path, text in source.templates().items()}
    assert {name: lines for name, lines in long.items() if lines > 130} == {}


def test_rows_of_permission_are_asked_for_in_one_file_only():
    allowed = {"asm_portal/visibility.py", "asm_portal/models/exceptions.py"}
    others = {path: text for path, text in source.code().items() if source.name_of(path) not in allowed}
    assert source.places(r"assign_perm|\.has_perm\(|get_objects_for_user|from guardian", others) == []


@pytest.mark.parametrize(
    "pattern",
    [
        r"\|\s*safe\b",
        r"\|\s*safeseq\b",
        r"autoescape off",
        r"is_staff|is_superuser",
        r"<style|\bstyle=",
        r"\son[a-z]+=",
        r"\bfile\.url\b",
    ],
)
def test_no_template_contains(pattern):
    """The look of a mail is written into it, as mail programs read no style sheet."""
    mails = source.ROOT / "templates" / "emails"
    read = {
        path: text for path, text in source.templates().items() if "style=" not in pattern or mails not in path.parents
    }
    assert source.places(pattern, read) == []


def test_no_template_holds_a_script_of_its_own():
    assert source.places(r"<script(?![^>]*\bsrc=)(?![^>]*application/)", source.templates()) == []


def test_nothing_is_called_safe_without_being_escaped():
    assert source.places(r"\bmark_safe\b|\bSafeString\b", source.code()) == []


def test_nothing_is_left_for_later():
    words = "|".join(("TO" + "DO", "FIX" + "ME", "X" * 3 + r"\b", "HA" + "CK"))
    assert source.places(rf"\b({words})", source.code() | source.templates()) == []


def test_no_file_holds_a_path_of_a_machine():
    places = "|".join(("root", "home", "work", "Users", "tmp/[a-z]"))
    texts = {path: text for path, text in source.texts().items() if path.suffix != ".json"}
    assert source.places(rf"(?<![\w.<}}/:*])/({places})/", texts) == []


def view_classes(resolver=None):
    """The class behind every address."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from view_classes(pattern)
        elif view := getattr(pattern.callback, "view_class", None):
            yield view


def conventional():
    """The templates that Django's generic views find by the name of their model."""
    for view in view_classes():
        model = getattr(view, "model", None) or getattr(getattr(view, "queryset", None), "model", None)
        if model and hasattr(view, "template_name_suffix"):
            yield f"{model._meta.app_label}/{model._meta.model_name}{view.template_name_suffix}.html"


def overrides_a_library(name):
    """Whether a library brings a template of this name, which ours replaces."""
    found = (
        Path(origin.name) for loader in engines["django"].engine.template_loaders for origin in sources_of(loader, name)
    )
    return any(path.exists() and not path.is_relative_to(source.ROOT / "templates") for path in found)


def sources_of(loader, name):
    for inner in getattr(loader, "loaders", [loader]):
        yield from inner.get_template_sources(name)


def named():
    """What stands in quotes in the code and the templates; of a path the ends as well: a/b.html names b.html."""
    for text in (*source.code().values(), *source.templates().values()):
        for path in re.findall(r"""(?<=["'/])[\w.-]+(?:/[\w.-]+)*(?=["'])""", text):
            parts = path.split("/")
            yield from ("/".join(parts[start:]) for start in range(len(parts)))


def test_every_template_is_used():
    called, known = set(named()), BY_NAME | set(conventional())
    unused = []
    for path in source.templates():
        name = path.relative_to(source.ROOT / "templates").as_posix()
        mail = re.fullmatch(r"emails/(\w+)(\.subject)?\.(txt|html)", name)
        if not ((mail[1] if mail else name) in called or name in known or overrides_a_library(name)):
            unused.append(name)
    assert unused == []
