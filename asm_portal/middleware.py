"""What caches may keep."""

from hashlib import blake2b

from django.conf import settings
from django.utils.cache import patch_vary_headers

SHARED = "public, no-cache"
OWN = "private, no-store"


class CachePolicyMiddleware:
    """Pages that are the same for everyone are kept and asked for again each time (`no-cache`), so that a withdrawn text does
    not linger; whatever a cookie had a part in is not kept at all. A view may say otherwise by its own Cache-Control.

    Stands outside SessionMiddleware and CsrfViewMiddleware, to see their cookies, and inside ConditionalGetMiddleware, which
    compares the ETag, and GZipMiddleware, whose padding differs from answer to answer: hence the ETag is of the page and weak.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = SHARED if is_the_same_for_everyone(request, response) else OWN
        if response["Cache-Control"] == SHARED and not response.streaming and not response.has_header("ETag"):
            response["ETag"] = f'W/"{blake2b(response.content, digest_size=12).hexdigest()}"'
            patch_vary_headers(response, ["Accept-Encoding"])
        return response


def is_the_same_for_everyone(request, response):
    """Whether no session was looked into, no cookie is set and no form token stands in the page."""
    if request.method not in ("GET", "HEAD") or response.status_code != 200 or response.streaming or response.cookies:
        return False
    has_session = settings.SESSION_COOKIE_NAME in request.COOKIES and request.session.accessed
    return not has_session and b"csrfmiddlewaretoken" not in response.content
