"""Where mail comes in: a maildir, or a folder of an IMAP server. Messages are read, marked as read, and never deleted."""

import imaplib
import re
import ssl
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

# Of a larger message the beginning is read; the whole of it stays in the mailbox.
LARGEST = 25 * 1024 * 1024
AT_ONCE = 100
TIMEOUT = 20
READ = "S"


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
            with path.open("rb") as file:
                yield Incoming(file.read(LARGEST), path.stat().st_size, path)

    def mark_read(self, key):
        name, _mark, flags = key.name.partition(":2,")
        key.rename(self.path / "cur" / f"{name}:2,{''.join(sorted({*flags, READ}))}")


def is_unread(path):
    return READ not in path.name.partition(":2,")[2]


class ImapBox:
    """A folder of an IMAP server (RFC 9051), by a connection that is signed in."""

    def __init__(self, server):
        self.server = server

    def unread(self):
        """In the order in which they arrived, AT_ONCE of them at most."""
        [numbers] = self.asked("SEARCH", "UNSEEN")
        for number in (numbers or b"").split()[:AT_ONCE]:
            answer = self.asked("FETCH", number.decode(), f"(RFC822.SIZE BODY.PEEK[]<0.{LARGEST}>)")
            literal = next((part for part in answer if isinstance(part, tuple)), None)
            if literal:  # else somebody has deleted it meanwhile
                around = b" ".join(part[0] if isinstance(part, tuple) else part for part in answer)
                size = re.search(rb"RFC822\.SIZE (\d+)", around)
                yield Incoming(literal[1], int(size[1]), number.decode())

    def mark_read(self, key):
        self.asked("STORE", key, "+FLAGS.SILENT", r"(\Seen)")

    def asked(self, *command):
        kind, answer = self.server.uid(*command)
        if kind != "OK":
            raise imaplib.IMAP4.error(f"{command[0]}: {answer}")
        return answer


@contextmanager
def imap_box(where):
    """The folder that the setting INBOUND_IMAP_URL names (`environment.mail_folder`), signed in, until the end of the block."""
    if where["is_secure"]:
        server = imaplib.IMAP4_SSL(
            where["host"], where["port"], ssl_context=ssl.create_default_context(), timeout=TIMEOUT
        )
    else:
        server = imaplib.IMAP4(where["host"], where["port"], timeout=TIMEOUT)
    with server:
        server.login(quoted(where["user"]), where["password"])
        kind, answer = server.select(quoted(where["folder"]))
        if kind != "OK":
            raise imaplib.IMAP4.error(f"{where['folder']}: {answer}")
        yield ImapBox(server)


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
