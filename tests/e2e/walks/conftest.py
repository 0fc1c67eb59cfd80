"""The portal with the facts and the demonstration in it, for people to walk through."""

from contextlib import ExitStack
from io import StringIO
from itertools import cycle

import pytest
from django.contrib.staticfiles.testing import StaticLiveServerTestCase
from django.core.management import call_command
from django.db import connection, transaction

from tests.e2e.browser import become, resize
from tests.e2e.conftest import opened


@pytest.fixture(scope="package")
def portal(django_db_setup, django_db_blocker):
    """The address of the portal, filled and started once for all walks. They are marked `django_db`: on SQLite in memory the
    server shares their connection, and each takes back what it does."""

    class Served(StaticLiveServerTestCase):
        pass

    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_reference", stdout=StringIO())
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


WAYS = {"english_desk_scripts": ("en", 1280, True), "french_telephone_no_scripts": ("fr", 390, False)}


def begin(walk, portal, who, way, *, is_walked_twice):
    language, width, scripts = way
    page = walk(java_script_enabled=scripts)
    resize(page, width)
    if who:
        become(page, who, portal)
    page.language, page.home, page.has_scripts = language, f"/{language}/", scripts
    page.is_walked_twice = is_walked_twice
    return page


@pytest.fixture(params=WAYS.values(), ids=WAYS)
def reader(walk, portal, request):
    """`reader("member.xwa")` opens a page for one of the demonstration, signed in, and `reader()` for anyone; `page.home` is the
    address of the first page in the language of the walk, `page.language`. The walk is taken in each of the ways."""
    return lambda who="": begin(walk, portal, who, request.param, is_walked_twice=True)


@pytest.fixture
def readers(walk, portal):
    """As `reader`, for a walk of several people: it is taken once, and one after the other gets the next of the ways."""
    ways = cycle(WAYS.values())
    return lambda who="": begin(walk, portal, who, next(ways), is_walked_twice=False)
