"""The supervisor is run as `make run` runs it, as a process of its own, on a port of its own."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

PATIENCE = 30


def wait_for(condition):
    """What `condition` returns once it is true."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if found := condition():
            return found
        time.sleep(0.1)
    raise AssertionError(f"waited {PATIENCE} s in vain for {condition.__name__}")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def children_of(process):
    """The processes started by this one: process id → command line."""
    listed = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    return {int(pid): Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ") for pid in listed}


@pytest.fixture
def portal(tmp_path, django_db_setup, django_db_blocker):
    """Starts a portal on a database of its own, with the tables of the tests and no record; stops it after the test."""
    with django_db_blocker.unblock(), closing(sqlite3.connect(tmp_path / "portal.sqlite3")) as tables:
        connection.ensure_connection()
        connection.connection.backup(tables)
    port = free_port()
    env = {
        "PATH": os.environ["PATH"],
        "DATA_DIR": str(tmp_path),
        "PORT": str(port),
        "DJANGO_SETTINGS_MODULE": "asm_portal.settings",
    }
    manage = [sys.executable, "manage.py"]
    for command in (["createcachetable"], ["collectstatic", "--no-input", "-v", "0"]):
        subprocess.run([*manage, *command], env=env, cwd=settings.BASE_DIR, check=True)
    with (tmp_path / "log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "asm_portal.serve"], env=env, cwd=settings.BASE_DIR, stderr=log
        )
        process.port, process.log = port, tmp_path / "log"
        yield process
        process.terminate()
        process.wait(PATIENCE)


def test_one_command_serves_pages_does_the_work_and_ends_both(portal):
    def answers():
        try:
            return urllib.request.urlopen(f"http://127.0.0.1:{portal.port}/en/accounts/login/").status == 200
        except OSError:
            return False

    def both():
        found = children_of(portal)
        return found if len(found) == 2 else None

    wait_for(answers)
    children = wait_for(both)
    worker = next(pid for pid, line in children.items() if "manage.py worker" in line)
    os.kill(worker, signal.SIGKILL)

    def new_worker():
        return any("manage.py worker" in line and pid != worker for pid, line in children_of(portal).items())

    wait_for(new_worker)
    assert "worker ended (-9); starting it again in 1 s" in portal.log.read_text()
    last = list(children_of(portal))
    portal.send_signal(signal.SIGINT)
    assert portal.wait(PATIENCE) == 0
    assert not any(Path(f"/proc/{pid}").exists() for pid in last)
    assert "The portal has stopped." in portal.log.read_text()


def test_a_port_in_use_is_said_at_once(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        env = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), "PORT": str(port)}
        command = [sys.executable, "-m", "asm_portal.serve"]
        outcome = subprocess.run(
            command, env=env, cwd=settings.BASE_DIR, capture_output=True, text=True, timeout=PATIENCE
        )
    assert outcome.returncode == 1
    assert f"127.0.0.1:{port} cannot be used: Address already in use. Try PORT={port + 1}." in outcome.stderr
