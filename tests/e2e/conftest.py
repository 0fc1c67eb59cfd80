"""A browser for the tests that need one: Debian's Chromium, without a download."""

from contextlib import contextmanager

import pytest
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
