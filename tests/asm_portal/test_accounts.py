import re
from urllib.parse import urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from asm_portal.accounts import set_sign_in_address
from asm_portal.models import User
from asm_portal.views.accounts import browser_words
from tests.cast import PASSWORD, again

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
LOGIN = "/en/accounts/login/"
RESET = "/en/accounts/password/reset/"
NEW = "an entirely different passphrase"


def sign_in(client, email="alba@cast.example", password=PASSWORD, path=LOGIN, **data):
    return client.post(path, {"login": email, "password": password, **data})


def change_address(client, address, action="action_add"):
    """Ask for another sign-in address, and enter the password once more where that is wanted."""
    page = client.post(reverse("account_email"), {"email": address, action: "1"})
    if "reauthenticate" in page.url:
        page = client.post(page.url, {"password": PASSWORD})
    return client.get(page.url)


def link_in(message):
    """The path of the one link of ours in a mail."""
    return next(urlsplit(url).path for url in re.findall(r"https?://\S+", message.body) if "/accounts/" in url)


@pytest.mark.parametrize("path", [LOGIN, RESET, "/en/accounts/signup/", "/fr/accounts/login/"])
def test_an_anonymous_form_sets_the_csrf_cookie_alone_and_is_kept_by_nobody(client, db, path):
    page = client.get(path)
    assert page.status_code == 200
    assert set(page.cookies) <= {"csrftoken"}
    assert not Session.objects.exists()
    assert {"private", "no-store"} <= set(re.split(r",\s*", page.headers["Cache-Control"]))


def test_the_address_signs_in_however_it_is_written_and_leads_to_the_desk(client, cast):
    assert sign_in(client, "ALBA@cast.example").url == reverse("desk")
    assert client.get(reverse("desk")).status_code == 200


def test_after_signing_in_one_is_where_one_wanted_to_be(client, cast):
    wanted = client.get("/en/desk/")
    assert wanted.url == f"{LOGIN}?next=/en/desk/"
    assert 'name="next" value="/en/accounts/sessions/"' in client.get(f"{LOGIN}?next=/en/accounts/sessions/").text
    assert sign_in(client, next="/en/accounts/sessions/").url == "/en/accounts/sessions/"


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"])
def test_signing_in_leads_to_no_other_site(client, cast, elsewhere):
    assert sign_in(client, next=elsewhere).url == reverse("desk")


def test_nobody_signs_up(client, db):
    assert "Accounts are opened by invitation" in client.get("/en/accounts/signup/").text
    client.post("/en/accounts/signup/", {"email": "new@cast.example", "password1": NEW})
    assert not User.objects.exists()


def test_signing_out_takes_a_button(client, cast):
    sign_in(client)
    assert client.get(reverse("account_logout")).status_code == 200
    assert client.get(reverse("desk")).status_code == 200
    client.post(reverse("account_logout"))
    assert client.get(reverse("desk")).status_code == 302


class CountingHasher(MD5PasswordHasher):
    """Notes how often a password was hashed: the work that takes time."""

    hashed = []

    def encode(self, password, salt):
        self.hashed.append(password)
        return super().encode(password, salt)


def without_token(page):
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page.text)


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client, cast):
    known = sign_in(client, "alba@cast.example", "wrong")
    unknown = sign_in(Client(), "anna@cast.example", "wrong")
    assert known.status_code == unknown.status_code == 200
    assert without_token(known).replace("alba@", "anna@") == without_token(unknown)


def test_an_unknown_address_takes_as_much_hashing_as_a_wrong_password(client, cast, settings):
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    CountingHasher.hashed.clear()
    sign_in(client, "anna@cast.example", "wrong")
    unknown = len(CountingHasher.hashed)
    sign_in(Client(), "alba@cast.example", "wrong")
    assert len(CountingHasher.hashed) == 2 * unknown > 0


def test_guessing_is_stopped_at_the_sixth_attempt_also_for_the_right_password(client, cast):
    for _ in range(5):
        assert "are not correct" in sign_in(client, password="wrong").text
    assert "Too many failed" in sign_in(Client(REMOTE_ADDR="198.51.100.7"), password=PASSWORD).text


def test_asking_for_a_new_password_says_the_same_whoever_asks_and_looks_nobody_up(client, cast):
    answers, steps = [], []
    for address in ("alba@cast.example", "anna@cast.example"):
        with CaptureQueriesContext(connection) as queries:
            answers.append(Client().post(RESET, {"email": address}, follow=True))
        steps.append([re.sub(r"'[^']*'|\d+", "?", query["sql"])[:60] for query in queries])
    assert [(answer.status_code, answer.redirect_chain) for answer in answers] == [
        (200, [("/en/accounts/password/reset/done/", 302)])
    ] * 2
    assert without_token(answers[0]) == without_token(answers[1])
    assert steps[0] == steps[1]
    assert not any("asm_portal_user" in sql for sql in steps[0])


def test_only_an_account_gets_the_link_to_a_new_password_in_its_own_language(client, cast, work):
    for address in ("bruno@cast.example", "anna@cast.example"):
        client.post(RESET, {"email": address})
    work()
    (sent,) = mail.outbox
    assert sent.to == ["bruno@cast.example"]
    assert link_in(sent).startswith("/fr/accounts/password/reset/key/")


def test_a_closed_account_gets_no_link(client, cast, work):
    cast.member_a.is_active = False
    cast.member_a.save()
    client.post(RESET, {"email": "alba@cast.example"})
    work()
    assert mail.outbox == []


