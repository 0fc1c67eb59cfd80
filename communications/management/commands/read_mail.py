from django.core.management.base import BaseCommand

from communications.inbound.reading import read_mailboxes


class Command(BaseCommand):
    help = (
        "Reads incoming mail (INBOUND_MAILDIR, INBOUND_IMAP_URL): what answers an enquiry goes there, the rest is held."
    )

    def handle(self, **options):
        found = read_mailboxes()
        self.stdout.write("Attached: {attached}. Held: {held}. Known: {known}.".format(**found))
