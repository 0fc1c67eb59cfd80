"""The administration in a browser: nothing of it breaks the Content-Security-Policy, and its index is fit for a screen reader."""

from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client

from asm_portal.dated import today
from asm_portal.models import Office, Person
from knowledge.models import Document, DocumentKind
from tests.administration import address
from tests.cast import make_cast
from tests.e2e.browser import overflows, resize, violations

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def secretary(page, live_server):
    """A browser in which the secretariat is signed in."""
    cast = make_cast()
    client = Client()
    client.force_login(cast.secretary)
    page.context.add_cookies(
        [
            {
                "name": settings.SESSION_COOKIE_NAME,
                "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
                "domain": urlsplit(live_server.url).hostname,
                "path": "/",
            }
        ]
    )
    page.cast = cast
    return page


def test_the_index_has_nothing_that_axe_complains_of(secretary):
    Office.objects.create(code="empty", seat="coordinator", body=secretary.cast.xwb, name_en="Seat", name_fr="Siège")
    person = secretary.cast.secretary.person
    for language in ("en", "fr"):
        person.preferred_language = language
        person.save()
        secretary.goto("/admin/")
        assert secretary.locator("html").get_attribute("lang") == language
        for width in (1280, 390):
            resize(secretary, width)
            assert (violations(secretary), overflows(secretary)) == ([], 0), (language, width)


def test_lists_forms_and_autocompletes_work_under_the_policy(secretary):
    kind = DocumentKind.objects.create(
        code="paper", prefix="PAP", name_en="Paper", name_fr="Document", default_audience="chair"
    )
    paper = Document.objects.create(kind=kind, audience="chair", date=today())
    for where in (
        address(Document), address(Document, "add"), address(Document, "history", paper.pk), address(Person, "import"),
        address(Person, "export"), address(Document, "change", paper.pk),
    ):  # fmt: skip
        secretary.goto(where)
    secretary.click(".field-issuing_body .select2-selection")
    secretary.wait_for_selector("text=Sample Working Group A")
