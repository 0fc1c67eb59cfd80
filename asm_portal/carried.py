"""A form that was sent after the session had ended: what was typed is carried through sign-in and put back into the form.

The page that asks for the sign-in holds it, signed, in a hidden field; nothing is stored before the password or the passkey was
right. Then it waits in the session, through the second factor too, until the page of the form is opened, and is written into
that page. Nothing is ever sent by itself. Passwords are not carried, and files cannot be: the page says which to choose again.
"""

from dataclasses import asdict, dataclass
from urllib.parse import urljoin, urlsplit

from django.core import signing
from django.utils.http import url_has_allowed_host_and_scheme

FIELD = SESSION_KEY = SALT = "carried"
MAX_AGE = 3600
# Characters of the signed and compressed text: about a thousand pages.
MAX_LENGTH = 600_000
OF_THE_FORM = ("-TOTAL_FORMS", "-INITIAL_FORMS", "-MIN_NUM_FORMS", "-MAX_NUM_FORMS")


@dataclass(frozen=True)
class Carried:
    """What was typed (`fields`: name → values), the names of the files that were chosen, the page on which the form stands and
    the path that it is sent to."""

    page: str
    action: str
    fields: dict
    files: list

    @property
    def texts(self):
        """What one would not want to type again, as (name, text)."""
        return [(name, text) for name, values in self.fields.items() for text in values if text.strip()]

    def stands_on(self, request):
        """Whether this is the page of the form."""
        return urlsplit(self.page).path == request.path

    def sealed(self):
        return signing.dumps(asdict(self), salt=SALT, compress=True)


def typed_into(request):
    """What a form brought that is sent by somebody who is not signed in."""
    fields = {
        name: values
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken" and "password" not in name and not name.endswith(OF_THE_FORM)
    }
    files = [file.name for _name, chosen in request.FILES.lists() for file in chosen]
    return Carried(page_of_form(request), request.path, fields, files)


def page_of_form(request):
    """Where the form stands: the page that the browser came from, if it is one of ours, else where the form was sent to."""
    came_from = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure()):
        return request.get_full_path()
    parts = urlsplit(urljoin("/", came_from))
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def opened(sealed):
    """The Carried in a sealed text; None where it is forged, too old or too long."""
    if not sealed or len(sealed) > MAX_LENGTH:
        return None
    try:
        return Carried(**signing.loads(sealed, salt=SALT, max_age=MAX_AGE))
    except signing.BadSignature:
        return None


def keep(request):
    """Keep in the session what the sign-in brought along; called once the password or the passkey was right."""
    sealed = request.POST.get(FIELD, "")
    if opened(sealed):
        request.session[SESSION_KEY] = sealed
