import mailbox

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from asm_portal.bounces import read_bounces


class Command(BaseCommand):
    help = (
        "Reads mail that came back from a maildir, and marks the addresses; the worker does so by itself every minute."
    )

    def add_arguments(self, parser):
        parser.add_argument("maildir", nargs="?", default=settings.BOUNCES_MAILDIR, help="instead of BOUNCES_MAILDIR")

    def handle(self, *, maildir, **options):
        if not maildir:
            raise CommandError("Which maildir? Name it, or set BOUNCES_MAILDIR.")
        try:
            found = read_bounces(maildir)
        except (OSError, mailbox.Error) as problem:
            raise CommandError(f"{maildir} is no maildir: {problem}") from problem
        self.stdout.write("{bounced} bounced, {known} known before, {left} left unread.".format(**found))
