"""The post office in front of a real mail server, with workers that are processes of their own and may be killed."""

import signal
from datetime import timedelta

import pytest
from django.utils import timezone

from asm_portal import post
from asm_portal.background import LONGEST_RUN, reap
from asm_portal.models import ContactEmail, Delivery, Person
from tests.asm_portal.test_post import CONTEXT, attempt, state_of
from tests.mail_server import Inbox, Workers, served

State = Delivery.State


@pytest.fixture
def inbox(settings):
    with served(Inbox(), settings) as handler:
        yield handler


def somebody(number=1, language="fr", local="post"):
    made = Person.objects.create(given_name="Édith", family_name=f"Sample {number}", preferred_language=language)
    ContactEmail.objects.create(person=made, address=f"{local}{number}@post.example", is_primary=True)
    return made


def notice(person, **options):
    return post.post("notice:1", person, "account_notice", CONTEXT, **options)


def test_a_mail_arrives_whole_with_its_headers_and_both_of_its_texts(db, inbox):
    delivery = notice(somebody(), leave_url="https://asm.example/fr/leave/1/")
    assert attempt(delivery) is None
    envelope, mail = inbox.mails[0]
    assert envelope.rcpt_tos == ["post1@post.example"]
    assert mail["Bcc"] is None
    assert mail["Subject"].strip() == delivery.subject
    assert mail["List-Unsubscribe"] == "<https://asm.example/fr/leave/1/>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail.get_body(("plain",)).get_content().replace("\r\n", "\n") == delivery.text
    assert "Édith" in mail.get_body(("html",)).get_content()
    assert state_of(delivery) == State.SENT


def test_a_mail_that_cannot_be_left_says_nothing_of_leaving(db, inbox):
    attempt(notice(somebody()))
    assert inbox.mails[0][1]["List-Unsubscribe"] is None


def test_an_address_that_the_mail_server_does_not_know_fails_with_its_words(db, inbox):
    delivery = notice(somebody(local="refused"))
    attempt(delivery)
    delivery.refresh_from_db()
    assert (delivery.state, inbox.mails) == (State.FAILED, [])
    assert "nobody of that name" in delivery.error


def test_a_mail_server_that_says_later_is_asked_again(db, inbox):
    delivery = notice(somebody())
    inbox.answer = "451 4.3.0 greylisted, try again later"
    assert attempt(delivery) is not None
    assert state_of(delivery) == State.QUEUED
    inbox.answer = "250 OK"
    attempt(delivery)
    assert state_of(delivery) == State.SENT


@pytest.fixture
def workers(transactional_db, tmp_path, settings, inbox):
    return Workers(tmp_path, settings.EMAIL_PORT)


def test_two_workers_send_each_mail_once(workers, inbox):
    people = [somebody(number) for number in range(12)]
    for person in people:
        notice(person)
    workers.hand_over()
    both = [workers.start(), workers.start()]
    assert [(worker.communicate()[1], worker.returncode) for worker in both]
    workers.take_back()
    assert sorted(envelope.rcpt_tos[0] for envelope, _mail in inbox.mails) == sorted(
        person.primary_email for person in people
    )
    assert set(Delivery.objects.values_list("state", flat=True)) == {State.SENT}


def test_a_worker_killed_while_it_sends_leaves_nothing_to_be_sent_twice(workers, inbox):
    delivery = notice(somebody())
    workers.hand_over()
    inbox.closed = True
    worker = workers.start()
    assert inbox.reached.wait(timeout=60)
    worker.send_signal(signal.SIGKILL)
    worker.communicate()
    inbox.closed = False
    workers.take_back()
    assert state_of(delivery) == State.SENDING
    later = timezone.now() + LONGEST_RUN + timedelta(minutes=1)
    post.doubt(later)
    reap(later)
    workers.hand_over()
    workers.start().communicate()
    workers.take_back()
    assert state_of(delivery) == State.UNCERTAIN
    assert len(inbox.mails) == 1
