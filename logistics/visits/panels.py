"""What visits add to the shared pages."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from asm_portal.areas import CalendarEntry, DeskItem, Panel
from asm_portal.attention import WorkList
from asm_portal.dated import Precision, today
from asm_portal.visibility import standing_of
from knowledge.models import Document
from logistics.calendar.kinds import EntryKind
from logistics.models import LogisticsRequest, TravelPlan, Visit, VisitEvent, VisitMember
from logistics.visits.notices import note
from logistics.visits.parts import Capacity, answering_for

State = Visit.State
ON_ORGANISATION = 5
# How long before the day the report of a visit stands on the desk of its leader.
REPORT_AHEAD = timedelta(days=30)


def on_organisation(organisation, reader, day):
    """The visits to a Participant, the latest first."""
    found = Visit.objects.visible_to(reader).filter(participant=organisation).for_display()
    visits = list(found[: ON_ORGANISATION + 1])
    if not visits:
        return []
    context = {"visits": visits[:ON_ORGANISATION], "has_more": len(visits) > ON_ORGANISATION}
    title = _("Review visits and missions")
    return [Panel("logistics/panels/visits.html", context, anchor="visits", title=title)]


def desk(reader):
    """What visits ask of the reader: of the Participant, of who leads the body, of the leader of the team, of the secretariat."""
    visits = Visit.objects.visible_to(reader).select_related("participant", "draft_report")
    visits = visits.prefetch_related("participant__names")
    return [
        *of_participants(visits, reader),
        *of_chairs(visits, reader),
        *of_leaders(visits, reader),
        *of_staff(reader),
    ]


def item(visit, title, name, *, due=None):
    return DeskItem(
        title=title % {"visit": visit},
        url=reverse(f"logistics:{name}", args=[visit.reference]),
        detail=visit.days,
        due=due,
    )


def of_participants(visits, reader):
    """The days of a visit to answer to, and a draft to comment on."""
    own = visits.filter(participant__in=answering_for(reader))
    for visit in own.filter(state=State.REQUESTED):
        yield item(visit, _("Answer to the days of a visit: %(visit)s"), "visit-answer")
    open_drafts = own.filter(draft_report__state=Document.State.FINAL, comments_until__gte=today())
    for visit in open_drafts.exclude(report__state=Document.State.FINAL):
        yield item(visit, _("Comment on the draft report: %(visit)s"), "visit-draft-comment", due=visit.comments_until)


def of_chairs(visits, reader):
    """What waits for who leads the body: days to confirm or to propose anew, a draft to send on."""
    led = visits.filter(body__in=standing_of(reader).led_bodies)
    for visit in led.filter(state=State.AGREED):
        yield item(visit, _("Confirm a visit: %(visit)s"), "visit-confirm")
    for visit in led.filter(state=State.DECLINED):
        yield item(visit, _("Propose other days: %(visit)s"), "visit-days")
    for visit in led.filter(draft_report__state=Document.State.DRAFT, report=None):
        yield item(visit, _("Send the draft report for comments: %(visit)s"), "visit-draft-send")


def of_leaders(visits, reader):
    """The report that the leader of the team owes, from some weeks before its day on."""
    led = VisitMember.objects.visible_to(reader).current().filter(person=reader.person_id, role=VisitMember.Role.LEADER)
    soon = visits.filter(pk__in=led.values("visit"), report_due_on__lte=today() + REPORT_AHEAD)
    for visit in soon.owing_a_report():
        yield item(visit, _("File the report: %(visit)s"), "visit-detail", due=visit.report_due_on)


def of_staff(reader):
    """What the secretariat is asked to arrange."""
    if not standing_of(reader).secretariat:
        return
    for row in LogisticsRequest.objects.visible_to(reader).filter(state__in=LogisticsRequest.OPEN):
        yield DeskItem(
            title=_("Logistics request of the Chair: %(text)s") % {"text": row.text[:80]},
            url=row.get_absolute_url(),
            detail=row.reference,
            due=row.needed_by,
        )


def entries(reader, start, end):
    """The visits that touch the days, those that are not agreed yet as tentative."""
    found = Visit.objects.visible_to(reader).filter(start_date__lte=end, end_date__gte=start)
    found = found.filter(date_precision=Precision.DAY).exclude(state__in=[State.DECLINED, State.POSTPONED])
    found = found.select_related("participant").prefetch_related("participant__names")
    return [
        CalendarEntry(
            uid=visit.reference,
            title=str(visit),
            start=visit.start_date,
            end=visit.end_date,
            url=visit.get_absolute_url(),
            kind=EntryKind.VISIT,
            sequence=visit.version,
            bodies=frozenset({visit.body_id}),
            organisations=frozenset({visit.participant_id}),
            is_tentative=visit.state in (State.REQUESTED, State.AGREED),
            is_cancelled=visit.state == State.CANCELLED,
        )
        for visit in found
    ]


def sitemap():
    """The list, and the visits that everyone may know of."""
    return [("logistics:visit-list", None), *((visit, None) for visit in Visit.objects.visible_to(AnonymousUser()))]


def due(now):
    """Delete the travel data of visits from which everybody has been back for TRAVEL_DATA_DAYS."""
    last = now.date() - timedelta(days=settings.TRAVEL_DATA_DAYS)
    over = TravelPlan.objects.filter(member__visit__end_date__lt=last).exclude(leaves_on__gte=last)
    for visit in Visit.objects.filter(pk__in=over.values("member__visit")):
        forget_travel(visit, over)


@transaction.atomic
def forget_travel(visit, over):
    """Delete what is kept of the travel to a visit, and say so on its page."""
    Visit.objects.select_for_update().get(pk=visit.pk)
    count, _models = over.filter(member__visit=visit).delete()
    if count:
        note(
            visit,
            VisitEvent.Kind.TRAVEL_DELETED,
            by=None,
            capacity=Capacity.SECRETARIAT,
            words=str(count),
        )


class RequestList(WorkList):
    """A list that is worked from on a page of its own."""

    @property
    def url(self):
        return reverse("logistics:logistics-request-list")


class VisitWorkList(WorkList):
    """A list of visits that is worked from on their own pages."""

    @property
    def url(self):
        return reverse("logistics:visit-list")


LISTS = (
    RequestList(
        "open",
        gettext_lazy("Logistics requests to arrange"),
        LogisticsRequest,
        lambda rows: rows.filter(state__in=LogisticsRequest.OPEN),
        "requested_at",
    ),
    VisitWorkList(
        "report",
        gettext_lazy("Visits whose report is overdue"),
        Visit,
        lambda rows: rows.owing_a_report().filter(report_due_on__lt=today()),
        "report_due_on",
    ),
)
