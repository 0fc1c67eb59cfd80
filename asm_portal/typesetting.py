"""Papers to print and to sign: PDFs typeset from the templates in `templates/typst/`, tagged for screen readers (PDF/UA-1).

    pdf("visa_letter", {"title": _("Letter"), …}, language="fr")

compiles `templates/typst/visa_letter.typ`, which begins

    #import "paper.typ": data, paper, sheet
    #show: paper.with(title: data.title, footer: data.footer)
    = #data.title

A template holds no words of its own: all strings come translated with the data, as JSON, so that nothing in them is read as
markup. It may read the files beside it and nothing else of the machine. The typefaces in the wheel write Latin, Greek, Cyrillic
and Hebrew; Arabic and Chinese need Noto fonts on the machine.
"""

import json
from functools import cache
from pathlib import Path

import typst
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import translation
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

MISSING_SIGN = "could not be displayed"
TEMPLATES = Path(settings.BASE_DIR) / "templates" / "typst"


def pdf(name, data, *, language):
    """The PDF of a template with its data, in a language; `operator`, `language` and `rtl` are added to the data.

    A sign that no typeface has is left out, and the PDF is then not marked as PDF/UA, which forbids that.
    """
    with translation.override(language):
        given = {
            "operator": _(settings.OPERATOR_NAME),
            "language": language,
            "rtl": get_language_info(language)["bidi"],
        }
    source = TEMPLATES / f"{name}.typ"
    options = {
        "root": TEMPLATES,
        "font_paths": fonts(),
        "sys_inputs": {"data": json.dumps(given | data, cls=DjangoJSONEncoder)},
    }
    try:
        return typst.compile(source, pdf_standards=["ua-1"], **options)
    except typst.TypstError as problem:
        if MISSING_SIGN not in str(problem):
            raise
        return typst.compile(source, **options)


@cache
def fonts():
    """The typefaces of the wheel and of the machine, looked for once."""
    return typst.Fonts()
