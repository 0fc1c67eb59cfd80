"""The daily run of the reminders over 60 Participants × 12 reports × 5 years: when all of it is new, and when nothing is."""

import sys

from asm_portal.dated import today
from asm_portal.models import Delivery, User
from benchmarks.logistics.cases.measuring import empty_portal, heading, in_turn
from benchmarks.logistics.cases.reporting import (
    OBLIGATIONS,
    PARTICIPANTS,
    YEARS,
    make_obligations,
    make_participants,
)
from benchmarks.portal.requests import Cost
from benchmarks.report import Verdict, failed, milliseconds, table
from logistics.models import Reminder
from logistics.reminders.ladder import remind
from logistics.reminders.letters import prepare_letters

FEW = 3
# Twenty times the Participants at most thirty times the time, and not a query more.
GROWTH, SAME = 30, 1


def first_run():
    """The cost of the run that reminds everybody."""
    with Cost() as cost:
        remind(today())
    return cost.facts()


def idle():
    """The cost of a run that finds nothing new."""
    return in_turn({"reminders": lambda: remind(today()), "letters": lambda: prepare_letters(today())})


def main():
    """Print the table; the exit status is 1 where a limit is not met."""
    empty_portal()
    by = User.objects.create_user("secretary@benchmark.example")
    make_obligations()
    make_participants(0, FEW, by)
    remind(today())
    prepare_letters(today())
    few = idle()
    make_participants(FEW, PARTICIPANTS, by)
    busy = first_run()
    prepare_letters(today())
    many = idle()
    sys.stdout.write(report(few, many, busy))
    found = [
        Verdict(
            f"an idle run over {PARTICIPANTS} Participants over one of {FEW}",
            GROWTH,
            many["reminders"].typical / few["reminders"].typical,
            "processor time",
        ),
        Verdict("its queries", SAME, many["reminders"].queries / few["reminders"].queries, "reminders"),
    ]
    sys.stdout.write("".join(f"{line}\n" for line in found))
    return 1 if failed(found) else 0


def report(few, many, busy):
    sizes = f"{PARTICIPANTS} Participants × {OBLIGATIONS} reports × {YEARS} years"
    reminded = f"{Delivery.objects.count()} mails for {Reminder.objects.count()} reports that were due or missing"
    head = ["run", f"{FEW} Participants", "queries", f"{PARTICIPANTS} Participants", "queries"]
    rows = [
        [
            f"{name}, nothing new", milliseconds(few[name].typical), few[name].queries, milliseconds(many[name].typical),
            many[name].queries,
        ]
        for name in many
    ]  # fmt: skip
    rows.append(["reminders, all new", "", "", milliseconds(busy["cpu"]), busy["queries"]])
    return f"{heading(f'Reminders, {sizes}; {reminded}')}\n\n{table(head, rows)}\n\n"


if __name__ == "__main__":
    sys.exit(main())
