from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from asm_portal.roles import role_named
from logistics.packs.sinks import write_folder, write_zip
from logistics.packs.usb.contents import Contents
from logistics.packs.usb.pages import usb_entries


class Command(BaseCommand):
    help = "Writes static pages with what a role may read, to be opened without a network."

    def add_arguments(self, parser):
        parser.add_argument("--role", required=True, help="public, process, participants, body:WGM, organisation:AO, …")
        parser.add_argument(
            "--language", action="append", choices=[code for code, _name in settings.LANGUAGES], dest="languages",
            help="may be given twice; all languages of the portal unless given",
        )  # fmt: skip
        parser.add_argument("--output", required=True, type=Path, help="a .zip, or a folder, such as that of the stick")

    def handle(self, *, role, languages, output, **options):
        reader = role_named(role)
        if reader is None:
            raise CommandError(f"There is no role “{role}”. For example: public, participants, body:WGM.")
        contents = Contents(reader)
        found = usb_entries(contents, languages or [code for code, _name in settings.LANGUAGES])
        if output.suffix == ".zip":
            with output.open("wb") as file:
                write_zip(found, file)
        else:
            write_folder(found, output)
        self.stdout.write(f"{len(contents.held['documents'])} documents for {reader} in {output}.")
