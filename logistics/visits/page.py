"""What the page of a visit shows: to everyone where it stands, and to those whose visit it is the rest."""

from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from asm_portal.templatetags.portal import date_words
from knowledge.minutes.pages import Stage
from knowledge.models import Document
from logistics.models import (
    Action,
    Briefing,
    ItineraryStop,
    Recommendation,
    ReportComment,
    TravelPlan,
    Visit,
    VisitEvent,
    VisitMember,
    VisitPaper,
)
from logistics.playbooks import panels as playbooks
from logistics.visits import reports
from logistics.visits.forms import ByOtherWays
from logistics.visits.parts import Capacity
from logistics.visits.team import balance

State = Visit.State
# Parts of other nouns: (visit, reader) -> Panels.
PARTS = [playbooks.on_visit]


@dataclass(frozen=True)
class Door:
    """A button of the page; `is_main` marks what waits for the reader, and stands at the top."""

    label: str
    name: str
    visit: Visit

    MAIN = ("visit-answer", "visit-confirm", "visit-draft-comment", "visit-draft-send", "visit-draft", "visit-report")

    @property
    def is_main(self):
        return self.name in self.MAIN

    @property
    def url(self):
        return reverse(f"logistics:{self.name}", args=[self.visit.reference])


def steps(visit):
    """Asked for → days agreed → confirmed → the visit → its report."""
    agreed = visit.state in (State.AGREED, State.CONFIRMED)
    confirmed = visit.state == State.CONFIRMED
    found = [
        Stage(_("Asked for"), "", True, visit.state in (State.REQUESTED, State.DECLINED, State.POSTPONED)),
        Stage(_("Days agreed"), "", agreed, visit.state == State.AGREED),
        Stage(_("Confirmed"), "", confirmed, visit.stage == State.CONFIRMED),
        Stage(_("Visit"), visit.days, visit.is_over, visit.stage == State.UNDER_WAY),
    ]
    stage = reports.stage_of(visit)
    if stage:
        due = _("due on %(day)s") % {"day": date_words(visit.report_due_on)} if visit.report_due_on else ""
        found.append(
            Stage(_("Report"), "" if stage == "final" else due, stage == "final", visit.is_over and stage != "final")
        )
    return found


def waits_for(visit):
    """Whose turn it is, in a sentence; "" where nobody's."""
    body = visit.body.abbreviation or visit.body.name
    told = {"participant": visit.participant.name, "body": body}
    sentences = {
        State.REQUESTED: _("%(participant)s answers to the days: it agrees, proposes others, or declines."),
        State.AGREED: _("The days are agreed. The Chair of %(body)s confirms the visit."),
        State.DECLINED: _(
            "%(participant)s cannot receive the visit on these days. The Chair of %(body)s proposes others."
        ),
        State.POSTPONED: _("The visit is postponed. Other days are proposed, agreed and confirmed."),
    }
    if visit.stage in sentences:
        return sentences[visit.stage] % told
    of_report = {
        "due": _("The leader of the team files the draft of the report."),
        "draft": _(
            "A draft is filed. The Chair of %(body)s or the secretariat sends it to %(participant)s for comments."
        ),
        "comments": _("%(participant)s comments on the draft; then the leader of the team files the final report."),
    }
    stage = reports.stage_of(visit)
    return of_report[stage] % told if visit.is_over and stage in of_report else ""


def doors(visit, part):
    """The buttons of the reader, what waits for them first."""
    found = [*doors_of_days(visit, part), *doors_of_report(visit, part)]
    return [Door(label, name, visit) for name, label, is_theirs in found if is_theirs]


def doors_of_days(visit, part):
    waiting, is_open = visit.state, visit.is_open
    may_move = (part.plans or part.answers) and is_open and not part.answers_now(visit)
    return [
        ("visit-answer", _("Answer to the days"), part.speaks_for_participant and waiting == State.REQUESTED),
        ("visit-confirm", _("Confirm the visit"), part.plans and waiting == State.AGREED),
        ("visit-days", _("Propose other days"), may_move),
        ("visit-postpone", _("Postpone"), may_move and waiting != State.POSTPONED),
        ("visit-cancel", _("Cancel"), part.plans and is_open),
    ]


