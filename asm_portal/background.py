"""Work that does not make a reader wait: a queue in the database, with retries.

    @task
    def extract_text(rendition_id): ...

    enqueue(extract_text, rendition.pk)

The row is written in the caller's transaction and vanishes with it. Arguments are ids: the record is read when the task runs,
which may be later and more than once, so a task must bear being run twice. A row goes ready → running → successful or failed;
each further attempt is a row of its own. Every use of the queue's library is in this file.
"""

import logging
import uuid
from datetime import timedelta
from functools import partial, wraps

from django.db import transaction
from django.utils import timezone
from django_tasks import task as plain_task
from django_tasks_db.models import DBTaskResult

log = logging.getLogger(__name__)

ATTEMPTS = 5
FIRST_DELAY = timedelta(seconds=30)
LONGEST_RUN = timedelta(minutes=15)
KEEP_SUCCESSFUL = timedelta(days=1)
KEEP_FAILED = timedelta(days=30)


class Orphaned(Exception):
    """The worker died while it ran this task, or the task took longer than LONGEST_RUN."""


def task(function=None, *, attempts=ATTEMPTS):
    """Make a function of the top level of a module a task that is tried again when it fails."""
    if function is None:
        return partial(task, attempts=attempts)

    @wraps(function)
    def run(*ids, attempt=1):
        try:
            function(*ids)
        except BaseException:  # also when the worker is told to stop at once
            _try_again(made, ids, attempt)
            raise

    run.attempts = attempts
    made = plain_task(run)
    return made


def enqueue(task, *ids):
    """Have a task run by the worker, once this transaction is committed."""
    if not all(isinstance(given, int | str) for given in ids):
        raise TypeError(f"{task.name} must be given ids, not records")
    task.enqueue(*ids)


def enqueue_once(task, at):
    """Have a task run at an instant; asked twice for the same instant, it runs once. True the first time."""
    _row, is_new = DBTaskResult.objects.get_or_create(
        id=uuid.uuid5(uuid.NAMESPACE_URL, f"{task.module_path} {at.isoformat()}"),
        defaults={
            "args_kwargs": {"args": [], "kwargs": {}},
            "priority": task.priority,
            "task_path": task.module_path,
            "queue_name": task.queue_name,
            "backend_name": task.backend,
            "run_after": at,
        },
    )
    return is_new


def do_each(duties, now):
    """Do what is due, one duty after the other: one that fails is logged and keeps no other one from being done. Raises the
    failures as an ExceptionGroup."""
    failures = []
    for duty in duties:
        try:
            duty(now)
        except Exception as problem:
            log.exception("%s.%s failed", duty.__module__, duty.__qualname__)
            failures.append(problem)
    if failures:
        raise ExceptionGroup("what is due", failures)


def reap(now):
    """Fail the tasks that a dead worker left running, and try them again."""
    with transaction.atomic():
        orphans = DBTaskResult.objects.running().filter(started_at__lt=now - LONGEST_RUN)
        for row in orphans.select_for_update(skip_locked=True):
            row.set_failed(Orphaned(f"started {row.started_at:%Y-%m-%d %H:%M:%S} UTC and never finished"))
            try:
                _try_again(row.task, row.args_kwargs["args"], row.args_kwargs["kwargs"].get("attempt", 1))
            except ImportError:
                log.warning("%s is no longer a task of this release", row.task_path)


def prune(now):
    """Forget what was done; failures stay longer, for whoever looks into them."""
    DBTaskResult.objects.successful().filter(finished_at__lt=now - KEEP_SUCCESSFUL).delete()
    DBTaskResult.objects.failed().filter(finished_at__lt=now - KEEP_FAILED).delete()


def last_run(task):
    """When the worker last finished this task, well or badly; None if it never has."""
    rows = DBTaskResult.objects.finished().filter(task_path=task.module_path)
    return rows.order_by("-finished_at").values_list("finished_at", flat=True).first()


def _try_again(task, ids, attempt):
    """Attempts follow after 30 seconds, 2 minutes, 8 minutes and half an hour."""
    if attempt < task.func.attempts:
        later = timezone.now() + FIRST_DELAY * 4 ** (attempt - 1)
        task.using(run_after=later).enqueue(*ids, attempt=attempt + 1)
