"""Incoming mail by IMAP, from a server on this machine."""

import imaplib

import pytest

from asm_portal import environment
from communications.inbound import boxes, reading
from communications.models import InboundMail
from tests.communications.imap_server import Mailbox, serving

pytestmark = pytest.mark.django_db


def message(number, text="Text"):
    return f"From: a{number}@mail.example\r\nSubject: Number {number}\r\n\r\n{text}\r\n".encode()


@pytest.fixture
def reads(settings, tmp_path):
    """Reads a mailbox by its address, as the settings give it."""
    settings.MEDIA_ROOT, settings.INBOUND_MAILDIR = tmp_path, None

    def read(box, account="desk%40asm.example:a%20%22long%22%20one", folder=""):
        with serving(box) as port:
            url = f"imap://{account}@127.0.0.1:{port}/{folder}"
            settings.INBOUND_IMAP_URL = environment.mail_folder(url)
            return reading.read_mailboxes()

    return read


def test_what_is_unread_is_kept_whole_and_marked_as_read(reads):
    box = Mailbox(message(1), message(2), message(3))
    box.seen.add(12)
    assert reads(box)["held"] == 2
    assert [mail.subject for mail in InboundMail.objects.order_by("pk")] == ["Number 1", "Number 3"]
    with InboundMail.objects.earliest("pk").raw.open() as file:
        assert file.read() == message(1)
    assert box.seen == {11, 12, 13}
    assert not [command for command in box.asked if "Deleted" in command or "EXPUNGE" in command.upper()]
    assert reads(box) == {"attached": 0, "held": 0, "known": 0}


def test_nothing_is_marked_before_it_is_kept(reads, monkeypatch):
    box = Mailbox(message(1))
    with monkeypatch.context() as broken:
        broken.setattr(reading, "keep", lambda _incoming: 1 / 0)
        reads(box)
    assert box.seen == set()
    assert reads(box)["held"] == 1


def test_of_a_large_message_the_beginning_is_fetched(reads, monkeypatch):
    monkeypatch.setattr(boxes, "LARGEST", 100)
    large = message(1, "x" * 10_000)
    reads(Mailbox(large))
    kept = InboundMail.objects.get()
    assert (kept.subject, kept.size, bool(kept.raw)) == ("Number 1", len(large), False)


@pytest.mark.parametrize("given", [{"account": "desk%40asm.example:wrong"}, {"folder": "Elsewhere"}])
def test_a_mailbox_that_does_not_open_is_an_error_for_whoever_runs_the_portal(reads, given):
    with pytest.raises(imaplib.IMAP4.error):
        reads(Mailbox(message(1)), **given)
    assert not InboundMail.objects.exists()


def test_an_empty_mailbox_is_read_without_a_word(reads):
    assert reads(Mailbox()) == {"attached": 0, "held": 0, "known": 0}


@pytest.mark.parametrize("command", ["FETCH", "STORE"])
def test_one_message_that_the_server_refuses_keeps_no_other_from_being_read(reads, command):
    box = Mailbox(message(1), message(2))
    box.broken = {11: command}
    reads(box)
    assert box.seen == {12}
    assert "Number 2" in InboundMail.objects.values_list("subject", flat=True)
    box.broken = {}
    reads(box)
    assert (box.seen, InboundMail.objects.count()) == ({11, 12}, 2)


def test_a_server_that_guesses_sizes_or_hangs_up_loses_nothing(reads):
    box = Mailbox(message(1))
    box.guessed, box.hangs_up = 7, True
    assert reads(box)["held"] == 1
    kept = InboundMail.objects.get()
    assert (kept.size, bool(kept.raw)) == (len(message(1)), True)
