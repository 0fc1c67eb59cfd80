"""Mail that comes back marks its delivery and its address, once; whatever else lies in the maildir stays there, unread."""

import mailbox
from email import message_from_string
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from asm_portal.bounces import read_bounces, take_back
from asm_portal.models import ContactEmail, Delivery
from asm_portal.post import envelope, message_id, post
from tests.cast import again

REPORT = """From: MAILER-DAEMON@relay.example
To: portal@asm.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain; charset=x-unknown

Your message could not be delivered.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; relay.example

Final-Recipient: rfc822; {recipient}
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 No such user

--b
Content-Type: {kind}

Message-ID: {number}
To: {to}
Subject: Something

--b--
"""
PLAIN = """Return-Path: <>
From: "Mail Delivery" <{sender}>
To: portal@asm.example
Subject: failure notice

Hi. This is the mail system. I could not deliver your message:
<{to}>: 550 5.1.1 user unknown

--- Below this line is a copy of the message.
Message-ID: {number}
To: {to}
"""


@pytest.fixture
def box(tmp_path):
    return mailbox.Maildir(tmp_path / "bounces", create=True)


@pytest.fixture
def delivery(cast):
    """A mail to Alba that was sent."""
    made = post("notice:1", cast.member_a.person, "contact_confirmation", {"url": "/"})
    Delivery.objects.filter(pk=made.pk).update(state=Delivery.State.SENT, address="alba@cast.example")
    return Delivery.objects.get(pk=made.pk)


def report(
    delivery, *, action="failed", kind="text/rfc822-headers", recipient="alba@cast.example", to="alba@cast.example"
):
    number = message_id(delivery.pk)
    return message_from_string(REPORT.format(number=number, action=action, kind=kind, recipient=recipient, to=to))


def plain(delivery, sender="mailer-daemon@old.example", to="alba@cast.example"):
    return message_from_string(PLAIN.format(number=message_id(delivery.pk), sender=sender, to=to))


def outcome(box, *messages):
    for message in messages:
        box.add(message)
    return dict(read_bounces(box._path))


def state_of(delivery):
    return Delivery.objects.get(pk=delivery.pk).state


@pytest.mark.parametrize("kind", ["text/rfc822-headers", "message/rfc822"])
def test_a_notice_of_rfc_3464_marks_delivery_and_address(box, delivery, kind):
    assert outcome(box, report(delivery, kind=kind)) == {"bounced": 1, "known": 0, "left": 0}
    email = ContactEmail.objects.get(address="alba@cast.example")
    assert (state_of(delivery), email.bounce_reason) == ("bounced", "550 5.1.1 No such user")
    assert email.bounced_at is not None
    assert email.person.primary_email is None
    assert email.history.first().history_change_reason == "mail came back"


def test_a_notice_of_the_old_kind_does_too(box, delivery):
    assert outcome(box, plain(delivery)) == {"bounced": 1, "known": 0, "left": 0}
    assert "550 5.1.1 user unknown" in ContactEmail.objects.get(address="alba@cast.example").bounce_reason


def test_our_mail_bears_the_number_that_comes_back(delivery):
    assert envelope(delivery, "alba@cast.example").extra_headers["Message-ID"] == message_id(delivery.pk)


def test_whoever_guesses_a_number_and_knows_the_address_closes_nothing(box, delivery):
    _number, _dot, mark = message_id(delivery.pk + 1).partition(".")
    for guess in (f"<delivery-{delivery.pk}@asm.example>", f"<delivery-{delivery.pk}.{mark}"):
        forged = PLAIN.format(number=guess, sender="mailer-daemon@old.example", to="alba@cast.example")
        assert outcome(box, message_from_string(forged))["bounced"] == 0
    assert state_of(delivery) == "sent"


def test_reading_again_changes_nothing(box, delivery):
    outcome(box, report(delivery))
    versions = ContactEmail.objects.get(address="alba@cast.example").version
    assert outcome(box) == {"bounced": 0, "known": 0, "left": 0}
    assert outcome(box, plain(delivery)) == {"bounced": 0, "known": 1, "left": 0}
    assert ContactEmail.objects.get(address="alba@cast.example").version == versions