def test_the_link_to_a_new_password_survives_being_opened_and_works_once(client, cast, work):
    client.post(RESET, {"email": "alba@cast.example"})
    work()
    link = link_in(mail.outbox[0])
    for _ in range(3):
        page = Client().get(link)
        assert page.status_code == 200
        assert set(page.cookies) == {"csrftoken"}
    assert client.post(link, {"password1": NEW, "password2": NEW}).status_code == 302
    assert sign_in(client, password=NEW).url == reverse("desk")
    again_opened = Client().get(link)
    assert again_opened.status_code == 410
    assert "This link no longer works" in again_opened.text
    assert Client().post(link, {"password1": PASSWORD, "password2": PASSWORD}).status_code == 410
    assert again(cast.member_a).check_password(NEW)


def test_a_new_password_is_reported_to_the_holder(client, cast, work):
    sign_in(client)
    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    work()
    (sent,) = mail.outbox
    assert sent.to == ["alba@cast.example"]
    assert "Your password was changed." in sent.body


def test_the_sign_in_address_changes_only_once_it_is_confirmed_and_the_old_one_is_told(client, cast, work):
    sign_in(client)
    change_address(client, "new@cast.example")
    assert again(cast.member_a).email == "alba@cast.example"
    work()
    (asked,) = mail.outbox
    assert asked.to == ["new@cast.example"]
    link = link_in(asked)
    client.get(link)
    assert again(cast.member_a).email == "alba@cast.example"
    client.post(link)
    assert again(cast.member_a).email == "new@cast.example"
    work()
    assert mail.outbox[1].to == ["alba@cast.example"]
    assert list(EmailAddress.objects.filter(user=cast.member_a).values_list("email", "verified", "primary")) == [
        ("new@cast.example", True, True)
    ]
    assert sign_in(Client(), "new@cast.example").url == reverse("desk")
    assert sign_in(Client(), "alba@cast.example").status_code == 200


def test_a_change_of_address_that_is_called_off_leaves_the_old_one(client, cast, work):
    sign_in(client)
    change_address(client, "new@cast.example")
    change_address(client, "new@cast.example", "action_remove")
    work()
    link = link_in(mail.outbox[0])
    assert "This link no longer works" in client.get(link).text
    assert again(cast.member_a).email == "alba@cast.example"


def test_the_address_of_another_account_cannot_be_taken(client, cast, work):
    sign_in(client)
    page = change_address(client, "bruno@cast.example")
    assert "already" not in page.text
    work()
    client.post(link_in(mail.outbox[0]))
    assert again(cast.member_a).email == "alba@cast.example"
    with pytest.raises(ValidationError):
        set_sign_in_address(user=cast.member_a, address="Bruno@cast.example")


def test_one_action_changes_the_address_everywhere_and_leaves_a_trace(cast, work):
    set_sign_in_address(user=cast.member_a, address="Changed@cast.example")
    assert EmailAddress.objects.get(user=cast.member_a).email == "changed@cast.example"
    assert [row.email for row in cast.member_a.history.all()][:2] == ["changed@cast.example", "alba@cast.example"]


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (FIREFOX, "Firefox on Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64) Chrome/156.0 Safari/537.36", "Chrome on Linux"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/604.1", "Safari on iOS"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/156.0 Safari/537.36 Edg/156.0", "Edge on Windows"),
        ("curl/8", "curl/8"),
        ("", "unknown browser"),
    ],
)
def test_a_browser_is_called_by_its_usual_name(user_agent, words):
    assert browser_words(user_agent) == words


def test_one_session_can_be_signed_out_and_only_ones_own(cast):
    here, there, stranger = Client(), Client(HTTP_USER_AGENT=FIREFOX), Client()
    sign_in(here)
    sign_in(there)
    sign_in(stranger, "bruno@cast.example")
    page = here.get(reverse("usersessions_list"))
    assert "Firefox on Windows" in page.text
    other = UserSession.objects.get(user=cast.member_a, user_agent=FIREFOX)
    assert stranger.post(reverse("session-end", args=[other.pk])).status_code == 404
    assert there.get(reverse("desk")).status_code == 200
    here.post(reverse("session-end", args=[other.pk]))
    assert there.get(reverse("desk")).status_code == 302
    assert here.get(reverse("desk")).status_code == 200


def test_all_other_sessions_can_be_signed_out_at_once(cast):
    here, others = Client(), [Client(), Client()]
    for browser in (here, *others):
        sign_in(browser)
    here.post(reverse("usersessions_list"))
    assert [browser.get(reverse("desk")).status_code for browser in (here, *others)] == [200, 302, 302]


def test_changing_the_password_signs_the_other_browsers_out(cast):
    here, there = Client(), Client()
    sign_in(here)
    sign_in(there)
    here.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert [browser.get(reverse("desk")).status_code for browser in (here, there)] == [200, 302]


@pytest.mark.parametrize(
    "name", ["account", "account_email", "account_change_password", "mfa_index", "usersessions_list", "account_logout"]
)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_page_of_the_account_opens_and_keeps_to_the_policy(client, cast, name, language):
    client.force_login(cast.member_a)
    page = client.get(reverse(name).replace("/en/", f"/{language}/"))
    assert page.status_code == 200
    assert f'<html lang="{language}"' in page.text
    assert page.text.count("<h1>") == 1
    assert "style=" not in page.text
    assert not re.search(r"<title>\s*–", page.text)


def test_nothing_but_the_reset_request_waits_in_the_queue_for_an_unknown_address(client, db):
    client.post(RESET, {"email": "anna@cast.example"})
    assert DBTaskResult.objects.count() == 1
