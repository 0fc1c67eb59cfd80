"""What the clock asks for: once a day, reminders, and the letters that follow the last of them."""

from datetime import UTC

from asm_portal.background import enqueue_once, task
from asm_portal.dated import today
from logistics.reminders.ladder import remind
from logistics.reminders.letters import prepare_letters

HOUR = 6


def due(now):
    """Order the run of the day, from six in the morning UTC on; asked again that day, it does nothing."""
    now = now.astimezone(UTC)
    if now.hour >= HOUR:
        enqueue_once(run, now.replace(hour=HOUR, minute=0, second=0, microsecond=0))


@task
def run():
    """The run of today, however late it comes: what earlier days would have sent is not made up for."""
    remind(today())
    prepare_letters(today())
