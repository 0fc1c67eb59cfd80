"""What this machine lacks is said in one line and left out, except under CI=true, where leaving out is a failure."""

import os
import shutil
from functools import cache, partial
from importlib import import_module
from io import StringIO

import pytest
from django.core.cache import cache as shared_cache
from django.core.management import call_command
from django.db import transaction
from django.utils import translation
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from asm_portal.translations import compile_catalogues
from tests import LACKS_POSTGRES, ON_POSTGRES

IN_CI = os.environ.get("CI") == "true"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def pytest_addoption(parser):
    parser.addoption(
        "--pg", action="store_true", help="run on PostgreSQL instead of SQLite (read in tests/__init__.py)"
    )


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config):
    if LACKS_POSTGRES:
        print("PostgreSQL: no binaries found and TEST_DATABASE_URL is not set; the tests on PostgreSQL are left out.")
        return pytest.ExitCode.TESTS_FAILED if IN_CI else pytest.ExitCode.OK
    return None


def pytest_configure(config):
    compile_catalogues()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    """Browser tests need a browser; what touches no database runs on SQLite alone."""
    if ON_POSTGRES:
        apart = [item for item in items if not touches_the_database(item)]
        items[:] = [item for item in items if touches_the_database(item)]
        config.hook.pytest_deselected(items=apart)
    driven = [item for item in items if item.get_closest_marker("e2e")]
    if driven and not CHROMIUM:
        if IN_CI:
            raise pytest.UsageError("Chromium is not installed; CI may not leave out the browser tests.")
        print(f"Chromium: not found; {len(driven)} browser tests are left out.")
        items[:] = [item for item in items if item not in driven]
        config.hook.pytest_deselected(items=driven)


def touches_the_database(item):
    return bool(
        item.get_closest_marker("django_db") or {"db", "transactional_db", "live_server"} & {*item.fixturenames}
    )


def pytest_sessionfinish(session, exitstatus):
    if exitstatus == pytest.ExitCode.NO_TESTS_COLLECTED and not CHROMIUM:
        session.exitstatus = pytest.ExitCode.OK
    skipped = session.config.pluginmanager.get_plugin("terminalreporter").stats.get("skipped", [])
    if IN_CI and skipped and exitstatus == pytest.ExitCode.OK:
        print(f"\n{len(skipped)} tests were skipped; in CI that is a failure.")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(autouse=True)
def empty_cache():
    """Rate limits are counted in the cache: no test inherits another's."""
    shared_cache.clear()


@pytest.fixture(autouse=True)
def in_english():
    """A page read in French leaves French active in the thread: no test inherits another's language."""
    translation.activate("en")


@pytest.fixture
def work(db):
    """Does what is waiting for the background worker, and fails where a task failed."""

    worker = Worker(
        queue_names=["*"], interval=0, batch=True, backend_name="default", startup_delay=False,
        max_tasks=None, worker_id="tests", excluded_queue_names=[],
    )  # fmt: skip

    def run():
        # Not worker.run(): between two tasks it closes the connection, and with it the transaction of the test.
        while row := DBTaskResult.objects.ready().first():
            row.claim(worker.worker_id)
            worker.run_task(row)
        failed = DBTaskResult.objects.failed().first()
        assert failed is None, failed.traceback

    return run


@cache
def snapshot_of_the_cast():
    return import_module("tests.snapshot").Snapshot(import_module("tests.cast").make_cast)


@cache
def snapshot_of_the_facts():
    load = partial(call_command, "load_reference", stdout=StringIO())
    return import_module("tests.snapshot").Snapshot(load)


@pytest.fixture
def cast(db):
    """One person of every kind (tests/cast.py)."""
    return snapshot_of_the_cast().restore()


@pytest.fixture(scope="module")
def reference(django_db_setup, django_db_blocker):
    """The reference facts, loaded once for a module and taken out again after it. A test asks for `facts`; the other tests of
    its module find them too."""
    with django_db_blocker.unblock(), transaction.atomic():
        snapshot_of_the_facts().restore()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def facts(reference, db):
    """A register that holds the reference facts."""
