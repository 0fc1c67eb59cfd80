"""What the cases share: an empty portal, and costs that are measured in turn."""

from django.core.management import call_command

from benchmarks.measuring import costs
from benchmarks.portal.requests import Cost, version

ROUNDS = 10


def empty_portal():
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)


def in_turn(calls, rounds=ROUNDS):
    """Name → Costs of each call; the first round only warms up."""
    answers = {name: [] for name in calls}
    for _turn in range(rounds + 1):
        for name, call in calls.items():
            with Cost() as cost:
                call()
            answers[name].append(cost.facts())
    return {name: costs(found[1:]) for name, found in answers.items()}


def heading(title):
    return f"{title} ({version()}; milliseconds of processor time, median of {ROUNDS})"
