"""What reports that are due add to the shared pages: desk, calendar, an organisation's page."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from asm_portal.areas import CalendarEntry, DeskItem, Panel
from asm_portal.visibility import standing_of
from logistics.calendar.kinds import EntryKind
from logistics.models import Obligation, ReportDuty, ReportingPeriod
from logistics.reporting.duties import duty_url
from logistics.reporting.overview import excuses_to_decide, standings
from logistics.reporting.owners import mine

ON_DESK = 6
SITEMAP = ("logistics:reporting", "logistics:receipt-check")


def sitemap():
    return [(name, None) for name in SITEMAP]


def desk(reader):
    """What the reader has to send for their owners, the soonest first; requests on which they decide, where the administration
    does not list them."""
    acting = [each for each in mine(reader) if each.may_act]
    rows = [row for standing in standings(acting, reader) for row in standing.to_do]
    items = [item_of(row, len(acting) > 1) for row in rows[:ON_DESK]]
    if left := len(rows) - ON_DESK if len(rows) > ON_DESK else 0:
        words = ngettext("%(count)s more report to send", "%(count)s more reports to send", left) % {"count": left}
        items.append(DeskItem(title=words, url=reverse("logistics:reporting"), due=rows[ON_DESK].cell.due_on))
    return items if standing_of(reader).secretariat else [*items, *decisions(reader)]


def item_of(row, names_owner):
    """“Annual report 2025”, with its day and what is left of it."""
    owner = f"{row.owner}{_(':')} " if names_owner else ""
    return DeskItem(
        title=f"{owner}{row.period}",
        url=row.step[0],
        detail=_("%(cause)s A draft is begun.") % {"cause": row.cell.cause} if row.draft else row.cell.cause,
        due=row.cell.due_on,
        tone=row.tone,
    )


def decisions(reader):
    for excuse in excuses_to_decide(reader):
        yield DeskItem(
            title=_("Decide: %(request)s") % {"request": excuse},
            url=duty_url("excuse-decide", excuse.period, excuse.owner),
            detail=excuse.reason[:200],
        )


def calendar(reader, start, end):
    """The days by which reports are due, as the rules say: those of every Participant, and the cases that the reader may know
    of and somebody owes; the reader's own lead to where they are sent."""
    is_owed = ~Q(obligation__frequency=Obligation.Frequency.PER_CASE) | Q(pk__in=ReportDuty.objects.values("period"))
    known = ReportingPeriod.objects.visible_to(reader).filter(is_owed, due_on__gte=start, due_on__lte=end)
    own = {row.owner.pk: row.owner for row in mine(reader) if row.key.startswith("organisation")} if known else {}
    duties = ReportDuty.objects.visible_to(reader).filter(period__in=known)
    teams = {duty.period_id: duty for duty in duties.select_related("organisation", "body", "office")}
    return [entry_of(period, own, teams.get(period.pk)) for period in known.with_obligation()]


def entry_of(period, own, duty):
    is_own = bool(own) and period.obligation.is_of_participants
    owner = next(iter(own.values())) if is_own else duty and duty.owner
    return CalendarEntry(
        uid=f"report-{period.year}-{period.slug}",
        title=_("Due: %(report)s") % {"report": period},
        start=period.due_on,
        end=period.due_on,
        url=duty_url("report-detail", period, owner) if owner else reverse("logistics:reporting"),
        kind=EntryKind.REPORT,
        sequence=period.version,
        bodies=frozenset(filter(None, [duty and duty.body_id])),
        organisations=frozenset(own) if is_own else frozenset(filter(None, [duty and duty.organisation_id])),
    )


def on_organisation(organisation, reader):
    """The standing of the reader's own organisation: what is to be done, and where all of it is."""
    own = [each for each in mine(reader) if each.owner == organisation] if reader.is_authenticated else []
    if not own:
        return []
    (standing,) = standings(own, reader)
    context = {"organisation": organisation, "standing": standing, "number": "reports"}
    return [Panel("logistics/reporting/panel.html", context, anchor="own-reports", title=_("Your reports"))]
