from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone

from asm_portal import clock
from asm_portal.background import reap


class Command(BaseCommand):
    help = (
        "Does what is due and what waits, and ends: for machines that start it every few minutes instead of `worker`."
    )

    def handle(self, **options):
        now = timezone.now()
        reap(now)
        clock.start(now)
        call_command("db_worker", queue_name="*", batch=True, reload=False, startup_delay=False)
