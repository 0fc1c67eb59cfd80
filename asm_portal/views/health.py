"""What a supervisor or load balancer asks: is the process alive, and can it do its work."""

import logging
import uuid
from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.http import JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from asm_portal.clock import PERIOD, last_tick

log = logging.getLogger(__name__)

# The worker works every minute; one long task may hold it up for a while.
LONGEST_SILENCE = PERIOD + timedelta(minutes=4)


@login_not_required
@require_safe
@never_cache
def health(request):
    """The process answers. Nothing else is asked, so that a database that is down does not get it killed."""
    return JsonResponse({"status": "ok"})


@login_not_required
@require_safe
@never_cache
def ready(request):
    """Database, storage and worker, each tried; 503 where one fails. Why it failed is for the log only."""
    parts = {name: works(name, check) for name, check in CHECKS.items()}
    return JsonResponse(
        {name: "ok" if is_well else "failed" for name, is_well in parts.items()},
        status=200 if all(parts.values()) else 503,
    )


def works(name, check):
    try:
        check()
    except Exception:
        log.exception("Not ready: %s", name)
        return False
    return True


def ask_database():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def write_and_read_a_file():
    content = uuid.uuid4().hex.encode()
    name = default_storage.save(f"health/{uuid.uuid4().hex}", ContentFile(content))
    try:
        with default_storage.open(name) as file:
            if file.read() != content:
                raise OSError("a file was read back with other contents")
    finally:
        default_storage.delete(name)


def see_the_worker():
    seen = last_tick()
    if seen is None or timezone.now() - seen > LONGEST_SILENCE:
        raise RuntimeError(f"the background worker was last seen at {seen}")


CHECKS = {"database": ask_database, "storage": write_and_read_a_file, "worker": see_the_worker}
