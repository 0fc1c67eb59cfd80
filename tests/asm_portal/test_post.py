import re
import smtplib
import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.db import connections, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tasks_db.models import DBTaskResult

from asm_portal import clock, post
from asm_portal.areas import Area, Letter
from asm_portal.background import ATTEMPTS, LONGEST_RUN
from asm_portal.models import ContactEmail, Delivery, Person

State = Delivery.State
CONTEXT = {
    "what": "Something changed.",
    "at": datetime(2026, 5, 1, 8, 30, tzinfo=UTC),
    "url": "https://asm.example/en/",
}


class Server:
    """A mail server for one test, in the place of the mail backend: it accepts, refuses, or breaks off."""

    answer = None
    accepted = []
    refuses_connections = False

    def __init__(self, **options):
        pass

    def open(self):
        if Server.refuses_connections:
            raise ConnectionRefusedError("nobody listens")

    def close(self):
        pass

    def send_messages(self, messages):
        if Server.answer:
            raise Server.answer
        Server.accepted += messages
        return len(messages)


@pytest.fixture
def server(settings):
    settings.EMAIL_BACKEND = f"{__name__}.Server"
    Server.answer, Server.accepted, Server.refuses_connections = None, [], False
    return Server


@pytest.fixture
def nadia(db):
    made = Person.objects.create(given_name="Nadia", family_name="Sample", preferred_language="fr")
    ContactEmail.objects.create(person=made, address="nadia@post.example", is_primary=True)
    return made


def notice(person, key="notice:1", **options):
    return post.post(key, person, "account_notice", CONTEXT, **options)


def state_of(delivery):
    return Delivery.objects.get(pk=delivery.pk).state


def attempt(delivery):
    """One run of the worker on the delivery, failing or not."""
    try:
        post.send.call(delivery.pk)
    except Exception as problem:
        return problem
    return None


def test_a_mail_goes_to_one_person_with_a_message_id_of_its_own(nadia, work):
    delivery = notice(nadia)
    assert mail.outbox == []
    work()
    (sent,) = mail.outbox
    assert (sent.to, sent.cc, sent.bcc) == (["nadia@post.example"], [], [])
    message = sent.message()
    assert re.fullmatch(rf"<delivery-{delivery.pk}\.[0-9a-f]{{20}}@asm\.example>", message["Message-ID"])
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_content_type() == "multipart/alternative"
    delivery.refresh_from_db()
    assert (delivery.state, delivery.address) == (State.SENT, "nadia@post.example")
    assert delivery.sent_at is not None


def test_a_mail_is_written_in_the_language_of_who_gets_it(nadia, work):
    with translation.override("en"):
        delivery = notice(nadia)
    assert delivery.language == "fr"
    assert '<html lang="fr">' in delivery.html
    assert "1er mai 2026, 08:30 UTC" in delivery.text
    assert post.link(nadia, "account_login").endswith("/fr/accounts/login/")
    work()
    assert mail.outbox[0].message()["Content-Language"] == "fr"


def test_the_text_of_a_mail_is_not_escaped_and_its_html_is(nadia):
    delivery = post.post("x", nadia, "account_notice", CONTEXT | {"what": "A & B <b>"})
    assert "A & B <b>" in delivery.text
    assert "A &amp; B &lt;b&gt;" in delivery.html


def test_a_mail_asked_for_twice_goes_once(nadia, work):
    assert notice(nadia) == notice(nadia)
    work()
    assert len(mail.outbox) == 1


def test_a_mail_of_a_change_that_is_rolled_back_never_goes(nadia, work):
    with transaction.atomic():
        notice(nadia)
        transaction.set_rollback(True)
    work()
    assert mail.outbox == []
    assert not Delivery.objects.exists()


