"""The web server and the background worker under one parent: `python -m asm_portal.serve`, or with `web` or `worker` alone.

A child that dies is started again, each time a little later; TERM, INT or HUP stops all. Each child is the leader of a
session of its own, so that Ctrl-C in a terminal reaches it once: through here.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "asm_portal.settings")

GRACE = 20
LONGEST_PAUSE = 30
STEADY = 30


def commands():
    web = ["-m", "gunicorn", "asm_portal.wsgi", "--bind", f"{settings.HOST}:{settings.PORT}"]
    return {
        # The control socket would be shared by all portals of one user; threads keep one slow download from blocking a worker.
        "web": [sys.executable, *web, "--workers", "2", "--threads", "4", "--no-control-socket"],
        "worker": [sys.executable, str(settings.BASE_DIR / "manage.py"), "worker"],
    }


class Child:
    """A process that is meant to run as long as this one."""

    def __init__(self, name, command):
        self.name, self.command, self.pause = name, command, 0.5
        self.start()

    def start(self):
        self.process = subprocess.Popen(self.command, start_new_session=True, cwd=settings.BASE_DIR)
        self.started = time.monotonic()
        self.again_at = None

    def watch(self):
        """Start the process again if it died: soon if it had run steadily, later and later if it keeps dying."""
        now = time.monotonic()
        if self.process.poll() is None:
            return
        if self.again_at is None:
            steady = now - self.started > STEADY
            self.pause = 1 if steady else min(LONGEST_PAUSE, self.pause * 2)
            self.again_at = now + self.pause
            say(f"{self.name} ended ({self.process.returncode}); starting it again in {self.pause:.0f} s")
        elif now >= self.again_at:
            self.start()

    def stop(self, deadline):
        """Wait for the process that was told to end; end it by force at the deadline."""
        try:
            self.process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def say(line):
    sys.stderr.write(line + "\n")


def port_is_free():
    """Whether the address can be bound; gunicorn alone would try for ever."""
    family = socket.AF_INET6 if ":" in settings.HOST else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.HOST, settings.PORT))
        except OSError as problem:
            say(f"{settings.HOST}:{settings.PORT} cannot be used: {problem.strerror}. Try PORT={settings.PORT + 1}.")
            return False
    return True


def supervise(names):
    """Run the named children until told to stop."""
    told = []
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda received, frame: told.append(received))
    children = [Child(name, commands()[name]) for name in names]
    while not told:
        time.sleep(0.2)
        for child in children:
            child.watch()
    for child in children:
        with suppress(ProcessLookupError):
            child.process.terminate()
    deadline = time.monotonic() + GRACE
    for child in children:
        child.stop(deadline)
    say("The portal has stopped.")


def main(names):
    names = names or ["web", "worker"]
    if "web" in names and not port_is_free():
        return 1
    if "web" in names:
        say(f"\n{settings.OPERATOR_NAME}: {settings.SITE_URL}   (Ctrl-C stops it)\n")
    supervise(names)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except ImproperlyConfigured as problem:
        sys.exit(f"{problem}")
