"""The secretariat sees the site as a role does: no more than everyone of it, never a draft, and without sending anything."""

import pytest
from django.urls import reverse

from asm_portal.viewing import VIEWABLE
from asm_portal.visibility import Audience
from knowledge.models import TextReading
from tests.knowledge.papers import draft, final, make_kind
from tests.test_access_table import TABLE, arguments

pytestmark = pytest.mark.django_db
CHOOSE, END = "/en/view-as/", "/en/view-as/end/"


@pytest.fixture
def secretary(cast, client):
    client.force_login(cast.secretary)
    return client


def page(document):
    return reverse("knowledge:document-detail", args=[document.reference])


def test_each_page_shows_a_role_no_more_than_everyone_of_it_may_know(cast_with_secrets, client):
    cast, secrets = cast_with_secrets
    client.force_login(cast.secretary)
    args = arguments(cast, secrets)
    for code, name in (
        ("public", "anyone"),
        ("body:XWA", "observer"),
        ("participants", "member_b"),
        ("chair", "kp_chair"),
    ):
        assert client.post(CHOOSE, {"role": code}).status_code == 302
        theirs = [secret.word for secret in secrets if name not in secret.readers]
        for view in sorted(VIEWABLE):
            address = reverse(view, args=args[TABLE[view].args])
            answer = client.get(address)
            text = answer.getvalue().decode()
            assert answer.status_code in (200, 302, 404, 410), f"{code}: {address}"
            assert [word for word in theirs if word in text] == [], f"{code}: {address}"


def test_what_a_role_may_read_is_shown_and_a_draft_never_is(cast, secretary):
    paper = final("For the members", audience=Audience.BODY, issuing_body=cast.xwa, texts={"en": "Closed words"})
    unfinished = draft("Unfinished", audience=Audience.BODY, issuing_body=cast.xwa, texts={"en": "Draft words"})
    secretary.post(CHOOSE, {"role": "body:XWA"})
    seen = secretary.get(page(paper)).text
    assert "Closed words" in seen
    assert "You see this page as: members of Sample Working Group A." in seen
    assert secretary.get(page(unfinished)).status_code == 404
    secretary.post(CHOOSE, {"role": "body:XWB"})
    assert secretary.get(page(paper)).status_code == 404
    secretary.post(END)
    assert secretary.get(page(unfinished)).status_code == 200
    assert "You see this page as" not in secretary.get(page(paper)).text


def test_a_page_of_ones_own_says_so_and_nothing_is_sent(cast, secretary):
    secretary.post(CHOOSE, {"role": "public"})
    assert "This page is your own." in secretary.get("/en/desk/").text
    assert "is asked to sign in here" in secretary.get(reverse("communications:notice-list")).text
    refused = secretary.post(reverse("communications:enquiry-file"), {"question": "Is this sent?"})
    assert refused.status_code == 403
    assert "nothing is sent or changed meanwhile" in refused.text


def test_who_read_a_restricted_report_is_logged_by_their_own_name(cast, secretary):
    report = final("Report", kind=make_kind("annual_report"), audience=Audience.PARTICIPANTS, texts={"en": "Ten mines"})
    secretary.post(CHOOSE, {"role": "participants"})
    assert "Ten mines" in secretary.get(page(report)).text
    assert [row.user for row in TextReading.objects.all()] == [cast.secretary]


def test_only_the_secretariat_looks_as_others_and_never_as_itself_or_nobody(cast, client, secretary):
    for nonsense in ("secretariat", "nobody", "body:", "body:\0", "organisation:XA:XB"):
        assert secretary.post(CHOOSE, {"role": nonsense}).status_code == 200
    client.force_login(cast.kp_chair)
    assert client.get(CHOOSE).status_code == 404
    session = client.session
    session["view_as"] = "public"
    session.save()
    assert "You see" not in client.get("/en/desk/").text
