"""A notice to 1,000 people, over one to 100: finding out who gets it, putting it into the post, sending it to a real mail server,
and the pages from which one follows it; and sending over a plain loop of Django's mail library with the same texts."""

import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from asm_portal import post
from asm_portal.dated import today
from asm_portal.models import (
    Body,
    ContactEmail,
    Delivery,
    Office,
    OfficeTerm,
    Organisation,
    OrganisationName,
    ParticipationStatus,
    Person,
    Phone,
    Representation,
    User,
)
from benchmarks.logistics.cases.measuring import empty_portal, in_turn
from benchmarks.portal.requests import Cost, version
from benchmarks.report import Verdict, failed, milliseconds, table
from communications.models import Notice
from communications.notices.actions import approve_notice, send_notice, submit_notice, write_notice
from communications.notices.content import content_of
from communications.notices.distribution import distribute, key_of
from communications.notices.recipients import resolve
from knowledge.text_approvals import digest

FEW, MANY, PER_ORGANISATION = 100, 1_000, 10
SINCE = "2015-01-01"
TEXT = "A notice of some length, as notices are. " * 40
# Ten times the recipients: each costs at most twice as much, and what is looked at not a query more. The loop has its texts
# ready; the post office claims each mail, asks who the person is now, and writes the text for them.
PER_RECIPIENT, SAME, OVER_THE_LOOP = 2, 1, 60
ROUNDS = 5


def make_register():
    """A secretary and somebody of the Chair's office: (secretary, chair)."""
    secretariat = make_organisation("YS", Organisation.Kind.SECRETARIAT)
    seat = Organisation.objects.create(code="YK", kind=Organisation.Kind.STATE)
    body = Body.objects.create(code="YKP", kind=Body.Kind.CHAIRS_OFFICE, name_en="Chair", name_fr="Présidence")
    office = Office.objects.create(
        code="YKP-CHAIR", seat=Office.Seat.KP_CHAIR, body=body, name_en="Chair", name_fr="Présidence"
    )
    OfficeTerm.objects.create(office=office, organisation=seat, valid_from=SINCE)
    return account("secretary", secretariat), account("chair", seat, office=office)


def make_organisation(code, kind=Organisation.Kind.STATE):
    made = Organisation.objects.create(code=code, kind=kind)
    OrganisationName.objects.create(organisation=made, language="en", name=f"Organisation {code}", valid_from=SINCE)
    return made


def make_person(name, organisation, **facts):
    made = Person.objects.create(family_name=name, preferred_language="fr" if organisation.pk % 2 else "en")
    ContactEmail.objects.create(person=made, address=f"{name}@benchmark.example", is_primary=True)
    Phone.objects.create(person=made, number="+000 20 555 0100")
    Representation.objects.create(person=made, organisation=organisation, valid_from=SINCE, **facts)
    return made


def account(name, organisation, **facts):
    return User.objects.create_user(f"{name}@benchmark.example", person=make_person(name, organisation, **facts))


