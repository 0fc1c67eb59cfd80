"""Incoming mail: what answers an enquiry goes there, everything else is held, whatever it looks like, and nothing is lost."""

from datetime import timedelta
from email.message import EmailMessage
from io import StringIO

import pytest
from django.conf import settings as project
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from asm_portal import environment
from communications.enquiries.filing import file_enquiry
from communications.inbound import actions, boxes, reading
from communications.models import EnquiryMessage, InboundMail
from tests.cast import again

pytestmark = pytest.mark.django_db
State, Nature = InboundMail.State, InboundMail.Nature
ASKER = "ada@newspaper.example"


@pytest.fixture
def maildir(tmp_path, settings):
    for folder in ("new", "cur", "tmp"):
        (tmp_path / "box" / folder).mkdir(parents=True)
    settings.INBOUND_MAILDIR = tmp_path / "box"
    settings.INBOUND_IMAP_URL = None
    settings.MEDIA_ROOT = tmp_path / "files"
    return tmp_path / "box"


@pytest.fixture
def enquiry(cast):
    return file_enquiry(kind="media", name="Ada Sample", email=ASKER, language="en", question="How many Participants?")


def letter(subject="A question", sender=f"Ada Sample <{ASKER}>", text="Good day.", **headers):
    made = EmailMessage()
    made["From"], made["Subject"] = sender, subject
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content(text)
    return made.as_bytes()


def arrive(maildir, raw, name="1"):
    (maildir / "new" / name).write_bytes(raw)


def taken_in(maildir, raw):
    """The one message that is kept of these bytes; it is marked as read and stays in the mailbox."""
    arrive(maildir, raw)
    reading.read_mailboxes()
    assert [path.name for path in maildir.glob("*/*")] == ["1:2,S"]
    return InboundMail.objects.get()


def test_an_answer_to_an_enquiry_goes_there_and_is_kept_whole(maildir, enquiry):
    raw = letter(f"RE: Your enquiry [{enquiry.reference.lower()}]", f"ADA <{ASKER.upper()}>", "Thank you.")
    kept = taken_in(maildir, raw)
    assert (kept.state, kept.enquiry, kept.settled_by) == (State.ATTACHED, enquiry, None)
    message = EnquiryMessage.objects.get()
    assert (message.enquiry, message.text) == (enquiry, "Thank you.")
    with kept.raw.open() as file:
        assert file.read() == raw


@pytest.mark.parametrize(
    ("subject", "sender", "headers"),
    [
        ("About {}", "somebody@else.example", {}),
        ("About another matter", ASKER, {}),
        ("About ENQ-2026-00000", ASKER, {}),
        ("Away until Monday: {}", ASKER, {"Auto_Submitted": "auto-replied"}),
        ("X{}X", ASKER, {}),
    ],
)
def test_what_answers_no_enquiry_of_its_sender_is_held(maildir, enquiry, subject, sender, headers):
    kept = taken_in(maildir, letter(subject.format(enquiry.reference), sender, **headers))
    assert (kept.state, kept.enquiry) == (State.HELD, None)
    assert not EnquiryMessage.objects.exists()


@pytest.mark.parametrize(
    ("headers", "nature"),
    [
        ({}, Nature.LETTER),
        ({"Auto_Submitted": "no"}, Nature.LETTER),
        ({"Auto_Submitted": "auto-replied; owner-email=x"}, Nature.AUTO_REPLY),
        ({"Precedence": "bulk"}, Nature.AUTO_REPLY),
        ({"Return_Path": "<>"}, Nature.BOUNCE),
        ({"sender": "MAILER-DAEMON@mail.example"}, Nature.BOUNCE),
    ],
)
def test_automatic_answers_and_bounces_are_held_and_marked(maildir, headers, nature):
    assert taken_in(maildir, letter(**headers)).nature == nature


def test_nobody_is_answered(maildir, work):
    taken_in(maildir, letter())
    work()
    assert mail.outbox == []


def base64_of(kind, content):
    return f"Content-Type: {kind}\nContent-Transfer-Encoding: base64\n\n{content}\n".encode()


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"", ""),
        (b"\xff\xfe\x00\x80" * 20, None),
        (b"Subject: x\n\nLine\0 one\x07\n\tand two\n", "Line one\n\tand two"),
        (b"Content-Type: text/plain; charset=iso-8859-1\n\nCommuniqu\xe9", "Communiqué"),
        (b"Content-Type: text/plain; charset=x-martian\n\nCommuniqu\xc3\xa9", "Communiqué"),
        (b"Content-Type: text/plain; charset=utf-8\n\nCommuniqu\xe9", "Communiqu\N{REPLACEMENT CHARACTER}"),
        (base64_of("text/plain", "!!!! no base64"), None),
        (
            b"Content-Type: text/html\n\n<head><title>No</title></head><p>One &amp; <b>two</b></p><script>evil()</script>",
            "One & two",
        ),
        (base64_of("image/png", "iVBORw0KGgo="), ""),
        (b"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nCut sho", "Cut sho"),
        (b"Content-Type: multipart/mixed\n\nno boundary", None),
        (
            b"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\nContent-Disposition: attachment\n\n"
            b"Attached\n--b\nContent-Type: text/plain\n\nSaid\n--b--",
            "Said",
        ),
    ],
)  # fmt: skip
def test_whatever_a_message_is_made_of_it_is_held(maildir, raw, text):
    kept = taken_in(maildir, raw)
    assert kept.state == State.HELD
    if text is not None:
        assert kept.text == text


