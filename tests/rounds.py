"""A round: many readers open many addresses, and what is the same each time is done once.

A round has settings of its own (`prepare`): this module is its map of the site, where a door that is closed gives its reason
instead of a page. That page is drawn from the question alone, whatever stands behind the door (test_access_table.py compares it
with that of nothing); to draw it thousands of times proves nothing more, and the reason could tell what the page keeps to itself.
"""

from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponseNotFound
from django.test import Client

from asm_portal.urls import urlpatterns
from tests.cast import again

__all__ = ["handler404", "urlpatterns"]
SIGN_IN = "asm_portal.sign_in.SignInMiddleware"
READER = "tests.reader"


def prepare(settings):
    at = settings.MIDDLEWARE.index(SIGN_IN)
    settings.MIDDLEWARE = [*settings.MIDDLEWARE[:at], "tests.rounds.WhoReads", *settings.MIDDLEWARE[at:]]
    settings.ROOT_URLCONF = "tests.rounds"


def handler404(request, exception):
    return HttpResponseNotFound(str(exception))


class Browser(Client):
    """Somebody's client, which keeps nothing for assertions: neither templates nor copies of what they showed. Their account is
    read once, with its standing, and not again for each page."""

    def __init__(self, cast, name):
        super().__init__()
        self.user = AnonymousUser()
        if name != "anyone":
            self.user = again(cast.users[name])
            self.force_login(self.user)

    def request(self, **request):
        return self.handler(self._base_environ(**request) | {READER: self.user})


class WhoReads:
    """Middleware: the account of the Browser is the one that asks."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.user = request.META[READER]
        return self.get_response(request)
