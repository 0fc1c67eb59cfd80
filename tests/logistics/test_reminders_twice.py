"""Nothing is sent twice and nothing is lost: two runs at once, and a worker that is killed in the middle."""

import os
import signal
import threading

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import IntegrityError, connection, connections, transaction
from django.utils import timezone

from asm_portal.dated import today
from asm_portal.models import Delivery
from logistics.models import Reminder
from logistics.reminders import ladder as rungs
from logistics.reminders.ladder import remind
from tests.cast import organisation, person
from tests.logistics.owed import focal_point, ladder, obligation, period, track

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def empty_index(transactional_db):
    """What such tests leave behind in SQLite's index of words, which no flush knows of, is in the way of the next one."""
    yield forget_words()
    forget_words()


def forget_words():
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM asm_portal_searchwords")


@pytest.fixture
def owed(empty_index):
    """Two Participants owe two reports each, which are due today; not those of the cast, which no flush puts back."""
    ladder()
    for code in ("annual", "trade"):
        period(obligation(code), today().year - 1, due_on=today())
    for code, name in (("XA", "Alba"), ("XB", "Bruno")):
        participant = organisation(code, code)
        track(participant)
        focal_point(participant, "general", person(name))


def ledger():
    return sorted(Reminder.objects.values_list("person__given_name", "period__obligation__code", "days"))


def test_two_runs_at_the_same_moment_remind_everybody_once(owed):
    """On SQLite, where the database of the tests lies in memory and admits one at a time, one run after the other."""
    together, done = threading.Barrier(4), []

    def run():
        together.wait()
        done.append(remind(today()))
        connections.close_all()

    if connection.vendor == "sqlite":
        for _time in range(4):
            remind(today())
    else:
        runs = [threading.Thread(target=run) for _ in range(4)]
        for one in runs:
            one.start()
        for one in runs:
            one.join()
        assert len(done) == 4
    assert Delivery.objects.count() == 2
    assert len(ledger()) == len(set(ledger())) == 4


def test_the_database_refuses_a_step_a_second_time(owed):
    remind(today())
    row = Reminder.objects.first()
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_who_was_put_down_without_a_mail_is_put_down_again(owed, monkeypatch):
    """A run that ends between the mail and its ledger leaves neither."""
    monkeypatch.setattr(rungs, "Reminder", None)
    with pytest.raises(AttributeError):
        remind(today())
    monkeypatch.undo()
    assert not Delivery.objects.exists()
    remind(today())
    assert Delivery.objects.count() == 2


def die(after):
    """Make the run end for good after so many people, as a killed process does: on PostgreSQL it is one."""
    put_down, done = rungs.put_down, []

    def until_then(*given):
        if len(done) == after:
            if connection.vendor == "postgresql":
                os.kill(os.getpid(), signal.SIGKILL)
            raise SystemExit
        done.append(put_down(*given))

    return until_then


def test_a_run_that_is_killed_in_the_middle_is_finished_by_the_next(owed, monkeypatch):
    monkeypatch.setattr(rungs, "put_down", die(after=1))
    if connection.vendor == "postgresql":
        connections.close_all()
        child = os.fork() or remind(today())
        assert os.waitpid(child, 0)[1] == signal.SIGKILL
    else:
        with pytest.raises(SystemExit):
            remind(today())
    monkeypatch.undo()
    assert Delivery.objects.count() == 1
    remind(today())
    remind(today())
    assert Delivery.objects.count() == 2
    assert len(ledger()) == len(set(ledger())) == 4


def test_the_command_for_cron_does_what_is_due_and_ends(owed, time_machine):
    time_machine.move_to(timezone.now().replace(hour=7), tick=False)
    for _time in range(2):
        call_command("send_due", verbosity=0)
    assert sorted(message.to[0] for message in mail.outbox) == ["alba@cast.example", "bruno@cast.example"]
