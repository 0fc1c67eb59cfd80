from django.core.management.base import BaseCommand
from django.db import transaction

from asm_portal.areas import areas
from asm_portal.demonstration import forget_cast


class Command(BaseCommand):
    help = "Takes the demonstration out again, with its history and with what was done with its accounts; leaves the facts."

    @transaction.atomic
    def handle(self, **options):
        for area in reversed(areas()):
            area.forget_demonstration()
        forget_cast()
