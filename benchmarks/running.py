"""Runs the cases of a task, each as `python -m <package>.cases.<case>` in a process, a directory and a database of its own."""

import argparse
import os
import runpy
import subprocess
import sys
import tempfile
from contextlib import ExitStack

from benchmarks.portals import CLUSTER, ROOT, make_database


def arguments(package, cases):
    def case(name):
        if name not in cases:
            raise argparse.ArgumentTypeError(f"{name} is none of {', '.join(cases)}")
        return name

    parser = argparse.ArgumentParser(prog=f"python -m {package}", description="See benchmarks/README.md.")
    parser.add_argument("cases", nargs="*", type=case, default=cases, metavar="case", help=", ".join(cases))
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="postgresql")
    return parser.parse_args()


def run(package, name, server, directory):
    """The exit status of a case: 1 where a limit is not met."""
    ours = {"DATA_DIR": directory, "DEMO": "1", "DJANGO_SETTINGS_MODULE": "asm_portal.settings"}
    if server:
        ours["DATABASE_URL"] = make_database(server, name)
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "TMPDIR", "PYTHONPATH") if name in os.environ}
    return subprocess.run([sys.executable, "-m", f"{package}.cases.{name}"], cwd=ROOT, env=kept | ours).returncode


def main(package, cases):
    asked = arguments(package, cases)
    with ExitStack() as held:
        server = held.enter_context(runpy.run_path(str(CLUSTER))["cluster"]()) if asked.database == "postgresql" else ""
        directories = {
            name: held.enter_context(tempfile.TemporaryDirectory(prefix="benchmark-")) for name in asked.cases
        }
        return max(run(package, name, server, directory) for name, directory in directories.items())
