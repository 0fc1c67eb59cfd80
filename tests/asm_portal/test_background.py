from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from asm_portal import clock
from asm_portal.areas import Area, areas
from asm_portal.background import ATTEMPTS, LONGEST_RUN, enqueue, enqueue_once, prune, reap
from communications.area import AREA as communications
from communications.notices import signatures
from communications.subscriptions import news
from logistics.area import AREA as logistics
from logistics.follow_up import digest
from logistics.reporting import periods
from tests.asm_portal import jobs

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_done():
    jobs.DONE.clear()


@pytest.fixture
def worker(work):
    """Does what is waiting, and lets tasks fail."""

    def run():
        try:
            work()
        except AssertionError:
            pass

    return run


def left_running(task, *args, since):
    """A row as a worker leaves it that was killed while it ran the task."""
    task.enqueue(*args)
    row = DBTaskResult.objects.get()
    row.claim("a dead worker")
    row.started_at = since
    row.save()
    return row


def test_a_task_runs_once_with_the_ids_it_was_given(work):
    enqueue(jobs.note, 7)
    work()
    work()
    assert jobs.DONE == [7]


def test_a_task_of_a_change_that_is_rolled_back_never_runs(work):
    with transaction.atomic():
        enqueue(jobs.note, 7)
        transaction.set_rollback(True)
    work()
    assert jobs.DONE == []


def test_a_record_in_place_of_its_id_is_refused():
    with pytest.raises(TypeError, match="must be given ids"):
        enqueue(jobs.note, DBTaskResult())


def test_a_failing_task_is_tried_again_later_each_time_and_then_left(worker):
    start = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
    with time_machine.travel(start, tick=False) as now:
        enqueue(jobs.fail, 7)
        for _ in range(60):
            worker()
            now.shift(60)
    assert jobs.DONE == [7] * ATTEMPTS
    rows = DBTaskResult.objects.order_by("started_at")
    assert [row.started_at - start for row in rows] == [timedelta(minutes=m) for m in (0, 1, 3, 11, 43)]
    assert all(row.status == "FAILED" and "did not answer" in row.traceback for row in rows)


def test_a_task_that_asks_for_one_attempt_gets_one(worker):
    enqueue(jobs.fail_once)
    worker()
    assert DBTaskResult.objects.failed().count() == DBTaskResult.objects.count() == 1


def test_what_a_dead_worker_left_running_is_tried_again(worker):
    now = timezone.now()
    left_running(jobs.note, 7, since=now - LONGEST_RUN - timedelta(seconds=1))
    reap(now)
    assert "never finished" in DBTaskResult.objects.failed().get().traceback
    with time_machine.travel(now + timedelta(minutes=1)):
        worker()
    assert jobs.DONE == [7]


def test_a_task_that_kills_its_worker_every_time_is_left_after_the_last_attempt():
    now = timezone.now()
    row = left_running(jobs.note, 7, since=now - timedelta(days=1))
    row.args_kwargs["kwargs"]["attempt"] = ATTEMPTS
    row.save()
    reap(now)
    assert DBTaskResult.objects.get().status == "FAILED"


def test_a_task_that_is_still_running_is_left_alone():
    now = timezone.now()
    left_running(jobs.note, 7, since=now - timedelta(minutes=1))
    reap(now)
    assert DBTaskResult.objects.get().status == "RUNNING"


def test_a_task_that_this_release_no_longer_has_does_not_stop_the_reaper():
    now = timezone.now()
    row = left_running(jobs.note, 7, since=now - timedelta(days=1))
    row.task_path = "asm_portal.background.gone"
    row.save()
    reap(now)
    assert DBTaskResult.objects.get().status == "FAILED"


def test_a_task_ordered_twice_for_an_instant_runs_once(work):
    at = timezone.now() - timedelta(minutes=1)
    assert [enqueue_once(clock.tick, at), enqueue_once(clock.tick, at)] == [True, False]
    assert DBTaskResult.objects.count() == 1


def test_what_succeeded_is_forgotten_after_a_day_and_what_failed_after_a_month(worker):
    with time_machine.travel(datetime(2026, 11, 1, 8, tzinfo=UTC)) as now:
        enqueue(jobs.note, 1)
        enqueue(jobs.fail_once)
        worker()
        now.shift(timedelta(days=2))
        prune(timezone.now())
        assert [row.status for row in DBTaskResult.objects.all()] == ["FAILED"]
        now.shift(timedelta(days=30))
        prune(timezone.now())
        assert not DBTaskResult.objects.exists()


class Reminders(Area):
    def __init__(self):
        self.asked = []

    def due(self, now):
        self.asked.append(now)


class Broken(Area):
    def due(self, now):
        raise LookupError("this area cannot be asked")


@pytest.fixture
def area_list(monkeypatch):
    """The areas the clock asks: one that fails, one after it that does not."""
    found = (Broken(), Reminders())
    monkeypatch.setattr(clock, "areas", lambda: found)
    return found


def test_every_minute_orders_the_next_and_asks_each_area_even_after_one_failed(area_list, worker):
    with time_machine.travel(datetime(2026, 11, 21, 8, 0, 30, tzinfo=UTC), tick=False) as now:
        clock.start(timezone.now())
        worker()
        worker()
        assert [moment.minute for moment in area_list[1].asked] == [0]
        now.shift(60)
        worker()
        assert [moment.minute for moment in area_list[1].asked] == [0, 1]
    failed = DBTaskResult.objects.failed()
    assert failed.count() == 2
    assert "this area cannot be asked" in failed.first().traceback


@pytest.mark.parametrize(
    ("area", "broken", "later"),
    [(communications, signatures, news), (logistics, digest, periods)],
    ids=["communications", "logistics"],
)
def test_a_duty_that_fails_is_logged_and_keeps_no_other_one_from_being_done(
    monkeypatch, caplog, db, area, broken, later
):
    done = []
    monkeypatch.setattr(broken, "due", lambda now: 1 / 0)
    monkeypatch.setattr(later, "due", done.append)
    now = timezone.now()
    with pytest.raises(ExceptionGroup):
        area.due(now)
    assert done == [now]
    assert "division by zero" in caplog.text


def test_the_last_tick_tells_whether_the_worker_is_alive(work):
    assert clock.last_tick() is None
    with time_machine.travel(datetime(2026, 11, 21, 8, tzinfo=UTC), tick=False):
        clock.start(timezone.now())
        work()
        assert clock.last_tick() == timezone.now()


def test_an_area_that_fails_does_not_make_the_worker_look_dead(area_list, worker):
    clock.start(timezone.now())
    worker()
    assert clock.last_tick() is not None


def test_the_four_areas_bear_being_asked_twice_what_is_due(db):
    for area in areas():
        area.due(timezone.now())
        area.due(timezone.now())


def test_the_clock_does_not_run_late_after_a_pause(work):
    with time_machine.travel(datetime(2026, 11, 21, 8, tzinfo=UTC), tick=False) as now:
        clock.start(timezone.now())
        work()
        now.shift(timedelta(hours=5))
        work()
        ready = DBTaskResult.objects.filter(status="READY")
        assert [row.run_after for row in ready] == [datetime(2026, 11, 21, 13, 1, tzinfo=UTC)]
