"""A real mail server, and workers that are processes of their own and may be killed."""

import asyncio
import os
import socket
import sqlite3
import subprocess
import sys
import threading
from contextlib import contextmanager
from email import message_from_bytes, policy

from aiosmtpd.controller import Controller
from django.conf import settings as ours
from django.db import connection


class Inbox:
    """What the mail server was given, and how it answers; while it is `closed` it keeps whoever sends waiting."""

    def __init__(self):
        self.answer, self.mails = "250 OK", []
        self.reached, self.closed = threading.Event(), False

    async def handle_RCPT(self, server, session, envelope, address, options):
        if "refused" in address:
            return "550 5.1.1 nobody of that name"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.mails.append((envelope, message_from_bytes(envelope.content, policy=policy.default)))
        self.reached.set()
        while self.closed:
            await asyncio.sleep(0.05)
        return self.answer


@contextmanager
def served(handler, settings):
    """The mail server of the portal for as long as the block lasts."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        settings.EMAIL_PORT = free.getsockname()[1]
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1"
    server = Controller(handler, hostname="127.0.0.1", port=settings.EMAIL_PORT)
    server.start()
    try:
        yield handler
    finally:
        handler.closed = False
        server.stop()


class Workers:
    """Workers as processes, on the database of the test: PostgreSQL itself, or a copy of SQLite's memory in a file."""

    def __init__(self, directory, port):
        self.file = directory / "portal.sqlite3"
        self.environment = os.environ | {
            "DATA_DIR": str(directory),
            "EMAIL_URL": f"smtp://127.0.0.1:{port}",
            "DATABASE_URL": self.address(),
        }

    def address(self):
        if connection.vendor == "sqlite":
            return f"sqlite:///{self.file}"
        before, _name, query = os.environ["DATABASE_URL"].partition("/postgres?")
        return f"{before}/{connection.settings_dict['NAME']}?{query}" if query else self.renamed(before)

    def renamed(self, address):
        return f"{address.rpartition('/')[0]}/{connection.settings_dict['NAME']}"

    def hand_over(self):
        """Let the processes see what the test has written."""
        if connection.vendor == "sqlite":
            with sqlite3.connect(self.file) as copy:
                connection.connection.backup(copy)

    def take_back(self):
        """Let the test see what the processes have written."""
        if connection.vendor == "sqlite":
            with sqlite3.connect(self.file) as copy:
                copy.execute("PRAGMA journal_mode = DELETE")
                copy.backup(connection.connection)

    def start(self):
        """A worker that ends when nothing is left to do."""
        command = [
            sys.executable,
            "manage.py",
            "db_worker",
            "--batch",
            "--queue-name",
            "*",
            "--no-reload",
            "--no-startup-delay",
        ]
        return subprocess.Popen(command, cwd=ours.BASE_DIR, env=self.environment, stderr=subprocess.PIPE)
