from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from asm_portal.roles import Role
from asm_portal.visibility import Audience
from logistics.handover.files import handover_entries
from logistics.packs.sinks import write_zip


class Command(BaseCommand):
    help = "Writes the hand-over pack of the KP Chair as a ZIP, in the languages of the portal."

    def add_arguments(self, parser):
        parser.add_argument("--output", required=True, type=Path, help="the ZIP to write")

    def handle(self, *, output, **options):
        languages = [code for code, _name in settings.LANGUAGES]
        with output.open("wb") as file:
            write_zip(handover_entries(Role(Audience.CHAIR), languages), file)
        self.stdout.write(f"{output}: {output.stat().st_size} bytes.")
