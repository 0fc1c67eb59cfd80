"""A browser for the tests that need one: Debian's Chromium, without a download."""

from contextlib import contextmanager
from functools import wraps

import pytest
from playwright.sync_api import Locator, Page, sync_playwright

from tests.conftest import CHROMIUM


def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.is_relative_to(__file__.removesuffix("/conftest.py")):
            item.add_marker("e2e")


def until_the_page_stands(act):
    """A click or a key ends, with Playwright, as soon as the page that it leads to begins; with us once that page is there."""

    @wraps(act)
    def acted(where, *args, **options):
        act(where, *args, **options)
        (where if isinstance(where, Page) else where.page).wait_for_load_state()

    return acted


@pytest.fixture(scope="session")
def chromium():
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        for kind in (Page, Locator):
            for name in ("click", "press"):
                patch.setattr(kind, name, until_the_page_stands(getattr(kind, name)))
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
    context.set_default_timeout(30_000)
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
