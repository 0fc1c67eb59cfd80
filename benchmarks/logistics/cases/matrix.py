"""Who has reported: the page of a year with 60 Participants over the same page with 3."""

import sys

from django.test import Client
from django.urls import reverse

from asm_portal.dated import today
from asm_portal.models import Organisation, Person, Representation, User
from benchmarks.logistics.cases.measuring import empty_portal, heading, in_turn
from benchmarks.logistics.cases.reporting import PARTICIPANTS, SINCE, make_obligations, make_participants
from benchmarks.report import Verdict, failed, milliseconds, table

FEW = 3
# Twenty times the rows at most ten times the time, and not a query more.
GROWTH, SAME = 10, 1


def make_reader():
    """Somebody who represents the first Participant."""
    person = Person.objects.create(family_name="Reader", is_demonstration=True)
    user = User.objects.create_user("reader@benchmark.example", person=person)
    Representation.objects.create(person=person, organisation=Organisation.objects.get(code="B00"), valid_from=SINCE)
    return user


def pages(user):
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    addresses = {
        "table of a year": reverse("logistics:matrix", args=[today().year - 1]),
        "one report over the years": reverse("logistics:matrix-years"),
        "CSV": reverse("logistics:matrix-csv", args=[today().year - 1]),
    }
    return {name: lambda address=address: fetched(client, address) for name, address in addresses.items()}


def fetched(client, address):
    response = client.get(address)
    if response.status_code != 200:
        raise RuntimeError(f"{address} answered {response.status_code}")
    return response.getvalue()


def main():
    """Print the table; the exit status is 1 where a limit is not met."""
    empty_portal()
    by = User.objects.create_user("secretary@benchmark.example")
    make_obligations()
    make_participants(0, FEW, by)
    calls = pages(make_reader())
    few = in_turn(calls)
    make_participants(FEW, PARTICIPANTS, by)
    many = in_turn(calls)
    sent = {name: len(call()) // 1024 for name, call in calls.items()}
    sys.stdout.write(report(few, many, sent))
    found = [
        Verdict(
            f"a page of {PARTICIPANTS} Participants over one of {FEW}",
            GROWTH,
            *max((many[name].typical / few[name].typical, name) for name in many),
        ),
        Verdict("its queries", SAME, *max((many[name].queries / few[name].queries, name) for name in many)),
    ]
    sys.stdout.write("".join(f"{line}\n" for line in found))
    return 1 if failed(found) else 0


def report(few, many, sent):
    head = ["page", f"{FEW} Participants", "queries", f"{PARTICIPANTS} Participants", "queries", "ratio", "KiB sent"]
    rows = [
        [
            name, milliseconds(few[name].typical), few[name].queries, milliseconds(many[name].typical), many[name].queries,
            f"{many[name].typical / few[name].typical:.1f}", sent[name],
        ]
        for name in many
    ]  # fmt: skip
    return f"{heading('Who has reported')}\n\n{table(head, rows)}\n\n"


if __name__ == "__main__":
    sys.exit(main())
