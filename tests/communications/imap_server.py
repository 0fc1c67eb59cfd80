"""A small IMAP server on this machine, with one folder: as much of RFC 9051 as a client needs to read what is unread."""

import re
import socketserver
import threading
from contextlib import contextmanager


class Mailbox:
    """What the server holds: messages by number, which were read, and what was asked of it. It refuses to do anything with those
    of `broken`; its sizes are off by `guessed`, and it may hang up without a word."""

    account = ("desk@asm.example", 'a "long" one')

    def __init__(self, *messages):
        self.messages = dict(enumerate(messages, start=11))
        self.seen, self.asked = set(), []
        self.broken, self.guessed, self.hangs_up = {}, 0, False


class Session(socketserver.StreamRequestHandler):
    """One client. A command of which it knows nothing is refused."""

    def handle(self):
        self.box = self.server.box
        self.say("* OK ready")
        for line in self.rfile:
            tag, _space, command = line.decode().strip().partition(" ")
            self.box.asked.append(command)
            if self.box.hangs_up and command.upper() == "LOGOUT":
                return
            name = command.upper().removeprefix("UID ").partition(" ")[0].lower()
            self.say(f"{tag} {getattr(self, f'do_{name}', self.refuse)(command)}")
            if name == "logout":
                return

    def say(self, words):
        self.wfile.write(f"{words}\r\n".encode())

    def refuse(self, command):
        return "BAD unknown"

    def do_capability(self, command):
        self.say("* CAPABILITY IMAP4rev1")
        return "OK done"

    def do_login(self, command):
        given = tuple(re.sub(r"\\(.)", r"\1", word) for word in re.findall(r'"((?:\\.|[^"])*)"', command))
        return "OK in" if given == self.box.account else "NO not you"

    def do_select(self, command):
        if command != 'SELECT "INBOX"':
            return "NO no such folder"
        self.say(f"* {len(self.box.messages)} EXISTS")
        return "OK [READ-WRITE] selected"

    def do_search(self, command):
        unseen = sorted(self.box.messages.keys() - self.box.seen)
        self.say(" ".join(["* SEARCH", *map(str, unseen)]))
        return "OK found"

    def do_fetch(self, command):
        number, end = map(
            int, re.fullmatch(r"UID FETCH (\d+) \(RFC822\.SIZE BODY\.PEEK\[\]<0\.(\d+)>\)", command).groups()
        )
        if self.box.broken.get(number) == "FETCH":
            return "NO [SERVERBUG] cannot be read"
        message = self.box.messages[number]
        part = message[:end]
        self.wfile.write(f"* 1 FETCH (BODY[]<0> {{{len(part)}}}\r\n".encode() + part)
        self.say(f" RFC822.SIZE {len(message) + self.box.guessed} UID {number})")
        return "OK fetched"

    def do_store(self, command):
        number = int(re.fullmatch(r"UID STORE (\d+) \+FLAGS\.SILENT \(\\Seen\)", command)[1])
        if self.box.broken.get(number) == "STORE":
            return "NO [SERVERBUG] cannot be marked"
        self.box.seen.add(number)
        return "OK stored"

    def do_logout(self, command):
        self.say("* BYE")
        return "OK out"


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True


@contextmanager
def serving(box):
    """The port on which the mailbox is served until the end of the block."""
    with Server(("127.0.0.1", 0), Session) as server:
        server.box = box
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        try:
            yield server.server_address[1]
        finally:
            # Closed without that, it would go on asking, as often as it can, for the rest of the run.
            server.shutdown()
