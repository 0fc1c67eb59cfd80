"""What may come in: PDF, DOCX, XLSX, ODT, plain text, PNG, JPEG and WebP, told by content and structure, never by name.

`examine(file)` returns the facts of a file, or refuses it with the reason in the reader's language.
"""

import hashlib
from dataclasses import dataclass

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from asm_portal.uploads import images, office, pdf, text
from asm_portal.uploads.refusal import Refused

__all__ = ["Facts", "Refused", "check_upload", "examine"]

CHECKS = {
    "pdf": pdf.check,
    "docx": office.check,
    "xlsx": office.check,
    "odt": office.check,
    "png": images.check_png,
    "jpg": images.check_jpeg,
    "webp": images.check_webp,
    "txt": text.check,
}
MEDIA_TYPES = office.MEDIA_TYPES | {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "webp": "image/webp",
    "txt": "text/plain; charset=utf-8",
}
HEAD = TAIL = 64 * 1024
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True)
class Facts:
    """What a file is: `size` in bytes, `pages` where the format has pages."""

    media_type: str
    extension: str
    size: int
    sha256: str
    pages: int | None


def examine(file):
    """The facts of an uploaded file; raises Refused, a ValidationError with the reason."""
    size = file.size
    if size == 0:
        raise Refused(_("The file is empty."))
    if size > settings.UPLOAD_MAX_BYTES:
        raise Refused(
            _("The file has %(size)s; at most %(limit)s are taken.")
            % {"size": filesizeformat(size), "limit": filesizeformat(settings.UPLOAD_MAX_BYTES)}
        )
    file.seek(0)
    head = file.read(HEAD)
    file.seek(max(0, size - TAIL))
    tail = file.read(TAIL)
    extension = recognise(file, head)
    refuse_second_format(extension, head, tail)
    file.seek(0)
    pages = CHECKS[extension](file, size)
    return Facts(MEDIA_TYPES[extension], extension, size, digest(file), pages)


def recognise(file, head):
    """The extension that the content asks for; raises Refused where it is none of those taken."""
    if head.startswith(OLD_OFFICE):
        raise Refused(
            _("This is an old or password-protected Office file. Save it as DOCX or XLSX, without a password.")
        )
    if head.startswith(b"PK"):
        return office.recognise(file)
    if extension := images.recognise(head):
        return extension
    if pdf.recognise(head):
        return "pdf"
    if text.recognise(head):
        return "txt"
    raise Refused(_("This is none of the formats taken: PDF, DOCX, XLSX, ODT, plain text, PNG, JPEG and WebP."))


def refuse_second_format(extension, head, tail):
    """A file that other programs would open as something else has no place in an archive."""
    hides_pdf = extension != "pdf" and b"%PDF-" in head[:1024]
    hides_archive = extension not in office.MEDIA_TYPES and office.END_OF_ARCHIVE in tail
    if hides_pdf or hides_archive:
        raise Refused(_("The file holds a second format besides its own."))


def digest(file):
    """SHA-256 of the file, read in pieces."""
    found = hashlib.sha256()
    file.seek(0)
    for chunk in file.chunks():
        found.update(chunk)
    file.seek(0)
    return found.hexdigest()


def check_upload(value):
    """The validator of file fields: a new file must pass `examine`; a stored one has."""
    if not getattr(value, "_committed", False):
        examine(value)
