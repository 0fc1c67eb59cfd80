"""PDF without anything that acts, hides or is locked."""

import re
import time

from django.utils.translation import gettext as _
from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from asm_portal.uploads.refusal import Refused

MAX_PAGES = 2_000
MAX_OBJECTS = 200_000
MAX_SECONDS = 20
HEADER = re.compile(rb"%PDF-[12]\.\d[\s%]")
SCRIPTS = {"/JS", "/JavaScript", "/XFA"}
FILES = {"/EmbeddedFiles", "/EF", "/AF", "/RichMediaContent", "/RichMediaSettings"}
ACTIONS = {
    "/Launch",
    "/SubmitForm",
    "/ImportData",
    "/GoToE",
    "/GoToR",
    "/Movie",
    "/Sound",
    "/Rendition",
    "/RichMediaExecute",
}


def recognise(head):
    return b"%PDF-" in head[:1024]


def check(file, size):
    """The number of pages; raises Refused."""
    refuse_foreign_data(file, size)
    try:
        reader = PdfReader(file)
        if reader.is_encrypted:
            raise Refused(_("The PDF is encrypted. Save it without a password and without restrictions."))
        refuse_active(reader)
        pages = len(reader.pages)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OverflowError):
        raise Refused(_("The PDF is damaged.")) from None
    if not pages:
        raise Refused(_("The PDF has no pages."))
    if pages > MAX_PAGES:
        raise Refused(
            _("The PDF has %(pages)s pages; at most %(limit)s are taken.") % {"pages": pages, "limit": MAX_PAGES}
        )
    return pages


def refuse_foreign_data(file, size):
    """A PDF begins with its header and ends with its end mark; programs forgive more, which is how other files ride along."""
    file.seek(0)
    if not HEADER.match(file.read(10)):
        raise Refused(_("Foreign data stand before the beginning of the PDF."))
    file.seek(max(0, size - 2048))
    end = file.read().rstrip(b"\r\n\t \x00")
    if not end.endswith(b"%%EOF"):
        foreign = _("Foreign data stand after the end of the file.")
        raise Refused(foreign if b"%%EOF" in end else _("The PDF is damaged."))
    file.seek(0)


def refuse_active(reader):
    """Walk all objects from the root."""
    deadline = time.monotonic() + MAX_SECONDS
    seen, waiting = set(), [reader.trailer]
    while waiting:
        found = waiting.pop()
        if isinstance(found, IndirectObject):
            if (found.idnum, found.generation) in seen:
                continue
            seen.add((found.idnum, found.generation))
            found = found.get_object()
        if len(seen) > MAX_OBJECTS or time.monotonic() > deadline:
            raise Refused(_("The PDF is too complex to be checked."))
        if isinstance(found, DictionaryObject):
            refuse_active_entries(found)
            waiting.extend(found.values())
        elif isinstance(found, ArrayObject):
            waiting.extend(found)


def refuse_active_entries(entries):
    """One dictionary. `/S` names actions, and other things that never bear these names."""
    kind = resolved(entries, "/S")
    if SCRIPTS & set(entries) or kind == "/JavaScript":
        raise Refused(_("The PDF holds scripts. Print it to a new PDF first."))
    if FILES & set(entries) or resolved(entries, "/Type") == "/EmbeddedFile":
        raise Refused(
            _("The PDF holds other files. Print it to a new PDF first, and upload the other files themselves.")
        )
    opening = resolved(entries, "/OpenAction")
    starts = isinstance(opening, DictionaryObject) and resolved(opening, "/S") != "/GoTo"
    if starts or kind in ACTIONS or "/AA" in entries:
        raise Refused(_("The PDF starts something by itself when it is opened. Print it to a new PDF first."))


def resolved(entries, name):
    found = entries.get(name)
    return found.get_object() if isinstance(found, IndirectObject) else found