def test_a_message_of_a_thousand_layers_is_held(maildir):
    layers = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (number, number) for number in range(1_000)
    )
    kept = taken_in(maildir, b"Subject: Deep\nFrom: a@layers.example\n" + layers)
    assert (kept.subject, kept.sender) == ("Deep", "a@layers.example")


@pytest.mark.parametrize(
    ("header", "subject"),
    [
        (b"=?utf-8?q?Communiqu=C3=A9?=", "Communiqué"),
        (b"=?x-martian?q?abc?=", "=?x-martian?q?abc?="),
        (b"=?utf-8?b?!!?=", None),
        (b"Communiqu\xe9", None),
        (b"=?utf-8?q?two=0D=0ABcc=3A_all=40x=2Eexample?=", "two Bcc: all@x.example"),
        (b"x" * 5_000, "x" * 400),
    ],
)
def test_a_broken_subject_is_read_as_well_as_may_be(maildir, header, subject):
    kept = taken_in(maildir, b"From: a@b.example\nSubject: " + header + b"\n\nText")
    assert subject in (None, kept.subject)


@pytest.mark.parametrize("date", ["yesterday", "Mon, 31 Feb 2026 10:00:00 +0000", "Mon, 01 Jan 99999 10:00:00", ""])
def test_a_date_that_is_none_is_left_out(maildir, date):
    assert taken_in(maildir, letter(Date=date)).sent_at is None


def test_a_message_that_is_too_large_is_read_in_part_and_stays_in_the_mailbox(maildir, monkeypatch):
    monkeypatch.setattr(boxes, "LARGEST", 2_000)
    raw = letter(text="Beginning " + "x" * 5_000)
    kept = taken_in(maildir, raw)
    assert (kept.size, bool(kept.raw)) == (len(raw), False)
    assert kept.text.startswith("Beginning")


def test_a_message_that_comes_twice_is_kept_once_and_another_with_its_number_too(maildir):
    arrive(maildir, letter(Message_ID="<one@x.example>"), "1")
    arrive(maildir, b"Received: by another way\n" + letter(Message_ID="<one@x.example>"), "2")
    arrive(maildir, letter(Message_ID="<one@x.example>", text="Something else."), "3")
    assert reading.read_mailboxes() == {"attached": 0, "held": 2, "known": 1}
    assert reading.read_mailboxes() == {"attached": 0, "held": 0, "known": 0}


