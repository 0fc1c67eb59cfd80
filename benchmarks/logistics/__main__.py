"""Runs the cases, each as `python -m benchmarks.logistics.cases.<case>` in a process, a directory and a database of its own."""

import argparse
import os
import runpy
import subprocess
import sys
import tempfile
from contextlib import ExitStack

from benchmarks.portals import CLUSTER, ROOT, make_database

CASES = ("calendar", "matrix", "pack", "reminders")


def case(name):
    if name not in CASES:
        raise argparse.ArgumentTypeError(f"{name} is none of {', '.join(CASES)}")
    return name


def arguments():
    parser = argparse.ArgumentParser(prog="python -m benchmarks.logistics", description="See benchmarks/README.md.")
    parser.add_argument("cases", nargs="*", type=case, default=CASES, metavar="case", help=", ".join(CASES))
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="postgresql")
    return parser.parse_args()


def run(name, server, directory):
    """The exit status of a case: 1 where a limit is not met."""
    ours = {"DATA_DIR": directory, "DEMO": "1", "DJANGO_SETTINGS_MODULE": "asm_portal.settings"}
    if server:
        ours["DATABASE_URL"] = make_database(server, name)
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "TMPDIR", "PYTHONPATH") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-m", f"benchmarks.logistics.cases.{name}"], cwd=ROOT, env=kept | ours
    ).returncode


def main():
    asked = arguments()
    with ExitStack() as held:
        server = held.enter_context(runpy.run_path(str(CLUSTER))["cluster"]()) if asked.database == "postgresql" else ""
        directories = {
            name: held.enter_context(tempfile.TemporaryDirectory(prefix="benchmark-")) for name in asked.cases
        }
        return max(run(name, server, directory) for name, directory in directories.items())


if __name__ == "__main__":
    sys.exit(main())