def test_an_address_that_was_put_right_does_not_bounce_again_by_an_old_notice(box, delivery):
    outcome(box, report(delivery))
    email = ContactEmail.objects.get(address="alba@cast.example")
    email.bounced_at = None
    email.save()
    outcome(box, plain(delivery))
    email.refresh_from_db()
    assert email.bounced_at is None


def test_what_is_no_notice_about_our_mail_stays_unread(box, delivery):
    absent = report(delivery)
    absent.set_payload(str(absent).partition("\n\n")[2].replace(message_id(delivery.pk), message_id(999_999)))
    strange = (
        report(delivery, action="delayed"),
        report(delivery, to="other@cast.example", recipient="other@cast.example"),
        plain(delivery, sender="bruno@cast.example", to="someone@cast.example"),
        message_from_string(str(absent)),
        message_from_string("From: postmaster@x.example\n\nNothing of note."),
        message_from_string("Content-Type: multipart/report\n\nno parts at all"),
        message_from_string("Content-Type: message/delivery-status\nFrom: \udcff\n\n\n\n"),
    )
    assert outcome(box, *strange) == {"bounced": 0, "known": 0, "left": len(strange)}
    assert (state_of(delivery), len(box)) == ("sent", len(strange))
    assert dict(read_bounces(box._path))["left"] == len(strange)


def test_an_answer_from_somebody_on_leave_is_no_notice(box, delivery):
    away = plain(delivery, sender="alba@cast.example")
    del away["Return-Path"]
    assert outcome(box, away)["left"] == 1


def test_the_address_counts_however_it_is_written(box, delivery):
    assert outcome(box, report(delivery, recipient="ALBA@Cast.example", to="Alba <ALBA@CAST.example>"))["bounced"] == 1


def test_the_secretariat_sees_who_cannot_be_reached_and_why(box, delivery, client, cast):
    outcome(box, report(delivery))
    client.force_login(again(cast.secretary))
    address = reverse("admin:asm_portal_person_changelist")
    text = client.get(address, {"list": "no-address"}).content.decode()
    assert "alba@cast.example bounced on" in text
    assert "No such user" in text


def test_the_focal_point_of_the_organisation_is_told_at_the_desk(box, cast, client):
    made = post("notice:2", cast.officer.person, "contact_confirmation", {"url": "/"})
    Delivery.objects.filter(pk=made.pk).update(state=Delivery.State.SENT, address="ofelia@cast.example")
    outcome(box, report(made, recipient="ofelia@cast.example", to="ofelia@cast.example"))
    told = {}
    for name in ("member_a", "member_b", "kp_chair"):
        client.force_login(again(cast.users[name]))
        told[name] = [item.title for item in client.get(reverse("desk")).context["items"] if "bounced" in item.title]
    assert told == {"member_a": ["The address of Ofelia Sample bounced"], "member_b": [], "kp_chair": []}


def test_a_bounced_address_is_not_offered_in_files(box, delivery, client, cast):
    outcome(box, report(delivery))
    client.force_login(again(cast.both))
    for page in ("body-contacts-csv", "body-contacts-vcard"):
        assert "alba@cast.example" not in client.get(reverse(page, args=["XWA"])).content.decode()
    assert "mail to it came back" in client.get(reverse("body-contacts", args=["XWA"])).content.decode()


def test_the_command_counts_and_the_clock_reads_the_maildir_of_the_settings(box, delivery, settings):
    box.add(report(delivery))
    box.add(message_from_string("From: a@b.example\n\nHello"))
    out = StringIO()
    call_command("read_bounces", box._path, stdout=out)
    assert out.getvalue() == "1 bounced, 0 known before, 1 left unread.\n"
    box.add(plain(delivery))
    settings.BOUNCES_MAILDIR = box._path
    take_back(timezone.now())
    assert len([message for message in box if "S" in message.get_flags()]) == 2


def test_the_command_says_what_is_missing(tmp_path):
    with pytest.raises(CommandError, match="BOUNCES_MAILDIR"):
        call_command("read_bounces")
    with pytest.raises(CommandError, match="is no maildir"):
        call_command("read_bounces", str(tmp_path / "nowhere"))