def test_a_crash_between_keeping_and_marking_loses_and_doubles_nothing(maildir, enquiry, monkeypatch):
    arrive(maildir, letter(enquiry.reference))
    with monkeypatch.context() as broken:
        broken.setattr(boxes.MaildirBox, "mark_read", lambda *_given: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            reading.read_mailboxes()
    assert reading.read_mailboxes() == {"attached": 0, "held": 0, "known": 1}
    assert EnquiryMessage.objects.count() == InboundMail.objects.count() == 1


def test_one_that_cannot_be_kept_is_read_again_and_does_not_stop_the_others(maildir, settings, caplog):
    arrive(maildir, letter())
    settings.MEDIA_ROOT.parent.joinpath("files").write_text("in the way")
    assert reading.read_mailboxes()["held"] == 0
    assert "A message could not be kept" in caplog.text
    settings.MEDIA_ROOT.unlink()
    assert reading.read_mailboxes()["held"] == 1


def held(text="Good day.", **given):
    return actions.keep(boxes.Incoming(raw := letter(text=text, **given), len(raw), "1"))


def refused(act):
    with pytest.raises(actions.ValidationError) as refusal:
        act()
    return " ".join(refusal.value.messages)


def test_staff_attach_a_held_message_to_an_enquiry(maildir, cast, enquiry):
    kept = held(sender="assistant@newspaper.example")
    assert "no enquiry" in refused(lambda: actions.attach(mail=kept, reference="ENQ-2026-00000", by=cast.secretary))
    actions.attach(mail=kept, reference=f" {enquiry.reference.lower()} ", by=cast.secretary)
    kept.refresh_from_db()
    assert (kept.state, kept.enquiry, kept.settled_by) == (State.ATTACHED, enquiry, cast.secretary)
    assert EnquiryMessage.objects.get().sender == "assistant@newspaper.example"
    assert "Somebody has dealt with this message" in refused(
        lambda: actions.set_aside(mail=kept, reason="Twice", by=cast.secretary)
    )


def test_nothing_is_attached_to_an_enquiry_of_which_it_is_forgotten_who_asked(maildir, cast, enquiry):
    kept = held(sender="assistant@newspaper.example")
    enquiry.asker.delete()
    assert "forgotten" in refused(lambda: actions.attach(mail=kept, reference=enquiry.reference, by=cast.secretary))
    assert not EnquiryMessage.objects.exists()


def test_staff_file_a_held_message_as_an_enquiry(maildir, cast, work):
    kept = held(sender="Ben <ben@radio.example>", text="Who chairs?")
    enquiry = actions.file_as_enquiry(mail=kept, kind="media", language="fr", outlet="Radio", by=cast.secretary)
    assert (enquiry.question, enquiry.channel, enquiry.asker.name) == ("Who chairs?", "mail", "Ben")
    work()
    assert [message.to for message in mail.outbox] == [["ben@radio.example"]]


def test_a_message_without_a_text_is_not_filed_by_a_button(maildir, cast):
    kept = held(text="")
    assert "holds no text" in refused(
        lambda: actions.file_as_enquiry(mail=kept, kind="media", language="fr", by=cast.secretary)
    )


def test_what_was_set_aside_has_a_reason_and_can_be_held_again(maildir, cast):
    kept = held()
    actions.set_aside(mail=kept, reason="Advertising", by=cast.secretary)
    kept.refresh_from_db()
    assert (kept.state, kept.reason) == (State.SET_ASIDE, "Advertising")
    actions.hold_again(mail=kept, by=cast.secretary)
    kept.refresh_from_db()
    assert (kept.state, kept.reason, kept.settled_by) == (State.HELD, "", None)


def test_what_was_set_aside_is_deleted_when_its_time_is_over(
    maildir, cast, time_machine, django_capture_on_commit_callbacks
):
    kept, other = held(), held(text="Another")
    actions.set_aside(mail=kept, reason="Advertising", by=cast.secretary)
    time_machine.move_to(timezone.now() + timedelta(days=project.ENQUIRER_DATA_DAYS + 1))
    with django_capture_on_commit_callbacks(execute=True):
        actions.forget(timezone.now())
    assert InboundMail.objects.get() == other
    assert not kept.raw.storage.exists(kept.raw.name)


def test_what_was_attached_goes_when_it_is_forgotten_who_asked(maildir, enquiry):
    taken_in(maildir, letter(enquiry.reference))
    actions.forget(timezone.now())
    assert InboundMail.objects.exists()
    enquiry.asker.delete()
    actions.forget(timezone.now())
    assert not InboundMail.objects.exists()


def test_a_mailbox_that_does_not_answer_keeps_nothing_from_being_forgotten(maildir, enquiry, settings):
    taken_in(maildir, letter(enquiry.reference))
    enquiry.asker.delete()
    nowhere = {"host": "127.0.0.1", "port": 1, "user": "u", "password": "p", "folder": "INBOX", "is_secure": False}
    settings.INBOUND_IMAP_URL = nowhere
    with pytest.raises(OSError, match="refused"):
        reading.due(timezone.now())
    assert not InboundMail.objects.exists()


def test_only_the_secretariat_reads_it(client, maildir, cast):
    kept = held()
    readers = {name for name, user in cast.users.items() if InboundMail.objects.visible_to(again(user)).exists()}
    assert readers == {"secretary"}
    client.force_login(again(cast.kp_chair))
    assert client.get(kept.file_url).status_code == 404
    client.force_login(again(cast.secretary))
    response = client.get(kept.file_url)
    assert b"Good day." in response.getvalue()
    assert "attachment" in response["Content-Disposition"]
    assert "sandbox" in response["Content-Security-Policy"]


def test_the_command_says_what_it_has_read(maildir):
    arrive(maildir, letter())
    out = StringIO()
    call_command("read_mail", stdout=out)
    assert out.getvalue() == "Attached: 0. Held: 1. Known: 0.\n"


@pytest.mark.parametrize(
    "url",
    [
        "imap://user@mail.example/INBOX",
        "imaps://mail.example",
        "pop3://user@mail.example",
        "imaps://user@mail.example:x",
    ],
)
def test_a_mailbox_without_encryption_or_user_is_refused(url):
    with pytest.raises(ValueError, match=r"must begin with|cannot be told apart"):
        environment.mail_folder(url)


def test_the_address_of_a_mailbox_is_taken_apart():
    assert environment.mail_folder("imaps://desk%40asm.example:a%2Fb@mail.example/In%20box") == {
        "host": "mail.example", "port": 993, "user": "desk@asm.example", "password": "a/b", "folder": "In box",
        "is_secure": True,
    }  # fmt: skip
