import logging

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.test import Client
from django.urls import reverse

from tests.asm_portal.test_accounts import sign_in
from tests.cast import PASSWORD, account, again, person

SECRET = "JBSWY3DPEHPK3PXP"
DEMANDED = {"secretary", "kp_chair", "administrator"}
PAGES = ["/en/desk/", "/admin/", "/en/accounts/", "/en/accounts/sessions/", "/en/"]


@pytest.fixture(autouse=True)
def demanded(settings):
    settings.MFA_REQUIRED = True


def code_of(secret):
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def with_app(user):
    TOTP.activate(user, SECRET)
    return user


@pytest.mark.parametrize("path", PAGES)
def test_who_lacks_a_demanded_second_factor_reaches_only_the_page_where_it_is_set_up(client, cast, path):
    sent_away = set()
    for name, user in cast.users.items():
        client.force_login(user)
        page = client.get(path)
        if page.status_code == 302 and page.url == reverse("mfa_index"):
            sent_away.add(name)
    assert sent_away == DEMANDED


def test_nothing_of_the_administration_answers_without_a_second_factor(client, cast):
    client.force_login(cast.secretary)
    for path in ("/admin/", "/admin/asm_portal/person/", "/admin/jsi18n/", "/admin/autocomplete/", "/admin/logout/"):
        assert client.get(path).url == reverse("mfa_index")
        assert client.post(path).url == reverse("mfa_index")


def test_with_a_second_factor_staff_come_in(client, cast):
    client.force_login(with_app(cast.secretary))
    assert client.get("/admin/").status_code == 200
    assert client.get("/en/desk/").status_code == 200


def test_recovery_codes_alone_are_no_second_factor(client, cast):
    RecoveryCodes.activate(cast.secretary)
    client.force_login(cast.secretary)
    assert client.get("/admin/").url == reverse("mfa_index")


def test_the_demonstration_may_do_without(client, cast, settings):
    settings.MFA_REQUIRED = False
    client.force_login(cast.secretary)
    assert client.get("/admin/").status_code == 200


def test_signing_in_to_the_administration_goes_the_same_way_and_asks_for_the_code(client, cast):
    with_app(cast.secretary)
    page = client.get("/admin/login/?next=/admin/")
    assert page.url == "/en/accounts/login/?next=%2Fadmin%2F"
    posted = client.post("/admin/login/", {"username": "selma@cast.example", "password": PASSWORD})
    assert posted.url.startswith("/en/accounts/login/")
    assert client.get("/admin/").status_code == 302
    assert sign_in(client, "selma@cast.example", next="/admin/").url == reverse("mfa_authenticate")
    assert client.get("/admin/").url.startswith("/admin/login/")
    done = client.post(reverse("mfa_authenticate"), {"code": code_of(SECRET)})
    assert done.url == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_a_wrong_code_opens_nothing_and_guessing_codes_is_stopped(client, cast):
    with_app(cast.secretary)
    sign_in(client, "selma@cast.example")
    for _ in range(10):
        page = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert client.get("/en/desk/").status_code == 302
    assert "Too many" in page.text
    assert "Too many" in client.post(reverse("mfa_authenticate"), {"code": code_of(SECRET)}).text


def test_a_recovery_code_opens_the_account_once(cast):
    with_app(cast.secretary)
    code = RecoveryCodes.activate(cast.secretary).get_unused_codes()[0]
    for works in (True, False):
        browser = Client()
        sign_in(browser, "selma@cast.example")
        browser.post(reverse("mfa_authenticate"), {"code": code})
        assert (browser.get("/en/desk/").status_code == 200) is works


def test_an_app_is_set_up_after_the_password_was_given_once_more_and_leads_to_the_recovery_codes(
    client, cast, work, django_capture_on_commit_callbacks
):
    sign_in(client, "selma@cast.example")
    asked = client.get(reverse("mfa_activate_totp"))
    assert asked.url.startswith(reverse("account_reauthenticate"))
    page = client.post(asked.url, {"password": PASSWORD}, follow=True)
    secret = page.context["form"].secret
    assert f"<code>{secret}</code>" in page.text
    assert 'src="data:image/svg+xml;base64,' in page.text
    with django_capture_on_commit_callbacks(execute=True):
        codes = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)}, follow=True)
    assert codes.redirect_chain[-1][0] == reverse("mfa_view_recovery_codes")
    assert len(codes.context["unused_codes"]) == 10
    assert client.get("/admin/").status_code == 200
    work()
    assert {tuple(sent.to) for sent in mail.outbox} == {("selma@cast.example",)}
    assert any("authenticator app was added" in sent.body for sent in mail.outbox)


def test_taking_the_app_away_closes_the_administration_again(client, cast):
    client.force_login(with_app(cast.secretary))
    assert client.get("/admin/").status_code == 200
    Authenticator.objects.filter(user=cast.secretary).delete()
    assert client.get("/admin/").url == reverse("mfa_index")


@pytest.mark.parametrize(
    "name",
    ["mfa_index", "mfa_list_webauthn", "mfa_view_recovery_codes", "mfa_reauthenticate", "account_reauthenticate"],
)
def test_every_page_of_the_second_factor_opens(client, cast, name):
    with_app(cast.member_a)
    RecoveryCodes.activate(cast.member_a)
    client.force_login(cast.member_a)
    page = client.get(reverse(name), follow=True)
    assert page.status_code == 200
    assert page.text.count("<h1>") == 1
    assert "style=" not in page.text


def test_a_passkey_is_asked_for_without_an_account_being_named(client, db):
    answer = client.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"})
    assert answer.status_code == 200
    assert answer.json()["request_options"]["publicKey"].get("allowCredentials", []) == []


def test_an_empty_passkey_signs_nobody_in(client, cast):
    assert client.post(reverse("mfa_login_webauthn"), {"credential": ""}).url == reverse("account_login")
    assert client.get("/en/desk/").status_code == 302


def test_the_use_of_a_superuser_is_logged(client, cast, caplog):
    root = with_app(account(person("Rosa"), is_superuser=True))
    client.force_login(again(root))
    with caplog.at_level(logging.WARNING, logger="asm_portal.mfa"):
        client.get("/en/desk/")
    assert f"superuser {root.pk}: GET /en/desk/" in caplog.text
