import gettext

import pytest

from asm_portal import translations

TEMPLATE = """{% load i18n %}<h1>{% translate "Decisions" %}</h1>
  {% translate "Chair" context "of a body" %} {{ value|default:_("nobody") }}
  {% comment %}Translators: a certificate travels with a parcel{% endcomment %}
  {% blocktranslate trimmed count found=count %}
    One document by {{ name }}
  {% plural %}
    {{ found }} documents
  {% endblocktranslate %}
      {% translate "It’s “new”" %}
"""
CODE = """
from django.utils.translation import gettext_lazy as _, ngettext, pgettext_lazy
label = _("Working "
          "group")
def count(n):
    return ngettext("%(n)d day", "%(n)d days", n) % {"n": n}
verb = pgettext_lazy("verb", "Share")
"""


def strings(path, text):
    path.write_text(text)
    return {(message, context) for _line, message, _comments, context in translations.strings_in(path)}


def test_the_strings_of_a_template_are_found(tmp_path):
    found = strings(tmp_path / "page.html", TEMPLATE)
    assert ("Decisions", None) in found
    assert ("nobody", None) in found
    assert ("Chair", "of a body") in found
    assert ("It’s “new”", None) in found
    assert (("One document by %(name)s", "%(found)s documents"), None) in found


def test_the_strings_of_a_module_are_found(tmp_path):
    found = {
        message if isinstance(message, str) else tuple(message[:2]) for message, _c in strings(tmp_path / "m.py", CODE)
    }
    assert {"Working group", ("%(n)d day", "%(n)d days")} <= found


@pytest.fixture
def project(tmp_path, settings):
    """A project with one string and an empty catalogue."""
    settings.BASE_DIR, settings.LOCALE_PATHS, settings.AREAS = tmp_path, [tmp_path / "locale"], []
    (tmp_path / "asm_portal").mkdir()
    (tmp_path / "templates").mkdir()
    page = tmp_path / "templates" / "page.html"
    page.write_text('{% translate "Decisions" %}')
    return page


def translate(old, new):
    path = translations.catalogue_path("fr")
    path.write_text(path.read_text().replace(old, new))


def test_a_translation_survives_until_its_string_is_gone(project):
    translations.update_catalogue("fr")
    translate('msgid "Decisions"\nmsgstr ""', 'msgid "Decisions"\nmsgstr "Décisions"')
    project.write_text('{% translate "Decisions" %}{% translate "Decision" %}')
    found = {message.id: message.string for message in translations.update_catalogue("fr") if message.id}
    assert found == {"Decisions": "Décisions", "Decision": ""}
    project.write_text('{% translate "Decision" %}')
    translations.update_catalogue("fr")
    assert "Décisions" not in translations.catalogue_path("fr").read_text()


def test_a_second_extraction_changes_nothing(project):
    translations.update_catalogue("fr")
    first = translations.catalogue_path("fr").read_bytes()
    translations.update_catalogue("fr")
    assert translations.catalogue_path("fr").read_bytes() == first


def test_a_compiled_catalogue_speaks_without_gnu_gettext(project):
    translations.update_catalogue("fr")
    translate('msgid "Decisions"\nmsgstr ""', 'msgid "Decisions"\nmsgstr "Décisions"')
    translations.compile_catalogues()
    compiled = translations.catalogue_path("fr").with_suffix(".mo")
    with compiled.open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Decisions") == "Décisions"