def doors_of_report(visit, part):
    stage = reports.stage_of(visit)
    is_written = reports.may_be_written(visit) and stage != "final"
    return [
        ("visit-draft-comment", _("Comment on the draft"), part.answers and reports.takes_comments(visit)),
        ("visit-draft-send", _("Send the draft for comments"), part.plans and is_written and stage == "draft"),
        ("visit-draft", _("File the draft report"), part.writes_report and is_written and stage != "comments"),
        ("visit-report", _("File the final report"), part.writes_report and is_written and stage == "comments"),
        ("visit-reply", _("File the reply"), part.speaks_for_participant and stage == "final"),
    ]


def shown_documents(keys, reader):
    """The documents with these keys that the reader may know of, as rows show them."""
    found = Document.objects.visible_to(reader).listed().filter(pk__in=[key for key in keys if key]).for_display(reader)
    return {document.pk: document for document in found}


def for_everyone(visit, reader):
    """What whoever may know of the visit sees: the report and the reply, as far as they may read them, and what it recommends."""
    documents = shown_documents([visit.report_id, visit.reply_id], reader)
    rows = list(Recommendation.objects.visible_to(reader).filter(visit=visit))
    known = Action.objects.visible_to(reader).in_bulk([row.action_id for row in rows if row.action_id])
    for row in rows:
        row.shown_action = known.get(row.action_id)
    return {
        "report": documents.get(visit.report_id),
        "reply": documents.get(visit.reply_id),
        "recommendations": rows,
    }


def for_the_inside(visit, reader, part):
    """What those whose visit it is see besides."""
    members = VisitMember.objects.visible_to(reader).filter(visit=visit).select_related("person", "organisation")
    members = list(members.prefetch_related("organisation__names"))
    current = [member for member in members if not member.left_on]
    papers = list(VisitPaper.objects.visible_to(reader).filter(visit=visit))
    documents = shown_documents([visit.draft_report_id, *(paper.document_id for paper in papers)], reader)
    for paper in papers:
        paper.shown = documents.get(paper.document_id)
    groups, own_doors = balance(current), doors(visit, part)
    return {
        "steps": steps(visit),
        "waits_for": waits_for(visit),
        "main_doors": [door for door in own_doors if door.is_main],
        "doors": [door for door in own_doors if not door.is_main],
        "members": current,
        "left": [member for member in members if member.left_on],
        "balance": groups,
        "missing": [label for label, count in groups if not count],
        "briefing": Briefing.objects.visible_to(reader).filter(visit=visit).first(),
        "itinerary": itinerary(visit, reader),
        "papers": [paper for paper in papers if paper.shown],
        "draft": documents.get(visit.draft_report_id),
        "stage": reports.stage_of(visit),
        "comments": ReportComment.objects.visible_to(reader).filter(visit=visit).select_related("revision"),
        "travel": travel(visit, reader, part, current),
        "events": VisitEvent.objects.visible_to(reader).filter(visit=visit).select_related("by__person"),
        "shows": shows(visit, part),
        "channels": ByOtherWays(is_entered=part.secretariat),
        "may_publish": part.plans and visit.report and visit.report.state == Document.State.DRAFT,
    }


def itinerary(visit, reader):
    """(day, stops) in their order."""
    found = {}
    for stop in ItineraryStop.objects.visible_to(reader).filter(visit=visit):
        found.setdefault(visit.start_date + timedelta(days=stop.day_number - 1), []).append(stop)
    return list(found.items())


def travel(visit, reader, part, members):
    """(member, travel data or None, whether the reader enters them) of those whose data the reader may know."""
    held = {row.member_id: row for row in TravelPlan.objects.visible_to(reader).filter(member__visit=visit)}
    own = part.member.pk if part.member else None
    rows = [(member, held.get(member.pk), part.secretariat or member.pk == own) for member in members]
    return [row for row in rows if row[1] or row[2]]


def shows(visit, part):
    """What is on record of the two agreements to show the visit, and in which capacities the reader may still give one."""
    if visit.state != State.CONFIRMED:
        return None
    open_sides = [
        capacity
        for capacity in part.may_show
        if not (visit.participant_shows_at if capacity == Capacity.PARTICIPANT else visit.chair_shows_at)
    ]
    return {
        "participant": visit.participant_shows_at,
        "chair": visit.chair_shows_at,
        "capacities": open_sides if not visit.is_public else [],
    }


def parts(visit, reader):
    """The panels of other nouns."""
    return [panel for part in PARTS for panel in part(visit, reader)]
