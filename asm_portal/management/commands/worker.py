from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone

from asm_portal import clock
from asm_portal.background import reap


class Command(BaseCommand):
    help = "Does the work that does not make a reader wait: sends mail, reads uploaded files, asks what is due."

    def handle(self, **options):
        now = timezone.now()
        reap(now)
        clock.start(now)
        call_command("db_worker", queue_name="*", reload=False, startup_delay=False)
