"""What is done to visits: asked for, their days agreed, confirmed, moved, given up, shown; each verb in one transaction.

    visit = request_visit(participant=…, body=…, start_date=…, end_date=…, leader=representation, by=user)
    agree_dates(visit=visit, seen=visit.version, by=focal_point)
    confirm(visit=visit, by=chair)

`seen` is the version that the page showed: what somebody has changed since is not agreed to. `channel` says how an answer came
that the secretariat enters for somebody. Whether `by` may is asked by the page that offers it.
"""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from asm_portal.dated import today
from asm_portal.visibility import Audience
from knowledge.actions import save, save_with_reference
from logistics.models import Briefing, ItineraryStop, LogisticsRequest, Visit, VisitEvent, VisitMember
from logistics.models.visits import Channel
from logistics.playbooks.actions import apply_playbook
from logistics.visits.duties import expect_report
from logistics.visits.notices import note
from logistics.visits.opening import close_all, open_all
from logistics.visits.parts import Capacity
from logistics.visits.team import put_in_team

State, Kind = Visit.State, Visit.Kind
Role = VisitMember.Role
Event = VisitEvent.Kind


@transaction.atomic
def request_visit(
    *, participant, body, start_date, end_date, by, leader=None, members=(), channel=Channel.PORTAL, words="", **facts
):
    """Ask a Participant for a visit on some days. `leader` and `members` are representations: the person, and for whom they come.
    `facts` are `kind`, `subject_en`, `subject_fr` and `languages`. Raises ValidationError for days that are over."""
    refuse_past(start_date, end_date)
    visit = Visit(
        participant=participant, body=body, start_date=start_date, end_date=end_date, audience=Audience.PROCESS,
        is_demonstration=participant.is_demonstration, **facts,
    )  # fmt: skip
    if visit.kind != Kind.OTHER:
        visit.report_due_on = end_date + timedelta(days=settings.VISIT_REPORT_DAYS)
    visit.full_clean(exclude=["reference"])
    save_with_reference(visit, by)
    save(Briefing(visit=visit), by)
    for place, role in [(leader, Role.LEADER), *((member, Role.MEMBER) for member in members)]:
        if place:
            put_in_team(visit=visit, person=place.person, organisation=place.organisation, role=role, by=by)
    apply_playbook(visit=visit, by=by)
    note(visit, Event.REQUESTED, by=by, capacity=Capacity.BODY_CHAIR, channel=channel, words=words, has_days=True)
    return visit


def refuse_past(start_date, end_date):
    if end_date < start_date:
        raise ValidationError({"end_date": _("The visit ends before it begins.")})
    if start_date < today():
        raise ValidationError({"start_date": _("This day is over. A visit is asked for on days to come.")})


def locked(visit, *states, seen=None):
    """The visit as it is now, for nobody else to change; raises ValidationError where it is in none of the states, or not as the
    page showed it."""
    visit = Visit.objects.select_for_update().get(pk=visit.pk)
    if seen is not None and visit.version != seen:
        raise ValidationError(
            _("Somebody has changed this visit since you opened the page. Look at it again, then decide.")
        )
    if states and visit.state not in states:
        raise ValidationError(
            _("This is not possible any more: the visit is now “%(state)s”.") % {"state": visit.stage.label}
        )
    return visit


def locked_open(visit, seen=None):
    visit = locked(visit, seen=seen)
    if not visit.is_open:
        raise ValidationError(
            _("This is not possible any more: the visit is now “%(state)s”.") % {"state": visit.stage.label}
        )
    return visit


@transaction.atomic
def propose_dates(*, visit, start_date, end_date, capacity, by, seen=None, channel=Channel.PORTAL, words=""):
    """Propose (other) days. The Participant agrees to those that it proposes itself; the others wait for its answer. Until they
    are confirmed the visit is again only for those who agree on it; that it is shown is agreed anew, too."""
    visit = locked_open(visit, seen)
    refuse_past(start_date, end_date)
    if visit.report_due_on:
        visit.report_due_on += end_date - visit.end_date
    visit.start_date, visit.end_date = start_date, end_date
    visit.participant_shows_at = visit.chair_shows_at = None
    step_back(visit, State.AGREED if capacity == Capacity.PARTICIPANT else State.REQUESTED, by, words)
    note(visit, Event.PROPOSED, by=by, capacity=capacity, channel=channel, words=words, has_days=True)
    return visit


def step_back(visit, state, by, words):
    """Leave the days that were confirmed: nobody goes, and nobody owes a report of it, until others are."""
    visit.state = state
    save(visit, by, words or None)
    close_all(visit)
    expect_report(visit, by)


@transaction.atomic
def agree_dates(*, visit, by, seen=None, channel=Channel.PORTAL, words=""):
    """The Participant agrees to the days."""
    visit = locked(visit, State.REQUESTED, seen=seen)
    visit.state = State.AGREED
    save(visit, by)
    note(visit, Event.AGREED, by=by, capacity=Capacity.PARTICIPANT, channel=channel, words=words, has_days=True)
    return visit


@transaction.atomic
def decline_dates(*, visit, words, by, seen=None, channel=Channel.PORTAL):
    """The Participant does not receive the visit on these days, and says why."""
    visit = locked(visit, State.REQUESTED, seen=seen)
    visit.state = State.DECLINED
    save(visit, by, words)
    note(visit, Event.DECLINED, by=by, capacity=Capacity.PARTICIPANT, channel=channel, words=words, has_days=True)
    return visit


