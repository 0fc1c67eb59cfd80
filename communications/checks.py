"""System checks of the settings, with `manage.py check --deploy`."""

from django.conf import settings
from django.core import checks

NO_ADDRESS = checks.Warning(
    "CHAIR_ADDRESS is empty: answers to notices and replies that bear the KP Chair's name go to the portal's own address, where"
    " the secretariat finds them among the mail that is held.",
    hint="Set CHAIR_ADDRESS to the address of the KP Chair's office.",
    id="communications.W001",
)


def chair_address(app_configs, **_options):
    """Warn where mail in the name of the KP Chair says no address for answers."""
    return [] if settings.CHAIR_ADDRESS else [NO_ADDRESS]
