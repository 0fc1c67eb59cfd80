from django.core.management.base import BaseCommand

from asm_portal.search import rebuild


class Command(BaseCommand):
    help = "Writes the search index anew from the records."

    def handle(self, **options):
        self.stdout.write(f"{rebuild()} records indexed.")
