"""What this machine lacks is said in one line and left out, except under CI=true, where leaving out is a failure."""

import gc
import os
import shutil
from contextlib import nullcontext
from functools import cache, partial
from importlib import import_module
from io import StringIO

import pytest
from django.core import mail
from django.core.cache import cache as shared_cache
from django.core.management import call_command
from django.db import transaction
from django.utils import translation
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from asm_portal.translations import compile_catalogues
from tests import LACKS_POSTGRES, ON_POSTGRES
from tests.migrated import tables_kept_in

IN_CI = os.environ.get("CI") == "true"
# The first is Chromium without the window that nobody looks at here.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, BROWSERS)), None)


def pytest_addoption(parser):
    parser.addoption(
        "--pg", action="store_true", help="run on PostgreSQL instead of SQLite (read in tests/__init__.py)"
    )
    parser.addoption(
        "--in-part", action="store_true", help="leave out what the run on SQLite has proved (docs/decisions/0025)"
    )


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config):
    if LACKS_POSTGRES:
        print("PostgreSQL: no binaries found and TEST_DATABASE_URL is not set; the tests on PostgreSQL are left out.")
        return pytest.ExitCode.TESTS_FAILED if IN_CI else pytest.ExitCode.OK
    return None


def pytest_configure(config):
    compile_catalogues()


def pytest_collection_finish(session):
    """What is there by now stays: the garbage collector need not look through it again and again."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    """Browser tests need a browser; what touches no database runs on SQLite alone."""
    if ON_POSTGRES:
        leave_out(config, items, [item for item in items if not touches_the_database(item)])
    if config.option.in_part:
        leave_out(config, items, [*proved_on_sqlite(items)])
    driven = [item for item in items if item.get_closest_marker("e2e")]
    if driven and not CHROMIUM:
        if IN_CI:
            raise pytest.UsageError("Chromium is not installed; CI may not leave out the browser tests.")
        print(f"Chromium: not found; {len(driven)} browser tests are left out.")
        leave_out(config, items, driven)


def leave_out(config, items, apart):
    nodes = {item.nodeid for item in apart}
    items[:] = [item for item in items if item.nodeid not in nodes]
    config.hook.pytest_deselected(items=apart)


def touches_the_database(item):
    return bool(
        item.get_closest_marker("django_db") or {"db", "transactional_db", "live_server"} & {*item.fixturenames}
    )


def proved_on_sqlite(items):
    """Tests that find on PostgreSQL what they found on SQLite: those of single pages, as each address is opened on both, and all
    but the first case of the others. Those that the databases could answer differently are marked `both_databases`."""
    begun = set()
    for item in items:
        test = item.nodeid.partition("[")[0]
        marked = any(map(item.get_closest_marker, ("both_databases", "smoke")))
        if not marked and (test in begun or "client" in item.fixturenames):
            yield item
        begun.add(test)


def pytest_sessionfinish(session, exitstatus):
    if exitstatus == pytest.ExitCode.NO_TESTS_COLLECTED and not CHROMIUM:
        session.exitstatus = pytest.ExitCode.OK
    skipped = session.config.pluginmanager.get_plugin("terminalreporter").stats.get("skipped", [])
    if IN_CI and skipped and exitstatus == pytest.ExitCode.OK:
        print(f"\n{len(skipped)} tests were skipped; in CI that is a failure.")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def django_db_setup(request):
    """The test database as pytest-django makes it; that of SQLite from the tables that an earlier run has kept."""
    with nullcontext() if ON_POSTGRES else tables_kept_in(request.config.cache.mkdir("migrated")):
        request.getfixturevalue("django_db_setup")


@pytest.fixture(autouse=True)
def empty_cache():
    """Rate limits are counted in the cache: no test inherits another's."""
    shared_cache.clear()


@pytest.fixture(autouse=True)
def in_english():
    """A page read in French leaves French active in the thread: no test inherits another's language."""
    translation.activate("en")


def do_what_waits():
    """What is waiting for the background worker; a task that fails, fails the test."""
    worker = Worker(
        queue_names=["*"], interval=0, batch=True, backend_name="default", startup_delay=False,
        max_tasks=None, worker_id="tests", excluded_queue_names=[],
    )  # fmt: skip
    # Not worker.run(): between two tasks it closes the connection, and with it the transaction of the test.
    while row := DBTaskResult.objects.ready().first():
        row.claim(worker.worker_id)
        worker.run_task(row)
    failed = DBTaskResult.objects.failed().first()
    assert failed is None, failed.traceback


@pytest.fixture
def work(db):
    """Does what is waiting for the background worker, and fails where a task failed."""
    return do_what_waits


@cache
def snapshot_of_the_cast():
    return import_module("tests.snapshot").Snapshot(import_module("tests.cast").make_cast)


@cache
def snapshot_of_the_facts():
    load = partial(call_command, "load_reference", stdout=StringIO())
    return import_module("tests.snapshot").Snapshot(load)


@cache
def snapshot_of_the_secrets():
    return import_module("tests.snapshot").Snapshot(cast_and_secrets)


def cast_and_secrets():
    cast = import_module("tests.cast").make_cast()
    secrets = import_module("tests.planted").plant_secrets(cast)
    do_what_waits()
    return cast, secrets, [*map(import_module("tests.mails").read, mail.outbox)]


@pytest.fixture
def cast(db):
    """One person of every kind (tests/cast.py)."""
    return snapshot_of_the_cast().restore()


@pytest.fixture
def cast_with_secrets(db):
    """(the cast, the secrets planted around it: tests/planted.py)"""
    return snapshot_of_the_secrets().restore()[:2]


@pytest.fixture
def mailed_with_secrets():
    """(address, text) of each mail that went out while the secrets were planted."""
    return snapshot_of_the_secrets().made[2]


@pytest.fixture(scope="module")
def reference(django_db_setup, django_db_blocker):
    """The reference facts, loaded once for a module and taken out again after it. A test asks for `facts`; the other tests of
    its module find them too."""
    with django_db_blocker.unblock(), transaction.atomic():
        snapshot_of_the_facts().restore()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def facts_here(db):
    """The reference facts, for this test alone."""
    snapshot_of_the_facts().restore()


@pytest.fixture
def facts(reference, db):
    """A register that holds the reference facts."""