def test_a_worker_that_comes_second_sends_nothing(nadia):
    delivery = notice(nadia)
    attempt(delivery)
    attempt(delivery)
    assert len(mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_the_same_moment_send_one_mail(nadia):
    delivery, claims, together = notice(nadia), [], threading.Barrier(4)

    def work():
        together.wait()
        claims.append(post.claim(delivery.pk))
        connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(claims) == [False, False, False, True]


def test_a_mail_that_a_dead_worker_left_half_sent_is_uncertain_and_stays_so(nadia, work):
    delivery = notice(nadia)
    assert post.claim(delivery.pk)
    post.doubt(timezone.now())
    assert state_of(delivery) == State.SENDING
    Delivery.objects.filter(pk=delivery.pk).update(claimed_at=timezone.now() - LONGEST_RUN - timedelta(minutes=1))
    clock.tick.call()
    assert state_of(delivery) == State.UNCERTAIN
    attempt(delivery)
    assert mail.outbox == []


def test_a_mail_server_that_breaks_off_leaves_the_mail_uncertain(nadia, server):
    server.answer = smtplib.SMTPServerDisconnected("Connection unexpectedly closed")
    delivery = notice(nadia)
    assert attempt(delivery) is server.answer
    assert state_of(delivery) == State.UNCERTAIN
    server.answer = None
    attempt(delivery)
    assert server.accepted == []


def test_a_worker_told_to_stop_in_the_middle_leaves_the_mail_uncertain(nadia, server):
    server.answer = SystemExit(1)
    delivery = notice(nadia)
    with pytest.raises(SystemExit):
        post.send.call(delivery.pk)
    assert state_of(delivery) == State.UNCERTAIN


def test_a_mail_server_that_cannot_be_reached_is_tried_again_and_in_the_end_given_up(nadia, server):
    server.refuses_connections = True
    delivery = notice(nadia)
    for _attempt in range(ATTEMPTS - 1):
        assert isinstance(attempt(delivery), ConnectionRefusedError)
        assert state_of(delivery) == State.QUEUED
    assert attempt(delivery) is None
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == (State.FAILED, ATTEMPTS)
    assert "nobody listens" in delivery.error


def test_a_mail_refused_for_now_is_tried_again(nadia, server):
    server.answer = smtplib.SMTPRecipientsRefused({"nadia@post.example": (451, b"greylisted")})
    delivery = notice(nadia)
    attempt(delivery)
    assert state_of(delivery) == State.QUEUED
    server.answer = None
    attempt(delivery)
    assert state_of(delivery) == State.SENT


def test_a_mail_refused_for_good_has_failed_and_says_why(nadia, server):
    server.answer = smtplib.SMTPDataError(554, b"no such mailbox")
    delivery = notice(nadia)
    assert attempt(delivery) is None
    delivery.refresh_from_db()
    assert delivery.state == State.FAILED
    assert "nadia@post.example" in delivery.error
    assert "no such mailbox" in delivery.error


def test_somebody_without_a_working_address_fails_visibly_and_gets_it_once_there_is_one(nadia, work):
    nadia.emails.get().delete()
    delivery = notice(nadia)
    work()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.error) == (State.FAILED, "This person has no working primary address.")
    ContactEmail.objects.create(person=nadia, address="new@post.example", is_primary=True)
    post.send_again(delivery)
    work()
    assert mail.outbox[0].to == ["new@post.example"]
    assert state_of(delivery) == State.SENT


def test_an_address_that_bounced_is_not_written_to(nadia, work):
    address = nadia.emails.get()
    address.bounced_at = timezone.now()
    address.save()
    delivery = notice(nadia)
    work()
    assert mail.outbox == []
    assert state_of(delivery) == State.FAILED


def test_a_secret_is_erased_once_it_is_sent_and_kept_while_it_may_have_to_go_again(nadia, server):
    server.answer = smtplib.SMTPDataError(554, b"no")
    delivery = notice(nadia, secret=True)
    attempt(delivery)
    delivery.refresh_from_db()
    assert "asm.example" in delivery.text
    server.answer = None
    post.send_again(delivery)
    attempt(delivery)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.text, delivery.html) == (State.SENT, "", "")
    assert "asm.example" in server.accepted[0].body


