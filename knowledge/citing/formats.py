"""Citations of a document: a sentence in the reader's language, BibTeX and RIS."""

import re

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from asm_portal.dated import Precision, today
from asm_portal.templatetags.portal import date_words
from knowledge.kinds import OF_THE_PARTICIPANT

PROCESS = "Kimberley Process"
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# In the words of LaTeX; BibTeX counts braces, also those behind a backslash.
LATEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "$&#_%"},
}
KNOWN_MONTH = (Precision.DAY, Precision.MONTH)


def permalink(document):
    """The full address that is printed: without a language, and the same for good."""
    return settings.SITE_URL + reverse("permalink", args=[document.reference])


def author(document):
    """Who speaks: the Participant in its own report, law or specimen, else the Process, through the body that issued the text."""
    if document.kind.code in OF_THE_PARTICIPANT and document.organisation:
        return str(document.organisation)
    return ", ".join(filter(None, [_("Kimberley Process"), str(document.issuing_body or "")]))


def citation(document):
    """A plain citation, as one sets it in a footnote."""
    return _("%(author)s, “%(title)s”, %(number)s, %(day)s.") % {
        "author": author(document),
        "title": document,
        "number": document.official_number or document.reference,
        "day": date_words(document.date, document.date_precision),
    }


def one_line(text):
    return re.sub(r"[\s\x00-\x1f\x7f]+", " ", str(text)).strip()


def latex(text):
    return "".join(LATEX.get(sign, sign) for sign in one_line(text))


def language_of(document):
    return document.shown_title.language if document.shown_title else "en"


def year(document):
    known = document.date and document.date_precision != Precision.UNKNOWN
    return str(document.date.year) if known else ""


def bibtex(document):
    """An entry of the type `misc`; the braces around title and author keep their capitals and their commas."""
    fields = {
        "author": f"{{{latex(author(document))}}}",
        "title": f"{{{latex(document)}}}",
        "year": year(document),
        "month": MONTHS[document.date.month - 1] if document.date_precision in KNOWN_MONTH else "",
        "number": latex(document.official_number or document.reference),
        "howpublished": latex(PROCESS),
        "url": permalink(document),
        "urldate": f"{today():%Y-%m-%d}",
        "language": language_of(document),
        "note": latex(document.kind),
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return "@misc{" + ",\n".join([document.reference, *lines]) + "\n}\n"


def ris(document):
    """A record of RIS; a value is one line, so that none can begin a field of its own."""
    day = document.date
    dated = {Precision.DAY: f"{day:%Y/%m/%d/}", Precision.MONTH: f"{day:%Y/%m//}"} if day else {}
    fields = [
        ("TY", "GOVDOC"),
        ("ID", document.reference),
        ("AU", author(document)),
        ("TI", document),
        ("PY", year(document)),
        ("DA", dated.get(document.date_precision, "")),
        ("M1", document.official_number or document.reference),
        ("M3", document.kind),
        ("PB", PROCESS),
        ("UR", permalink(document)),
        ("Y2", f"{today():%Y/%m/%d/}"),
        ("LA", language_of(document)),
        ("ER", ""),
    ]
    return "".join(f"{tag}  - {one_line(value)}\r\n" for tag, value in fields if str(value) or tag == "ER")
