"""A browser for the tests that need one: Debian's Chromium, without a download."""

from contextlib import ExitStack, contextmanager
from io import StringIO

import pytest
from django.contrib.staticfiles.testing import StaticLiveServerTestCase
from django.core.management import call_command
from django.db import connection, transaction
from playwright.sync_api import sync_playwright

from tests.conftest import CHROMIUM


def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.is_relative_to(__file__.removesuffix("/conftest.py")):
            item.add_marker("e2e")


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        # Chromium's own sandbox does not start as root, nor in most containers.
        arguments = ["--no-sandbox", "--disable-dev-shm-usage"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield browser
        browser.close()


@contextmanager
def opened(browser, address, **options):
    """A page of 1280 pixels in a browser that knows nobody; any complaint on its console fails the test.

    That the page asked for itself is missing is no complaint: tests that want it there look at its status.
    """
    complaints, asked = [], set()
    context = browser.new_context(
        base_url=address, viewport={"width": 1280, "height": 900}, **{"locale": "en-GB"} | options
    )
    context.set_default_timeout(10_000)
    page = context.new_page()
    page.on("request", lambda request: asked.add(request.url) if request.is_navigation_request() else None)
    page.on(
        "console",
        lambda message: complaints.append((message.location["url"], message.text)) if message.type == "error" else None,
    )
    page.on("pageerror", lambda error: complaints.append((page.url, str(error))))
    yield page
    context.close()
    assert [(url, text) for url, text in complaints if url not in asked or "Failed to load" not in text] == []


@pytest.fixture
def page(chromium, live_server):
    with opened(chromium, live_server.url) as found:
        yield found


@pytest.fixture(scope="module")
def portal(reference, django_db_blocker):
    """The address of the portal with the facts and the demonstration in it, loaded once for a module. Its tests are marked
    `django_db`: on SQLite in memory the server shares their connection, and each takes back what it does."""

    class Served(StaticLiveServerTestCase):
        pass

    with django_db_blocker.unblock(), transaction.atomic():
        call_command("demo", stdout=StringIO())
        # Stays so: the threads of kept connections end some time after their server.
        connection.inc_thread_sharing()
        Served.setUpClass()
        yield Served.live_server_url
        Served.doClassCleanups()
        transaction.set_rollback(True)


@pytest.fixture
def walk(chromium, portal):
    """`walk()` opens a page at the portal: `walk(java_script_enabled=False)`, `walk(locale="fr-FR")`, …"""
    with ExitStack() as stack:
        yield lambda **options: stack.enter_context(opened(chromium, portal, **options))
