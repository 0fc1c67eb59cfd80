"""Where mail comes in: a maildir, or a folder of an IMAP server. Messages are read, marked as read, and never deleted."""

import imaplib
import logging
import re
import ssl
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

# Of a larger message the beginning is read; the whole of it stays in the mailbox.
LARGEST = 25 * 1024 * 1024
AT_ONCE = 100
TIMEOUT = 20
READ = "S"
log = logging.getLogger(__name__)


class RefusedError(Exception):
    """What a mailbox does not do with one message; the others are not concerned."""


@dataclass(frozen=True)
class Incoming:
    """A message that nobody has read: its beginning, its size in bytes, and its key in the mailbox."""

    raw: bytes
    size: int
    key: object

    @property
    def is_whole(self):
        return len(self.raw) == self.size


class MaildirBox:
    """A maildir. Its layout is <https://cr.yp.to/proto/maildir.html>: a name in `cur` ends with the flags of the message."""

    def __init__(self, path):
        self.path = Path(path)

    def unread(self):
        """The oldest first, AT_ONCE of them at most."""
        paths = [path for folder in ("new", "cur") for path in (self.path / folder).glob("[!.]*") if is_unread(path)]
        for path in sorted(paths, key=lambda path: path.name)[:AT_ONCE]:
            with suppress(FileNotFoundError):  # another program has moved it meanwhile
                raw, size = beginning(path)
                yield Incoming(raw, size, path)

    def mark_read(self, key):
        name, _mark, flags = key.name.partition(":2,")
        try:
            key.rename(self.path / "cur" / f"{name}:2,{''.join(sorted({*flags, READ}))}")
        except FileNotFoundError as moved:
            raise RefusedError(str(moved)) from moved


def beginning(path):
    """As much of a message as is read, and its size."""
    with path.open("rb") as file:
        return file.read(LARGEST), path.stat().st_size


def is_unread(path):
    return READ not in path.name.partition(":2,")[2]


class ImapBox:
    """A folder of an IMAP server (RFC 3501, RFC 9051), by a connection that is signed in. Messages are named by their UID, which
    holds while the folder is selected; nothing is kept of it, so that a change of UIDVALIDITY matters to nobody."""

    def __init__(self, server):
        self.server = server

    def unread(self):
        """In the order in which they arrived, AT_ONCE of them at most."""
        numbers = b" ".join(filter(None, self.asked("SEARCH", "UNSEEN"))).decode().split()
        for number in numbers[:AT_ONCE]:
            try:
                answer = self.asked("FETCH", number, f"(RFC822.SIZE BODY.PEEK[]<0.{LARGEST}>)")
            except RefusedError:
                log.exception("A message could not be fetched: %s", number)
                continue
            literal = next((part for part in answer if isinstance(part, tuple)), None)
            if literal:  # else somebody has deleted it meanwhile
                yield Incoming(literal[1], size_of(literal[1], answer), number)

    def mark_read(self, key):
        self.asked("STORE", key, "+FLAGS.SILENT", r"(\Seen)")

    def asked(self, *command):
        kind, answer = self.server.uid(*command)
        if kind != "OK":
            raise RefusedError(f"{command[0]}: {answer}")
        return answer


def size_of(raw, answer):
    """The size of a message: what came, where less came than was asked for, as some servers only guess RFC822.SIZE."""
    if len(raw) < LARGEST:
        return len(raw)
    around = b" ".join(part[0] if isinstance(part, tuple) else part for part in answer)
    return int(re.search(rb"RFC822\.SIZE (\d+)", around)[1])


@contextmanager
def imap_box(where):
    """The folder that the setting INBOUND_IMAP_URL names (`environment.mail_folder`), signed in, until the end of the block."""
    if where["is_secure"]:
        server = imaplib.IMAP4_SSL(
            where["host"], where["port"], ssl_context=ssl.create_default_context(), timeout=TIMEOUT
        )
    else:
        server = imaplib.IMAP4(where["host"], where["port"], timeout=TIMEOUT)
    try:
        server.login(quoted(where["user"]), where["password"])
        kind, answer = server.select(quoted(where["folder"]))
        if kind != "OK":
            raise imaplib.IMAP4.error(f"{where['folder']}: {answer}")
        yield ImapBox(server)
    finally:
        try:
            server.logout()
        except (imaplib.IMAP4.error, OSError):  # it has hung up without a word
            server.shutdown()


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