@transaction.atomic
def confirm(*, visit, by, seen=None, channel=Channel.PORTAL, words=""):
    """Who leads the body confirms the agreed days: the body and the team know of the visit now, and a report is owed."""
    visit = locked(visit, State.AGREED, seen=seen)
    if visit.start_date < today():
        raise ValidationError(_("The first day is over. Propose other days, which the Participant agrees to."))
    if not visit.members.current().filter(role=Role.LEADER).exists():
        raise ValidationError(_("A visit is confirmed once its team has a leader. Choose one first."))
    visit.state = State.CONFIRMED
    save(visit, by)
    open_all(visit, by)
    expect_report(visit, by)
    note(visit, Event.CONFIRMED, by=by, capacity=Capacity.BODY_CHAIR, channel=channel, words=words, has_days=True)
    return visit


@transaction.atomic
def postpone(*, visit, words, capacity, by, seen=None, channel=Channel.PORTAL):
    """Give up the days, not the visit; others are proposed later."""
    visit = locked_open(visit, seen)
    step_back(visit, State.POSTPONED, by, words)
    note(visit, Event.POSTPONED, by=by, capacity=capacity, channel=channel, words=words, has_days=True)
    return visit


@transaction.atomic
def cancel(*, visit, words, by, seen=None, channel=Channel.PORTAL):
    """Give up the visit."""
    visit = locked_open(visit, seen)
    step_back(visit, State.CANCELLED, by, words)
    note(visit, Event.CANCELLED, by=by, capacity=Capacity.BODY_CHAIR, channel=channel, words=words, has_days=True)
    return visit


@transaction.atomic
def agree_to_show(*, visit, capacity, by, channel=Channel.PORTAL):
    """The Participant, or a Chair, agrees that its audience may know of the visit; on the portal two persons do."""
    visit = locked(visit, State.CONFIRMED)
    sides = ["participant_shows_at", "chair_shows_at"]
    side, other = sides if capacity == Capacity.PARTICIPANT else reversed(sides)
    if getattr(visit, side):
        raise ValidationError(_("This agreement is on record already."))
    given = getattr(visit, other)
    shown = given and visit.events.filter(kind=Event.SHOWN, channel=Channel.PORTAL, by=by, at__gte=given).exists()
    if channel == Channel.PORTAL and shown:
        raise ValidationError(_("You have given the other agreement; this one is another person’s."))
    setattr(visit, side, timezone.now())
    save(visit, by)
    note(visit, Event.SHOWN, by=by, capacity=capacity, channel=channel)
    return visit


@transaction.atomic
def write_briefing(*, visit, terms_en, terms_fr, contact, languages, report_due_on, by, seen):
    """What the team is sent for, how it is reached, in which languages, and when its report is due."""
    visit = locked(visit, seen=seen)
    if report_due_on and report_due_on <= visit.end_date:
        raise ValidationError({"report_due_on": _("The report is due after the visit.")})
    visit.languages, visit.report_due_on = languages, report_due_on
    save(visit, by)
    briefing = briefing_of(visit)
    briefing.terms_en, briefing.terms_fr, briefing.contact = terms_en, terms_fr, contact
    save(briefing, by)
    expect_report(visit, by)
    return visit


def briefing_of(visit):
    """The briefing of a visit; an empty one where it was not planned here."""
    return Briefing.objects.filter(visit=visit).first() or Briefing(visit=visit)


@transaction.atomic
def write_itinerary(*, visit, rows, by, seen):
    """The stops of a visit, as dictionaries of their fields; those that are not among them go."""
    visit = locked(visit, seen=seen)
    save(visit, by)
    wanted = [tuple(row.items()) for row in rows]
    for stop in visit.stops.all():
        held = tuple((name, getattr(stop, name)) for name in dict(wanted[0])) if wanted else ()
        if held in wanted:
            wanted.remove(held)
        else:
            stop._history_user = by
            stop.delete()
    for row in wanted:
        stop = ItineraryStop(visit=visit, **dict(row))
        stop.full_clean()
        save(stop, by)
    return visit


@transaction.atomic
def ask_secretariat(*, body, text, needed_by, by, visit=None, channel=Channel.PORTAL):
    """Ask the secretariat to arrange something."""
    if needed_by < today():
        raise ValidationError({"needed_by": _("This day is over.")})
    row = LogisticsRequest(body=body, text=text, needed_by=needed_by, visit=visit, channel=channel, requested_by=by)
    return save_with_reference(row, by)


@transaction.atomic
def answer_request(*, request, state, answer, by, seen):
    """The secretariat says how far it is; a refusal says why."""
    request = LogisticsRequest.objects.select_for_update().get(pk=request.pk)
    if request.version != seen:
        raise ValidationError(
            _("Somebody has answered this request since you opened the page. Look at it again, then decide.")
        )
    if state == LogisticsRequest.State.DECLINED and not answer.strip():
        raise ValidationError({"answer": _("Say why the request is declined.")})
    request.state, request.answer, request.answered_at = state, answer.strip(), timezone.now()
    return save(request, by)
