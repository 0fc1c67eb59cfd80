"""What the clock asks for: every minute the worker tidies its queue and asks the post office and each area what is due."""

from datetime import timedelta

from django.utils import timezone

from asm_portal.areas import areas
from asm_portal.background import do_each, enqueue_once, last_run, prune, reap, task
from asm_portal.bounces import take_back
from asm_portal.confirmations import ask_for_confirmation
from asm_portal.post import doubt
from asm_portal.searching.saved import tell_of_news

PERIOD = timedelta(minutes=1)


@task(attempts=1)
def tick():
    """One minute's work. The next one is ordered first, so that nothing that fails here stops the clock."""
    now = timezone.now()
    start(now + PERIOD)
    duties = (reap, prune, doubt, take_back, ask_for_confirmation, tell_of_news)
    do_each((*duties, *(area.due for area in areas())), now)


def start(moment):
    """Order the tick of the minute that holds this moment, unless it is ordered."""
    enqueue_once(tick, moment.replace(second=0, microsecond=0))


def last_tick():
    """When the worker last finished a minute's work; None if it never has."""
    return last_run(tick)
