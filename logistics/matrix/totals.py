"""Totals for those who may not see the table: they name nobody, not even to who subtracts what else can be read.

A total shows only where, with all those left aside whose report can be read outside the governments, at least SMALLEST have sent
it and at least SMALLEST have not: as many names are left as hide each other. What is collected elsewhere, or stands in the
registers of the portal, has no total here, as it can be read there by name. There are no sums, neither over obligations nor over
years, and how many came late is not told.
"""

from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse

from asm_portal.areas import Panel
from asm_portal.dated import today
from asm_portal.visibility import Audience
from knowledge.models import Report
from logistics.matrix.disclosure import Shown, decided_for, shown_to
from logistics.matrix.table import bar, totals
from logistics.models import Disclosure, Obligation, ReportingPeriod, Submission
from logistics.reporting.standing import cells, participants_of

SMALLEST = 5
KNOWN_OUTSIDE = (Audience.PUBLIC, Audience.PROCESS, Audience.BODY)


@dataclass(frozen=True)
class SafeTotal:
    """How many of how many have reported; nothing where that could name somebody."""

    period: ReportingPeriod
    received: int | None = None
    expected: int | None = None

    @property
    def is_shown(self):
        return self.received is not None

    @property
    def parts(self):
        return bar((("ok", self.received), ("mute", self.expected - self.received)))


def safe_totals(year):
    """The totals of a year, the same for everybody who may know of them: each is either safe for all or not told."""
    periods = list(
        ReportingPeriod.objects.of_year(year).of_participants().filter(obligation__collected=Obligation.Collected.HERE)
    )
    participants = [row for row in participants_of(periods) if row.tracked_from is not None]
    found, known = cells(periods, participants), known_outside(periods)
    return [safe(total, found, known) for total in totals(periods, found)]


def safe(total, found, known):
    """The total, without its numbers where they could name somebody."""
    period = total.period
    of_period = {owner: cell for (key, owner), cell in found.items() if key == period.pk and owner not in known[key]}
    sent = sum(cell.received_on is not None for cell in of_period.values())
    missing = sum(cell.is_overdue for cell in of_period.values())
    if min(sent, missing) < SMALLEST:
        return SafeTotal(period)
    return SafeTotal(period, total.received, total.expected)


def known_outside(periods):
    """Period's primary key → the keys of the owners of whom others than governments can read a report on it, in whatever way it
    came into the archive, whole or redacted."""
    found = {period.pk: set() for period in periods}
    sent = Submission.objects.filter(read_outside("revision__document"), period__in=found)
    for period, organisation in sent.values_list("period", "organisation"):
        found[period].add(f"organisation:{organisation}")
    reports = Report.objects.filter(
        read_outside("document"), document__kind__in=[row.obligation.kind for row in periods]
    )
    for organisation, kind, first, last in reports.values_list(
        "document__organisation", "document__kind", "period_from", "period_until"
    ):
        for period in periods:
            if period.obligation.kind_id == kind and first <= period.end and last >= period.start:
                found[period.pk].add(f"organisation:{organisation}")
    return found


def read_outside(document):
    """That others than governments can read the document behind this relation, or a redacted version of it."""
    names = (f"{document}__audience__in", f"{document}__redactions__public_version__audience__in")
    return Q(**{names[0]: KNOWN_OUTSIDE}) | Q(**{names[1]: KNOWN_OUTSIDE})


def latest_year(**narrowed):
    """The year of the report of Participants that was due last; None where none ever was."""
    periods = ReportingPeriod.objects.of_participants().filter(due_on__lt=today(), **narrowed)
    return periods.order_by("-due_on").values_list("year", flat=True).first()


def panel(reader):
    """For the page of what is due: the way to the table for those who may see it, the totals where the KP Chair lets the reader
    know them."""
    shown = shown_to(reader)
    year = latest_year() if shown == Shown.MATRIX else latest_year(obligation__collected=Obligation.Collected.HERE)
    if year is None or shown == Shown.NOTHING:
        return []
    if shown == Shown.MATRIX:
        return [Panel("logistics/matrix/table_panel.html", {"year": year})]
    context = {"totals": safe_totals(year), "year": year, "smallest": SMALLEST}
    return [Panel("logistics/matrix/totals_panel.html", context)]


@dataclass(frozen=True)
class YearPage:
    """The page of a year, as the site map lists it."""

    year: int

    def get_absolute_url(self):
        return reverse("logistics:matrix", args=[self.year])


def sitemap():
    """The pages of totals, where the KP Chair lets everyone know them."""
    if decided_for(Disclosure.Readers.PUBLIC) == Shown.NOTHING:
        return []
    years = ReportingPeriod.objects.of_participants().filter(start__lte=today()).values_list("year", flat=True)
    return [(YearPage(year), None) for year in sorted(set(years))]
