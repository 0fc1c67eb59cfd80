"""A notice goes to everybody exactly once: two workers, killed while they send, and a mail server that refuses every tenth."""

import re
import signal
import threading
from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from asm_portal import post
from asm_portal.background import LONGEST_RUN, reap
from asm_portal.models import Delivery
from communications.acknowledgements.actions import send_failed_again
from communications.acknowledgements.standing import progress
from tests.cast import make_cast, organisation, person, represent
from tests.communications.notices import sent, to
from tests.mail_server import Inbox, Workers, served

State = Delivery.State
PEOPLE, BEFORE_THE_KILL = 40, 12
READER, REFUSED = re.compile("reader"), re.compile(r"reader\d*0@")


class EveryTenth(Inbox):
    """Refuses everybody whose number ends with 0 while it is `strict`, and keeps whoever sends waiting from the twelfth mail on
    until it is opened again."""

    strict = True

    def __init__(self):
        super().__init__()
        self.full = threading.Event()

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.strict and REFUSED.match(address):
            return "550 5.1.1 nobody of that name"
        return await super().handle_RCPT(server, session, envelope, address, options)

    async def handle_DATA(self, server, session, envelope):
        if len(self.mails) + 1 == BEFORE_THE_KILL:
            self.closed = True
            self.full.set()
        return await super().handle_DATA(server, session, envelope)

    @property
    def received(self):
        """Address of one of the forty → how many mails it got."""
        found = Counter(envelope.rcpt_tos[0] for envelope, _mail in self.mails)
        return Counter({address: count for address, count in found.items() if READER.match(address)})


@pytest.fixture
def inbox(settings):
    with served(EveryTenth(), settings) as handler:
        yield handler


@pytest.fixture
def workers(transactional_db, tmp_path, settings, inbox):
    return Workers(tmp_path, settings.EMAIL_PORT)


@pytest.fixture
def notice(workers):
    """To one organisation with forty representatives; nothing of it has left."""
    cast = make_cast()
    grove = organisation("XG", "Grove")
    for number in range(PEOPLE):
        represent(person(f"Reader{number}", language=("en", "fr")[number % 2]), grove)
    return sent(cast, to(organisation=grove))


def run(workers, *, until=None, count=1):
    """Let workers work until nothing is left or, where an event is given, until then, and kill them with -9."""
    workers.hand_over()
    started = [workers.start() for _number in range(count)]
    if until:
        assert until.wait(timeout=120)
        for worker in started:
            worker.send_signal(signal.SIGKILL)
    for worker in started:
        worker.communicate()
    workers.take_back()


def a_quarter_of_an_hour_later():
    """What the clock does about workers that died, without the wait."""
    later = timezone.now() + LONGEST_RUN + timedelta(minutes=1)
    post.doubt(later)
    reap(later)
    DBTaskResult.objects.filter(finished_at=None, started_at=None).update(run_after=timezone.now())


def addresses(notice, state):
    rows = Delivery.objects.filter(key=f"notice:{notice.pk}", state=state)
    return {row.person.primary_email for row in rows.select_related("person")}


def test_everybody_gets_a_notice_once_whatever_happens_and_what_failed_is_seen_and_sent_again(notice, workers, inbox):
    run(workers, until=inbox.full, count=2)
    inbox.closed = False
    a_quarter_of_an_hour_later()
    run(workers)
    found = progress(notice).states
    assert sum(found.values()) == notice.addressees.count() == PEOPLE
    went, refused, doubtful = (addresses(notice, state) for state in (State.SENT, State.FAILED, State.UNCERTAIN))
    assert 1 <= len(doubtful) <= 2
    assert len(went | refused | doubtful) == PEOPLE
    assert refused == {address for address in went | refused if REFUSED.match(address)}
    assert set(inbox.received.values()) == {1}
    assert went <= set(inbox.received) <= went | doubtful
    inbox.strict = False
    assert send_failed_again(notice=notice) == len(refused)
    run(workers)
    assert progress(notice).states[State.FAILED] == 0
    assert set(inbox.received.values()) == {1}
    assert went | refused <= set(inbox.received) <= went | refused | doubtful
