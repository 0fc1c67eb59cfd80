from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from asm_portal.areas import areas
from asm_portal.demonstration import ACCOUNTS, PASSWORD, make_cast


class Command(BaseCommand):
    help = "Loads the demonstration: fictional Participants, bodies, people and papers. Makes only what is missing."

    def handle(self, **options):
        if not settings.DEMO:
            raise CommandError("DEMO is off: the accounts of the demonstration have a published password.")
        with transaction.atomic():
            cast = make_cast()
            for area in areas():
                area.demonstrate(cast)
        self.stdout.write(f"Demonstration accounts, all with the password “{PASSWORD}”:")
        width = max(len(account.email) for account in ACCOUNTS)
        for account in ACCOUNTS:
            self.stdout.write(f"  {account.email:{width}}  {account.who}")
