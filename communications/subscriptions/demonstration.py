"""Sample subscribers, with addresses that nobody has."""

from asm_portal.models import Delivery
from communications.models import PublicKind, Subscription
from communications.subscriptions.actions import PREFIX, confirm

# Nobody has an address of this domain (RFC 2606).
INVENTED = ".example"
SAMPLES = (
    ("newsroom@press.example", [PublicKind.COMMUNIQUES, PublicKind.STATEMENTS], ["en"], "at_once", "en"),
    ("redaction@presse.example", [PublicKind.COMMUNIQUES, PublicKind.REPORTS], ["fr", "en"], "daily", "fr"),
    ("library@university.example", PublicKind.values, ["en", "fr", "pt"], "weekly", "en"),
)


def demonstrate():
    """The samples, unless they are there."""
    for address, kinds, languages, frequency, mail_language in SAMPLES:
        if not Subscription.objects.filter(address=address).exists():
            asked = {
                "kinds": list(kinds),
                "languages": languages,
                "frequency": frequency,
                "mail_language": mail_language,
            }
            confirm({"address": address} | asked)


def forget_demonstration():
    """Take out the samples, and who subscribed with an invented address while one tried the portal."""
    Delivery.objects.filter(person=None, key__startswith=PREFIX, address__endswith=INVENTED).delete()
    Subscription.objects.filter(address__endswith=INVENTED).delete()
