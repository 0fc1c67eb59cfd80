"""The periods that the rules ask for: made by the clock, for the years in which an organisation is tracked and the year ahead."""

from datetime import date

from asm_portal.dated import today
from asm_portal.models import Organisation
from logistics.models import Obligation, ReportingPeriod
from logistics.models.obligations import end_of_month

REASON = "the rule of the obligation"


def due(now):
    make_periods(now.date())


def make_periods(day=None):
    """Make what is missing, and move what lies ahead to where its rule puts it now. Asked again, it does nothing."""
    day = day or today()
    tracked = Organisation.objects.exclude(tracked_from=None).order_by("tracked_from").first()
    if tracked is None:
        return []
    years = range(tracked.tracked_from.year, day.year + 2)
    obligations = Obligation.objects.select_related("kind__deadline").filter(frequency__in=Obligation.MONTHS)
    known = {(row.obligation_id, row.end): row for row in ReportingPeriod.objects.filter(year__in=years)}
    wanted = [(rule, *span) for rule in obligations for span in spans(rule, years, day)]
    return [row for each in wanted if (row := keep(*each, known.get((each[0].pk, each[2])), day))]


def spans(obligation, years, day):
    """(first day, last day) of the periods of these years that the obligation asks for. What is kept current is not looked at
    before its year has begun."""
    length = Obligation.MONTHS[obligation.frequency]
    for year in years:
        for month in range(1, 13, length):
            start = date(year, month, 1)
            is_ahead = obligation.is_kept_current and start > day
            if obligation.asks_for(start) and not is_ahead:
                yield start, end_of_month(start, length - 1)


def keep(obligation, start, end, found, day):
    """The period, where it had to be made or moved; None where it is as it should be."""
    due_on = obligation.due_on(end)
    if found is None:
        row, _made = ReportingPeriod.objects.get_or_create(
            obligation=obligation, start=start, end=end, defaults={"due_on": due_on}
        )
        return row
    lies_ahead = found.due_on is None or found.due_on >= day
    if found.is_fixed or found.due_on == due_on or not lies_ahead:
        return None
    found.due_on, found._change_reason = due_on, REASON
    found.save()
    return found
