"""Plain text: UTF-8, or UTF-16 with its mark, without control characters and without a markup language that programs run."""

import codecs
import re

from django.utils.translation import gettext as _

from asm_portal.uploads.refusal import Refused

MAX_BYTES = 20 * 1024 * 1024
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
RUN = re.compile(r"\s*(<(!doctype|html|head|body|svg|script|iframe|\?xml|\?php)\b|<!--|#!|%!ps|\{\\rtf)", re.IGNORECASE)
ACTIVE = re.compile(r"<\s*(script|iframe|svg|object|embed)\b", re.IGNORECASE)


def decode(data):
    """The text of the bytes; raises UnicodeDecodeError."""
    if data.startswith(UTF_16):
        return data.decode("utf-16")
    return data.decode("utf-8-sig")


def recognise(head):
    """Whether the beginning reads as text, in whatever encoding."""
    return head.startswith(UTF_16) or not CONTROL.search(head.decode("latin-1"))


def check(file, size):
    if size > MAX_BYTES:
        raise Refused(_("A plain text of more than 20 MB is not taken."))
    try:
        words = decode(file.read())
    except UnicodeDecodeError:
        raise Refused(_("The text is not encoded in UTF-8.")) from None
    if CONTROL.search(words):
        raise Refused(_("The text holds control characters."))
    if RUN.match(words) or ACTIVE.search(words):
        raise Refused(_("This is not plain text but a page or a program."))
