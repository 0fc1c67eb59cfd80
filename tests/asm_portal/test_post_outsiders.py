"""Mail to whom the register does not know, in another's name, and what was said otherwise than by mail."""

from datetime import UTC, datetime

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from asm_portal import post
from asm_portal.models import Delivery

State, Channel = Delivery.State, Delivery.Channel
READER = post.Outsider("reader@elsewhere.example", "fr")
CONTEXT = {
    "what": "Something changed.",
    "at": datetime(2026, 5, 1, 8, 30, tzinfo=UTC),
    "url": "https://asm.example/en/",
}

pytestmark = pytest.mark.django_db


def notice(recipient=READER, **options):
    return post.post("reply:1", recipient, "account_notice", CONTEXT, **options)


def test_an_outsider_gets_a_mail_once_at_the_address_they_gave_in_their_language(work):
    assert notice() == notice()
    work()
    (sent,) = mail.outbox
    assert sent.to == ["reader@elsewhere.example"]
    assert sent.message()["Content-Language"] == "fr"
    delivery = Delivery.objects.get()
    assert (delivery.person, delivery.state) == (None, State.SENT)


def test_two_outsiders_get_a_mail_each(work):
    notice()
    notice(post.Outsider("other@elsewhere.example", "en"))
    work()
    assert {to for sent in mail.outbox for to in sent.to} == {"reader@elsewhere.example", "other@elsewhere.example"}


def test_the_database_knows_no_second_mail_to_an_address_and_none_to_nobody():
    notice()
    for address in (READER.address, ""):
        with pytest.raises(IntegrityError), transaction.atomic():
            Delivery.objects.create(key="reply:1", address=address, language="fr")


def test_a_mail_may_bear_another_name_and_ask_for_answers_elsewhere(work, settings):
    settings.DEFAULT_FROM_EMAIL = "The portal <portal@asm.example>"
    notice(from_name="La Présidence", reply_to="chair@kp.example")
    work()
    (sent,) = mail.outbox
    assert sent.from_email == "=?utf-8?q?La_Pr=C3=A9sidence?= <portal@asm.example>"
    assert sent.reply_to == ["chair@kp.example"]


def test_a_calendar_file_is_attached(work):
    notice(calendar="BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
    work()
    ((name, content, kind),) = mail.outbox[0].attachments
    assert (name, content, kind) == ("invitation.ics", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "text/calendar")


def test_who_is_forgotten_leaves_no_address_and_gets_nothing_more(work):
    notice()
    work()
    waiting = post.post("reply:2", READER, "account_notice", CONTEXT)
    other = post.post("subscription:1", READER, "account_notice", CONTEXT)
    post.forget(READER.address, "reply:")
    work()
    assert len(mail.outbox) == 2
    waiting.refresh_from_db()
    assert (waiting.state, waiting.text) == (State.DROPPED, "")
    assert [row.pk for row in Delivery.objects.filter(address__contains="@")] == [other.pk]
    assert Delivery.objects.count() == 3


def test_what_came_back_from_an_outsider_is_sent_again_to_the_only_address_there_is(work):
    delivery = notice()
    work()
    Delivery.objects.filter(pk=delivery.pk).update(state=State.BOUNCED)
    post.send_again(delivery)
    work()
    assert [sent.to for sent in mail.outbox] == [[READER.address]] * 2


def test_a_call_is_noted_once_in_the_same_ledger(cast):
    ana = cast.member_a.person
    first = post.reached("notice:1", ana, Channel.TELEPHONE)
    assert post.reached("notice:1", ana, Channel.TELEPHONE) == first
    assert (first.state, first.channel) == (State.REACHED, Channel.TELEPHONE)
    assert mail.outbox == []
