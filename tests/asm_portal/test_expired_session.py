"""A form that is sent after the session has ended: what was typed comes back after sign-in, in every form, and is never sent by
itself."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from asm_portal import carried
from asm_portal.models import Invitation, Organisation
from tests.administration import filled
from tests.asm_portal.test_mfa import SECRET, code_of
from tests.cast import PASSWORD

OFFICERS = "/en/accounts/officers/"
LOGIN = "/en/accounts/login/"
TYPED = {"given_name": "Zoé <b>", "family_name": "O’Hara & Co", "address": "zoe@cast.example"}


def expire(client):
    """End the session on the server; the browser still sends its cookie."""
    Session.objects.all().delete()


def hidden(page):
    """The fields of the sign-in form as the browser would send them back."""
    return {name: page.context["form"][name].value() or "" for name in ("carried",)} | {
        "next": page.context["redirect_field_value"]
    }


def send_late(client, address=OFFICERS, typed=TYPED, page=None):
    """Open the page of a form, lose the session, and send the form."""
    client.get(page or address)
    expire(client)
    return client.post(address, typed, headers={"referer": f"http://testserver{page or address}"})


def sign_in(client, asked, email, password=PASSWORD):
    return client.post(LOGIN, {"login": email, "password": password, **hidden(asked)})


@pytest.fixture
def focal_point(client, cast):
    client.force_login(cast.member_a)
    return client


def test_what_was_typed_is_back_in_the_form_after_sign_in_and_nothing_was_sent(focal_point, cast):
    asked = send_late(focal_point)
    assert asked.status_code == 200
    assert "What you typed is not lost" in asked.text
    done = sign_in(focal_point, asked, "alba@cast.example")
    assert (done.status_code, done.url) == (302, OFFICERS)
    page = focal_point.get(done.url)
    assert "Nothing was sent yet." in page.text
    for value in ("Zoé &lt;b&gt;", "O’Hara &amp; Co", "zoe@cast.example"):
        assert f'value="{value}"' in page.text
    assert not Invitation.objects.exists()
    assert focal_point.post(OFFICERS, TYPED | {"organisation": cast.xa.pk}).status_code == 302
    assert Invitation.objects.get().address == "zoe@cast.example"


def test_it_is_given_back_once(focal_point, cast):
    focal_point.get(sign_in(focal_point, send_late(focal_point), "alba@cast.example").url)
    assert "zoe@cast.example" not in focal_point.get(OFFICERS).text


def test_nothing_is_stored_before_the_password_was_right(focal_point, cast):
    asked = send_late(focal_point)
    assert not Session.objects.exists()
    again = sign_in(focal_point, asked, "alba@cast.example", "a wrong password altogether")
    assert not any("carried" in row.get_decoded() for row in Session.objects.all())
    assert again.context["form"]["carried"].value() == asked.context["form"]["carried"].value()
    assert "What you typed is not lost" in again.text
    done = sign_in(focal_point, again, "alba@cast.example")
    assert "zoe@cast.example" in focal_point.get(done.url).text


def test_it_goes_through_the_second_factor(client, cast, settings):
    settings.MFA_REQUIRED = True
    TOTP.activate(cast.member_a, SECRET)
    client.force_login(cast.member_a)
    asked = send_late(client)
    step = sign_in(client, asked, "alba@cast.example")
    assert step.url.startswith(reverse("mfa_authenticate"))
    assert "zoe@cast.example" not in client.get(OFFICERS, follow=True).text
    assert client.post(step.url, {"code": "000000"}).status_code == 200
    done = client.post(step.url, {"code": code_of(SECRET)})
    assert done.url == OFFICERS
    assert 'value="zoe@cast.example"' in client.get(done.url).text


def test_every_kind_of_field_of_the_administration_comes_back(client, cast):
    client.force_login(cast.secretary)
    address = reverse("admin:asm_portal_organisation_change", args=[cast.xa.pk])
    typed = filled(client.get(address)) | {
        "kind": Organisation.Kind.UNION, "note": "First line\r\nsecond <line>", "why": "Because.", "seen_version": "0",
        "names-7-name": "A row that was added on the page",
    }  # fmt: skip
    asked = send_late(client, address, typed)
    page = client.get(sign_in(client, asked, "selma@cast.example").url)
    assert "First line\nsecond &lt;line&gt;</textarea>" in page.text
    assert '<option value="union" selected="selected">' in page.text
    assert 'value="Because."' in page.text
    assert 'name="seen_version" value="0"' in page.text
    assert "names-7-name" in page.text
    assert "A row that was added on the page" in page.text
    assert Organisation.objects.get(pk=cast.xa.pk).kind == Organisation.Kind.STATE


def test_a_button_beside_a_form_elsewhere_leads_back_to_its_page(focal_point, cast):
    client = focal_point
    asked = send_late(client, reverse("officer-remove", args=[1]), {}, page=OFFICERS)
    assert asked.url == f"{LOGIN}?next={OFFICERS}"


def test_the_page_of_another_site_is_not_gone_back_to(focal_point, cast):
    expire(focal_point)
    asked = focal_point.post(OFFICERS, TYPED, headers={"referer": "https://elsewhere.example/trap/"})
    assert asked.context["redirect_field_value"] == OFFICERS


def test_passwords_are_not_carried(client, cast):
    client.force_login(cast.member_a)
    asked = send_late(
        client, reverse("account_change_password"), {"oldpassword": "one", "password1": "two", "hint": "x"}
    )
    assert carried.opened(asked.context["form"]["carried"].value()).fields == {"hint": ["x"]}


def test_a_file_must_be_chosen_again(focal_point, cast):
    file = SimpleUploadedFile("report <1>.txt", b"words")
    asked = send_late(focal_point, typed=TYPED | {"file": file})
    assert "Only the file must be chosen again." in asked.text
    page = focal_point.get(sign_in(focal_point, asked, "alba@cast.example").url)
    assert "Choose this file again:" in page.text
    assert "report &lt;1&gt;.txt" in page.text


def test_what_is_too_long_is_shown_to_be_copied(focal_point, cast, monkeypatch):
    monkeypatch.setattr("asm_portal.sign_in.MAX_LENGTH", 50)
    asked = send_late(focal_point)
    assert "too long to be kept" in asked.text
    assert "zoe@cast.example</textarea>" in asked.text
    assert not asked.context["form"]["carried"].value()


def test_what_was_forged_or_is_old_is_not_put_into_a_form(focal_point, cast, time_machine):
    asked = send_late(focal_point)
    forged = {"carried": "x" + asked.context["form"]["carried"].value(), "next": OFFICERS}
    focal_point.post(LOGIN, {"login": "alba@cast.example", "password": PASSWORD, **forged})
    assert "Nothing was sent yet." not in focal_point.get(OFFICERS).text
    browser = Client()
    browser.force_login(cast.member_a)
    time_machine.move_to(timezone.now(), tick=False)
    done = sign_in(browser, send_late(browser), "alba@cast.example")
    time_machine.shift(carried.MAX_AGE + 1)
    assert "Nothing was sent yet." not in browser.get(done.url).text


def test_where_the_form_is_gone_what_was_typed_is_shown(focal_point, cast):
    asked = send_late(focal_point)
    done = sign_in(focal_point, asked, "bruno@cast.example")
    page = focal_point.get(done.url)
    assert "the page of that form is not there any more" in page.text
    assert "zoe@cast.example</textarea>" in page.text


def test_only_forms_with_a_token_of_ours_are_held(cast):
    browser = Client(enforce_csrf_checks=True)
    assert browser.post(OFFICERS, TYPED).status_code == 403


def test_who_only_reads_is_asked_to_sign_in_as_ever(client, cast):
    assert client.get(OFFICERS).url == f"{LOGIN}?next={OFFICERS}"


def test_a_refused_passkey_does_not_lose_it(focal_point, cast):
    asked = send_late(focal_point)
    refused = focal_point.post(reverse("mfa_login_webauthn"), {"credential": "", **hidden(asked)})
    assert refused.status_code == 200
    assert refused.context["form"]["carried"].value()
    assert refused.text.count('name="carried"') == 2
