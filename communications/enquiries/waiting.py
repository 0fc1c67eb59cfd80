"""How long answers take: the median of those given, the oldest of those that wait, and the day on which one is due."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from django.conf import settings
from django.utils.text import capfirst

from asm_portal.dated import today
from asm_portal.working_days import after_working_days
from communications.models import Enquiry, Reply

# Of the answers of a year the public is told the median, once there are so many.
A_YEAR = timedelta(days=365)
ENOUGH = 5
MONTHS = 12


def due_on(enquiry):
    """The day on which an enquiry should be answered."""
    return after_working_days(enquiry.waiting_since.date(), settings.ENQUIRY_DAYS)


@dataclass(frozen=True)
class Times:
    """How long the answers of a kind took: how many there were, and the median in days; None without any."""

    count: int
    median: float | None


@dataclass(frozen=True)
class OfKind:
    """A kind of enquiry: the answers of the last year, and the open enquiry that waits longest."""

    label: str
    times: Times
    open_count: int
    oldest: Enquiry | None


@dataclass(frozen=True)
class Month:
    """The answers of a month, for each kind."""

    first_day: date
    times: list[Times]


@dataclass(frozen=True)
class Waiting:
    """What the page of waiting times shows, newest month first."""

    kinds: list[OfKind]
    months: list[Month]


def in_days(asked_at, sent_at):
    return (sent_at - asked_at).total_seconds() / 86_400


def times_of(days):
    """The median of an even number of answers lies between the two in the middle."""
    return Times(len(days), round(median(days), 1) if days else None)


def waiting_times(reader):
    """Of the answers of the last year and of the open enquiries that the reader may know of; two queries, and the arithmetic is
    not left to the database, so that each gives the same."""
    rows = Reply.objects.visible_to(reader).filter(sent_at__date__gt=today() - A_YEAR)
    answered = defaultdict(list)
    for kind, asked_at, sent_at in rows.values_list("enquiry__kind", "asked_at", "sent_at"):
        days = in_days(asked_at, sent_at)
        answered[kind].append(days)
        answered[kind, sent_at.date().replace(day=1)].append(days)
    waiting = defaultdict(list)
    for enquiry in Enquiry.objects.visible_to(reader).open().order_by("waiting_since", "pk"):
        waiting[enquiry.kind].append(enquiry)
    return Waiting(kinds_of(answered, waiting), months_of(answered))


def kinds_of(answered, waiting):
    return [
        OfKind(capfirst(kind.label), times_of(answered[kind]), len(waiting[kind]), next(iter(waiting[kind]), None))
        for kind in Enquiry.Kind
    ]


def months_of(answered):
    firsts = sorted({key[1] for key in answered if isinstance(key, tuple)}, reverse=True)[:MONTHS]
    return [Month(first, [times_of(answered[kind, first]) for kind in Enquiry.Kind]) for first in firsts]


def usual_days():
    """In how many days half of the questions of the last year were answered, as the public is told; None while too few were."""
    rows = Reply.objects.filter(sent_at__date__gt=today() - A_YEAR).values_list("asked_at", "sent_at")
    days = [in_days(*row) for row in rows]
    return max(1, round(median(days))) if len(days) >= ENOUGH else None
