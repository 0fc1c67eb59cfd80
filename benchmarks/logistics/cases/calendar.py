"""The feed of the calendar with 2,000 events, over the same feed with 200 and over the page that lists the same meetings."""

import sys
from datetime import timedelta

from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse

from asm_portal.dated import today
from asm_portal.models import Membership, User
from benchmarks.logistics.cases.measuring import empty_portal, heading, in_turn
from benchmarks.portal.register import MEMBER, MEMBER_OF, SINCE, body, make_member, organisation
from benchmarks.report import Verdict, failed, milliseconds, table
from logistics.calendar.addresses import make_address
from logistics.models import Meeting, MeetingBody, MeetingEvent

FEW, MANY = 200, 2_000
BODIES = 14
# Ten times the events at most twelve times the time; and no dearer than the list of meetings, which shows them as a page.
GROWTH, OVER_LIST = 12, 1.5
AUDIENCES = ("public", "public", "process", "participants", "body")


def make_people():
    """A Participant in the first bodies, and somebody who represents it."""
    participant, bodies = organisation(0), [body(number) for number in range(BODIES)]
    for joined in bodies[:MEMBER_OF]:
        Membership.objects.create(body=joined, organisation=participant, valid_from=SINCE)
    make_member(participant)
    return bodies


def fill(bodies, first, last):
    """Meetings of one body each, within the window of a feed, half of them with a time; in bulk, with a history row each."""
    meetings = [meeting(number, bodies[number % BODIES]) for number in range(first, last)]
    QuerySet(Meeting).bulk_create(meetings)
    Meeting.history.bulk_history_create(meetings)
    QuerySet(MeetingBody).bulk_create(
        MeetingBody(meeting=made, body=bodies[number % BODIES]) for number, made in enumerate(meetings, first)
    )
    user = User.objects.get(email=MEMBER)
    QuerySet(MeetingEvent).bulk_create(MeetingEvent(meeting=made, kind="convened", by=user) for made in meetings)


def meeting(number, of):
    day = today() + timedelta(days=number * 7 % 1_500 - 600)
    audience = AUDIENCES[number % len(AUDIENCES)]
    timed = {"start_time": "09:30", "end_time": "12:00", "zone": "Europe/Brussels"} if number % 2 else {}
    return Meeting(
        reference=f"MTG-{day.year}-{number:05}", kind="body", start_date=day, end_date=day, city_en="Sample City",
        audience=audience, audience_body=of if audience == "body" else None, is_demonstration=True, **timed,
    )  # fmt: skip


def calls(addresses):
    client = Client(SERVER_NAME="localhost")
    return {name: lambda address=address: fetched(client, address) for name, address in addresses.items()}


def fetched(client, address):
    response = client.get(address)
    if response.status_code != 200:
        raise RuntimeError(f"{address} answered {response.status_code}")
    return response.content


def main():
    """Print the table; the exit status is 1 where a limit is not met."""
    empty_portal()
    bodies = make_people()
    addresses = {
        "public feed": reverse("logistics:calendar-feed"),
        "feed of a member": make_address(by=User.objects.get(email=MEMBER), label="Benchmark", only_mine=False),
        "list of meetings": reverse("logistics:meeting-list"),
    }
    fill(bodies, 0, FEW)
    few = in_turn(calls(addresses))
    fill(bodies, FEW, MANY)
    many = in_turn(calls(addresses))
    sent = {name: len(call()) // 1024 for name, call in calls(addresses).items()}
    sys.stdout.write(report(few, many, sent))
    found = verdicts(few, many)
    sys.stdout.write("".join(f"{line}\n" for line in found))
    return 1 if failed(found) else 0


def report(few, many, sent):
    head = ["page", f"{FEW} meetings", "queries", f"{MANY:,} meetings", "queries", "ratio", "KiB sent"]
    rows = [
        [
            name, milliseconds(few[name].typical), few[name].queries, milliseconds(many[name].typical), many[name].queries,
            f"{many[name].typical / few[name].typical:.1f}", sent[name],
        ]
        for name in many
    ]  # fmt: skip
    return f"{heading('Calendar')}\n\n{table(head, rows)}\n\n"


def verdicts(few, many):
    feeds = ("public feed", "feed of a member")
    growth = max((many[name].typical / few[name].typical, name) for name in feeds)
    over = many["public feed"].typical / many["list of meetings"].typical
    return [
        Verdict(f"a feed of {MANY:,} meetings over one of {FEW}", GROWTH, *growth),
        Verdict("the public feed over the list of the same meetings", OVER_LIST, over, "public feed"),
    ]


if __name__ == "__main__":
    sys.exit(main())
