"""A PostgreSQL cluster that lives as long as the test run, also where that runs as root. Standard library only."""

import os
import pwd
import shutil
import subprocess
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path

PORT = 5432
# A cluster that nobody needs after a crash may forget about the disk.
OPTIONS = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=60 -c shared_buffers=128MB"


def find_binaries():
    """The directory of initdb and pg_ctl: $PG_BINDIR, the path, or the newest that Debian's packages installed."""
    on_path = shutil.which("initdb")
    packaged = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name), reverse=True)
    given = [os.environ.get("PG_BINDIR"), on_path and Path(on_path).resolve().parent]
    return next((Path(path) for path in [*given, *packaged] if path and (Path(path) / "initdb").exists()), None)


def unprivileged():
    """PostgreSQL refuses to run as root: the account to become, as arguments of subprocess.run."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            account = pwd.getpwnam(name)
            return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    raise RuntimeError("PostgreSQL does not run as root, and there is neither an account postgres nor nobody")


@contextmanager
def cluster():
    """Start a cluster that listens on a socket only; yields its DATABASE_URL."""
    binaries, account = find_binaries(), unprivileged()
    # Not below pytest's own directory: that is closed to other accounts, and a socket's path holds 107 bytes.
    root = Path(tempfile.mkdtemp(prefix="pgt-"))
    if account:
        os.chown(root, account["user"], account["group"])
    environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": str(root), "TZ": "UTC"}

    def run(program, *arguments):
        command = [binaries / program, "-D", root / "data", *arguments]
        # The server would keep an inherited pipe open for ever, hence a file.
        with (root / "out").open("ab") as out:
            subprocess.run(command, check=True, cwd=root, env=environment, stdout=out, stderr=out, **account)

    try:
        run("initdb", "-U", "portal", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        listen = f"-c listen_addresses='' -c unix_socket_directories='{root}' -p {PORT}"
        run("pg_ctl", "-w", "-t", "30", "-l", root / "log", "-o", f"{listen} {OPTIONS}", "start")
        yield f"postgres://portal@:{PORT}/postgres?host={root}"
    finally:
        with suppress(subprocess.CalledProcessError):
            run("pg_ctl", "-m", "immediate", "-w", "stop")
        shutil.rmtree(root, ignore_errors=True)
