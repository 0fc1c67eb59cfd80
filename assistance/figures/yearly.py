"""Requests, referrals, offers and outcomes of each year, and how long a first answer and a delivery took, in working days.

As in the register, what would let a small number be found out is not told. The median of a year is that of what happened in it;
the arithmetic is not left to the database, so that each gives the same.
"""

from collections import defaultdict
from dataclasses import dataclass
from statistics import median

from django.db.models import Min

from asm_portal.dated import today
from assistance.analysis.clock import working_days
from assistance.figures.telling import SMALLEST, tellable
from assistance.models import AssistanceRequest, Offer, Outcome, Referral


@dataclass(frozen=True)
class Year:
    """A year in numbers; None is a number that is not told. `by_kind` holds the outcomes in the order of their kinds."""

    year: int
    requests: int | None
    referrals: int | None
    offers: int | None
    outcomes: int | None
    by_kind: tuple
    first_answer: float | None
    delivery: float | None

    @property
    def numbers(self):
        """In the order of the table."""
        return (
            self.requests, self.referrals, self.offers, self.outcomes, *self.by_kind, self.first_answer, self.delivery,
        )  # fmt: skip


def first_year():
    """The year in which the portal began to keep requests."""
    began = AssistanceRequest.history.aggregate(began=Min("history_date"))["began"]
    return (began or today()).year


def yearly():
    """The years since the portal keeps requests, the newest first."""
    cases = list(
        AssistanceRequest.objects.submitted()
        .select_related("analysis", "outcome")
        .prefetch_related("clarifications", "referrals", "deliveries")
    )
    requests = each_year((case.submitted_at.year, case.pk) for case in cases)
    referrals = each_year((row.made_at.year, row.pk) for row in Referral.objects.all())
    offers = each_year((at.year, pk) for pk, at in made_offers())
    outcomes = told_outcomes()
    answers = medians((case, first_answer(case)) for case in cases)
    deliveries = medians((case, first_delivery(case)) for case in cases)
    return [
        Year(
            year=year,
            requests=requests.get(year),
            referrals=referrals.get(year),
            offers=offers.get(year),
            outcomes=outcomes.get((year, None)),
            by_kind=tuple(outcomes.get((year, kind.value)) for kind in Outcome.Kind),
            first_answer=answers.get(year),
            delivery=deliveries.get(year),
        )
        for year in range(today().year, first_year() - 1, -1)
    ]


def made_offers():
    """(primary key, instant) of each offer, also of one that was renewed since."""
    return Offer.history.filter(history_type="+").values_list("id", "history_date")


def each_year(rows):
    """Year → how many of the (year, primary key) are of it, where that is told."""
    counted = defaultdict(set)
    for year, key in rows:
        counted[year].add(key)
    return tellable(counted.items())


def told_outcomes():
    """(year, kind or None) → how many outcomes; all of a year go before those of a kind."""
    counted = defaultdict(set)
    for key, kind, at in Outcome.objects.values_list("pk", "kind", "at"):
        counted[at.year, None].add(key)
        counted[at.year, kind].add(key)
    return tellable(sorted(counted.items(), key=lambda pair: (pair[0][1] is not None, -len(pair[1]), str(pair[0]))))


def first_answer(case):
    """The day on which the requester first heard what becomes of the request; None while they have not."""
    instants = [
        *(row.at for name in ("analysis", "outcome") if (row := getattr(case, name, None))),
        *(row.asked_at for row in case.clarifications.all()),
        *(row.made_at for row in case.referrals.all()),
    ]
    return min(instants).date() if instants else None


def first_delivery(case):
    """The first day on which something was given; None while nothing was."""
    return min((row.start_date for row in case.deliveries.all()), default=None)


def medians(days):
    """Year → the median of the working days from the request to the day, where it is that of SMALLEST or more."""
    found = defaultdict(list)
    for case, day in days:
        if day:
            found[day.year].append(working_days(case, day))
    return {year: median(counts) for year, counts in found.items() if len(counts) >= SMALLEST}
