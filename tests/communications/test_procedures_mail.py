"""Mails of written procedures: each person once for each step, and none that is no longer true or needed."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from asm_portal.dated import today
from asm_portal.models import Body, Delivery
from asm_portal.visibility import Audience
from communications.models import Position
from communications.procedures import actions
from communications.procedures.mail import due, readers
from tests.cast import person, represent
from tests.communications.procedures import QUESTION, declared, everybody_supports, move, page, running, say, text_of

Kind = Position.Kind
BODY = ["alba@cast.example", "celia@cast.example", "dora@cast.example", "olga@cast.example"]


@pytest.fixture(autouse=True)
def mail_is_kept(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.PROCEDURE_REMINDER_HOURS = [168, 48, 12]


def sent(work):
    """To whom mail went since it was last asked."""
    work()
    to = sorted(address for message in mail.outbox for address in message.to)
    mail.outbox.clear()
    return to


def tick(work, **later):
    """To whom mail goes so much later."""
    due(timezone.now() + timedelta(**later))
    return sent(work)


def test_everybody_who_may_answer_or_comment_is_told_once_that_it_is_open(cast, work):
    procedure = running(cast)
    due(timezone.now())
    work()
    told = {message.to[0]: message for message in mail.outbox}
    assert sorted(told) == BODY
    assert "Please take a position for Alder." in told["alba@cast.example"].body
    assert "You may read it and comment on it." in told["olga@cast.example"].body
    assert page(procedure) in told["alba@cast.example"].body
    assert QUESTION in told["alba@cast.example"].subject
    mail.outbox.clear()
    due(timezone.now())
    assert sent(work) == []


def test_an_announced_procedure_tells_when_it_opens(cast, work):
    procedure = running(cast, opens_at=timezone.now() + timedelta(days=2), days=20)
    due(timezone.now())
    assert sent(work) == []
    move(procedure, days=3)
    assert tick(work) == BODY


def test_who_is_silent_is_reminded_at_each_step_and_nobody_else(cast, work):
    procedure = running(cast)
    due(timezone.now())
    sent(work)
    say(procedure, cast.xd, Kind.SUPPORT, cast.both)
    assert tick(work, days=2, hours=23) == []
    assert tick(work, days=3, hours=1) == ["alba@cast.example"]
    assert tick(work, days=3, hours=2) == []
    assert tick(work, days=8, hours=1) == ["alba@cast.example"]
    assert tick(work, days=9, hours=13) == ["alba@cast.example"]
    assert tick(work, days=9, hours=23) == []
    assert tick(work, days=10, hours=1) == []


def test_a_step_that_lies_before_the_opening_is_left_out(cast, work):
    running(cast, days=5)
    due(timezone.now())
    sent(work)
    assert tick(work, minutes=1) == []
    assert tick(work, days=3, hours=1) == ["alba@cast.example", "dora@cast.example"]


def test_a_reminder_is_dropped_where_the_answer_came_meanwhile(cast, work):
    procedure = running(cast)
    due(timezone.now())
    sent(work)
    due(timezone.now() + timedelta(days=4))
    say(procedure, cast.xa, Kind.NO_OBJECTION, cast.member_a)
    assert sent(work) == ["dora@cast.example"]
    assert Delivery.objects.get(person=cast.member_a.person, key__contains="reminder").state == "dropped"


def test_an_extension_is_told_and_starts_the_ladder_anew(cast, work):
    procedure = running(cast)
    assert tick(work, days=8, hours=1) == sorted([*BODY, "alba@cast.example", "dora@cast.example"])
    later = timezone.now() + timedelta(days=20)
    actions.extend(procedure=procedure, closes_at=later, reason="Holidays", by=cast.chair_a)
    work()
    assert "Reason: Holidays" in mail.outbox[0].body
    assert sent(work) == BODY
    assert tick(work, days=14) == ["alba@cast.example", "dora@cast.example"]


def test_the_chair_alone_is_told_at_once_of_an_objection_and_that_it_was_taken_back(cast, work):
    procedure = running(cast)
    say(procedure, cast.xa, Kind.OBJECTION, cast.member_a, "Lead is a poison.")
    work()
    assert "Lead is a poison." in mail.outbox[0].body
    assert sent(work) == ["celia@cast.example"]
    actions.take_back(procedure=procedure, organisation=cast.xa, by=cast.member_a)
    assert sent(work) == ["celia@cast.example"]


def test_an_objection_taken_back_before_the_mail_left_alarms_nobody(cast, work):
    procedure = running(cast)
    say(procedure, cast.xa, Kind.OBJECTION, cast.member_a, "Lead is a poison.")
    actions.take_back(procedure=procedure, organisation=cast.xa, by=cast.member_a)
    work()
    assert len(mail.outbox) == 1
    assert "taken back" in mail.outbox[0].body


def test_a_stopped_procedure_reminds_nobody(cast, work):
    procedure = running(cast)
    due(timezone.now())
    say(procedure, cast.xa, Kind.OBJECTION, cast.member_a, "Lead is a poison.")
    sent(work)
    assert tick(work, days=9) == []


def test_the_result_and_a_withdrawal_are_told_to_all(cast, work):
    procedure, other = running(cast), running(cast)
    everybody_supports(procedure, cast)
    move(procedure, days=11)
    declared(procedure, cast, remark="With thanks.")
    work()
    assert "the outcome: adopted. With thanks." in mail.outbox[0].body
    assert sent(work) == BODY
    actions.withdraw(procedure=other, reason="A better text is coming.", by=cast.chair_a)
    work()
    assert "A better text is coming." in mail.outbox[0].body
    assert sent(work) == BODY


def test_who_has_left_the_body_gets_no_further_mail(cast, work):
    running(cast)
    due(timezone.now())
    gone = cast.both.person.representations.get()
    gone.valid_until = today()
    gone.save()
    assert sent(work) == [address for address in BODY if not address.startswith("dora")]
    assert tick(work, days=9) == ["alba@cast.example"]


def test_the_mail_is_in_the_language_of_the_person_and_names_no_text_that_they_may_not_read(cast, work):
    represent(person("Fleur", language="fr"), cast.xa)
    procedure = running(cast)
    due(timezone.now())
    document = procedure.document
    document.audience, document.audience_body = Audience.SECRETARIAT, None
    document.save()
    work()
    french = next(message for message in mail.outbox if message.to == ["fleur@cast.example"])
    assert "Le projet de règles sur les scellés est-il adopté" in french.subject
    assert not any(str(document) in message.body for message in mail.outbox)


def test_a_question_to_the_plenary_reaches_all_who_take_part(cast):
    plenary = Body.objects.create(
        code="XPL", kind=Body.Kind.PLENARY, name_en="Sample Plenary", name_fr="Plénière fictive", is_demonstration=True
    )
    procedure = running(cast, body=plenary, document=text_of(cast, audience=Audience.PROCESS, issuing_body=plenary))
    found = {person.given_name for person in readers(procedure)}
    assert found == {"Alba", "Bruno", "Berta", "Olga", "Dora", "Celia", "Karim"}