def make_body(code, count):
    """A body whose members have so many representatives."""
    body = Body.objects.create(code=code, kind=Body.Kind.WORKING_GROUP, name_en=code, name_fr=code, valid_from=SINCE)
    for number in range(count // PER_ORGANISATION):
        organisation = make_organisation(f"{code}{number}")
        ParticipationStatus.objects.create(organisation=organisation, status="participant", valid_from=SINCE)
        body.memberships.create(organisation=organisation, grade="full", valid_from=SINCE)
        for who in range(PER_ORGANISATION):
            make_person(f"{code.lower()}{number}x{who}", organisation)
    return body


def make_notice(body, secretary, chair):
    """A notice to the body, sent; nobody has it yet."""
    made = write_notice(
        notice=Notice(confirm_by=timezone.now() + timedelta(days=5)),
        texts={"en": ("A notice", TEXT), "fr": ("Un avis", TEXT)},
        recipients=[{"body": body}],
        documents=[],
        by=secretary,
    )
    made = submit_notice(notice=made, seen=digest(content_of(made)), by=secretary)
    made = approve_notice(notice=made, seen=digest(content_of(made)), by=chair)
    return send_notice(notice=made, seen=digest(content_of(made)), by=secretary)


def cost_of(call):
    with Cost() as cost:
        call()
    return cost.facts()


def queued(notice):
    return list(Delivery.objects.filter(key=key_of(notice)).values_list("pk", flat=True))


def send_all(notice):
    for pk in queued(notice):
        post.send.call(pk)


def plain_loop(notice):
    """The same mails, handed over one after the other, each with a connection of its own, as the post office does."""
    for row in Delivery.objects.filter(key=key_of(notice)):
        message = EmailMultiAlternatives(row.subject, row.text, to=[row.address])
        message.attach_alternative(row.html, "text/html")
        message.send()


def pages(notice, client):
    """Name → what asks for the page."""
    addresses = {
        name: reverse(f"communications:notice-{name}", args=[notice.reference]) for name in ("progress", "calls")
    }
    return {name: lambda address=address: client.get(address).getvalue() for name, address in addresses.items()}


def measure(notice, client):
    """Step → its cost, once for what happens once, and the median of some rounds for what is only looked at."""
    found = in_turn({"recipients": lambda: resolve(notice, today())}, ROUNDS)
    steps = {"into the post": lambda: distribute.call(notice.pk), "sent": lambda: send_all(notice)}
    for name, step in (steps | {"plain loop": lambda: plain_loop(notice)}).items():
        found[name] = cost_of(step)
    looked_at = in_turn(pages(notice, client), ROUNDS) | {"recipients": found["recipients"]}
    costs = {
        name: {"cpu": cost.typical, "wall": cost.passed, "queries": cost.queries} for name, cost in looked_at.items()
    }
    return found | costs


def report(few, many):
    head = ["step", f"{FEW}: ms", "passed", "queries", f"{MANY}: ms", "passed", "queries", "a recipient: ratio"]
    rows = []
    for name, larger in many.items():
        cells = [
            cell
            for cost in (few[name], larger)
            for cell in (milliseconds(cost["cpu"]), milliseconds(cost["wall"]), cost["queries"])
        ]
        rows.append([name, *cells, f"{per_recipient(few, many, name):.2f}"])
    return f"Notice ({version()}; milliseconds of processor time, and those that passed)\n\n{table(head, rows)}\n\n"


def per_recipient(few, many, name):
    return many[name]["cpu"] / few[name]["cpu"] * FEW / MANY


def verdicts(few, many):
    growth = max((per_recipient(few, many, name), name) for name in ("into the post", "sent"))
    queries = max((many[name]["queries"] / few[name]["queries"], name) for name in ("recipients", "progress", "calls"))
    loop = many["sent"]["cpu"] / many["plain loop"]["cpu"]
    return [
        Verdict(f"a recipient of {MANY:,} over one of {FEW}", PER_RECIPIENT, *growth),
        Verdict("queries of what is only looked at", SAME, *queries),
        Verdict("sending over a plain loop of the mail library", OVER_THE_LOOP, loop, f"{MANY:,} recipients"),
    ]


@contextmanager
def mail_server():
    """A mail server in a process of its own, which takes everything."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1"
    settings.EMAIL_PORT = port
    command = [sys.executable, "-m", "aiosmtpd", "-n", "-l", f"127.0.0.1:{port}", "-c", "aiosmtpd.handlers.Sink"]
    with subprocess.Popen(command) as server:
        while socket.socket().connect_ex(("127.0.0.1", port)):
            time.sleep(0.1)
        yield
        server.terminate()


def main():
    """Print the table; the exit status is 1 where a limit is not met."""
    empty_portal()
    secretary, chair = make_register()
    client = Client(SERVER_NAME="localhost")
    client.force_login(secretary)
    with mail_server():
        found = [measure(make_notice(make_body(f"Y{count}", count), secretary, chair), client) for count in (FEW, MANY)]
    sys.stdout.write(report(*found))
    limits = verdicts(*found)
    sys.stdout.write("".join(f"{line}\n" for line in limits))
    return 1 if failed(limits) else 0


if __name__ == "__main__":
    sys.exit(main())
