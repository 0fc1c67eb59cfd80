from django.core.management.base import BaseCommand

from logistics.reporting.periods import make_periods


class Command(BaseCommand):
    help = "Makes the periods that the rules of reporting ask for, and moves those ahead to where their rule puts them now."

    def handle(self, **options):
        self.stdout.write(f"Periods made or moved: {len(make_periods())}")
