"""What a message of a stranger says: its sender, subject, text and nature, whatever state it is in.

Nothing in it is believed: wrong character sets, broken parts and control characters are read as well as may be, and what is too
long is cut. The whole message is kept beside.
"""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.parser import BytesHeaderParser
from email.utils import parseaddr, parsedate_to_datetime
from html import unescape

from django.utils.html import strip_tags

from asm_portal.bounces import is_from_a_mail_system
from communications.models import InboundMail

Nature = InboundMail.Nature
LONGEST_TEXT = 100_000  # characters
UNSEEN = re.compile(r"<(script|style|head)\b.*?</\1\s*>|<!--.*?-->", re.I | re.S)
LINE_ENDS = re.compile(r"<(br|/p|/div|/tr|/li|/h[1-6])\b[^>]*>", re.I)


@dataclass(frozen=True)
class Letter:
    """A message in words. `sender` is the address, as far as there is one; `sent_at` an instant or None."""

    message_id: str
    sender_name: str
    sender: str
    subject: str
    text: str
    sent_at: datetime | None
    nature: str

    @property
    def fingerprint(self):
        """What tells it from every other message: one that is read again, or came in twice, has the same."""
        words = (self.message_id, self.sender, self.subject, str(self.sent_at), self.text)
        return hashlib.sha256("\0".join(words).encode()).hexdigest()


def read_letter(raw):
    """The Letter that the bytes hold."""
    try:
        message = message_from_bytes(raw)
        text = text_of(message)
    except (RecursionError, LookupError, ValueError, AttributeError, TypeError):
        # What no program that writes mail does: its head is read, its body is for whoever opens the whole message.
        message, text = BytesHeaderParser().parsebytes(raw), ""
    name, address = parseaddr(str(message.get("From", "")))
    return Letter(
        message_id=cut(header(message, "Message-ID"), "message_id"),
        sender_name=cut(in_letters(name), "sender_name"),
        sender=cut(in_letters(address), "sender"),
        subject=cut(header(message, "Subject"), "subject"),
        text=text[:LONGEST_TEXT],
        sent_at=date_of(message),
        nature=nature_of(message),
    )


def cut(text, field):
    return text[: InboundMail._meta.get_field(field).max_length]


def header(message, name):
    """A header in one line of plain letters, "" where there is none."""
    return in_letters(message.get(name, ""))


def in_letters(value):
    try:
        words = str(make_header(decode_header(value)))
    except (HeaderParseError, LookupError, ValueError):
        words = str(value)
    return " ".join(legible(words).split())


def legible(text):
    """Without what is no letter: control characters but line ends and tabs, and halves of letters."""
    whole = text.encode("utf-8", "replace").decode()
    return "".join(sign for sign in whole if sign in "\n\t" or unicodedata.category(sign) != "Cc")


def date_of(message):
    try:
        moment = parsedate_to_datetime(header(message, "Date"))
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, OverflowError):
        return None


def nature_of(message):
    """Whether a person wrote it, or a program answered for somebody or for a mail system (RFC 3834)."""
    if message.get_content_type() == "multipart/report" or is_from_a_mail_system(message):
        return Nature.BOUNCE
    automatic = header(message, "Auto-Submitted").lower() not in ("", "no")
    marked = header(message, "Precedence").lower() in ("auto_reply", "bulk", "junk") or "X-Autoreply" in message
    return Nature.AUTO_REPLY if automatic or marked else Nature.LETTER


def text_of(message):
    """The first plain text that is no attachment, else the first page in words, else nothing."""
    for kind, in_words in (("text/plain", str), ("text/html", words_of_page)):
        for part in message.walk():
            if part.get_content_type() == kind and part.get_content_disposition() != "attachment":
                return legible(in_words(decoded(part)).replace("\r\n", "\n")).strip()
    return ""


def decoded(part):
    content = part.get_payload(decode=True) or b""
    try:
        return content.decode(part.get_content_charset() or "utf-8", "replace")
    except LookupError:
        return content.decode("utf-8", "replace")


def words_of_page(html):
    return unescape(strip_tags(LINE_ENDS.sub("\n", UNSEEN.sub("", html[: 10 * LONGEST_TEXT]))))