def test_what_was_sent_cannot_be_sent_again(nadia, work):
    delivery = notice(nadia)
    work()
    with pytest.raises(post.DeliveryError):
        post.send_again(delivery)


def test_staff_decide_that_an_uncertain_mail_goes_again(nadia, work):
    delivery = notice(nadia)
    DBTaskResult.objects.all().delete()
    Delivery.objects.filter(pk=delivery.pk).update(state=State.UNCERTAIN)
    post.send_again(delivery)
    work()
    assert len(mail.outbox) == 1


def test_what_is_set_aside_is_not_sent_unless_staff_think_again(nadia, work, server):
    server.answer = smtplib.SMTPDataError(554, b"no")
    delivery = notice(nadia)
    attempt(delivery)
    post.set_aside(delivery)
    with pytest.raises(post.DeliveryError, match="set aside"):
        post.set_aside(delivery)
    attempt(delivery)
    assert (state_of(delivery), server.accepted) == (State.SET_ASIDE, [])
    server.answer = None
    post.send_again(delivery)
    attempt(delivery)
    assert (state_of(delivery), len(server.accepted)) == (State.SENT, 1)
    with pytest.raises(post.DeliveryError):
        post.set_aside(delivery)


class Digest(Area):
    """A task whose letter says what waits at the moment of sending; nothing once nothing waits."""

    def __init__(self):
        self.waiting = ["an action"]

    def letter(self, delivery):
        if not delivery.key.startswith("digest:") or not self.waiting:
            return None
        context = CONTEXT | {"what": _("E-mail") + " " + ", ".join(self.waiting)}
        return Letter("account_notice", context, leave_url="https://asm.example/en/leave/1/")


@pytest.fixture
def digest(monkeypatch):
    made = Digest()
    monkeypatch.setattr(post, "areas", lambda: (Area(), made))
    return made


def test_what_is_written_when_it_is_sent_says_how_things_stand_then_in_the_language_of_its_person(nadia, work, digest):
    delivery = post.post_when_due("digest:1", nadia)
    assert (delivery.text, delivery.state) == ("", State.QUEUED)
    digest.waiting.append("a second one")
    work()
    (sent,) = mail.outbox
    assert "an action, a second one" in sent.body
    with translation.override("fr"):
        assert _("E-mail") in sent.body
    delivery.refresh_from_db()
    assert (delivery.text, delivery.leave_url) == (sent.body, "https://asm.example/en/leave/1/")


def test_what_is_no_longer_needed_when_its_turn_comes_is_dropped(nadia, work, digest):
    delivery = post.post_when_due("digest:1", nadia)
    digest.waiting.clear()
    work()
    assert (state_of(delivery), mail.outbox) == (State.DROPPED, [])
    assert post.post_when_due("digest:1", nadia) == delivery


def test_a_mail_tried_again_is_written_anew(nadia, server, digest):
    delivery = post.post_when_due("digest:1", nadia)
    server.answer = smtplib.SMTPResponseException(451, b"later")
    assert attempt(delivery) is server.answer
    digest.waiting.clear()
    server.answer = None
    attempt(delivery)
    assert (state_of(delivery), server.accepted) == (State.DROPPED, [])


def test_a_letter_that_cannot_be_written_is_tried_again_and_not_in_doubt(nadia, digest):
    digest.waiting = [object()]
    delivery = post.post_when_due("digest:1", nadia)
    assert isinstance(attempt(delivery), TypeError)
    assert state_of(delivery) == State.QUEUED
    digest.waiting = ["an action"]
    attempt(delivery)
    assert state_of(delivery) == State.SENT


def test_a_plain_text_stays_under_20_kilobytes_and_says_where_the_rest_is(nadia):
    lines = "\n".join(f"Décision numéro {number} du groupe de travail" for number in range(2000))
    delivery = post.post("notice:2", nadia, "account_notice", CONTEXT | {"what": lines})
    assert 15_000 < len(delivery.text.encode()) < 20_000
    assert settings.SITE_URL in delivery.text.splitlines()[-1]
    assert delivery.text.splitlines()[-3].endswith("du groupe de travail")
