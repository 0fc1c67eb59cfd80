"""The visits of the demonstration: to fictional Participants, so many days before or after it was first loaded.

They are written as they would stand by now, without the mail that the verbs send.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Q
from django.utils import timezone

from asm_portal.demonstration import ensure
from asm_portal.models import FocalPoint, FocalPointKind, Office
from asm_portal.removal import remove
from asm_portal.visibility import Audience
from knowledge import actions as documents
from knowledge.actions import save
from knowledge.models import DocumentKind, DocumentLink
from knowledge.sample_files import pdf
from logistics.models import (
    Briefing,
    ItineraryStop,
    LogisticsRequest,
    Recommendation,
    TravelPlan,
    Visit,
    VisitEvent,
    VisitMember,
)
from logistics.models.visits import Channel
from logistics.playbooks.actions import apply_playbook
from logistics.visits import sample_texts as texts
from logistics.visits.duties import expect_report, tell_of_report
from logistics.visits.opening import open_all
from logistics.visits.papers import add_paper, titles_of, written_for
from logistics.visits.parts import REVIEW_VISITS, Capacity
from logistics.visits.reports import REPLY_KIND, REPLY_TITLE, REPORT_TITLE, make_action, new_report

Kind, State, Role, Event = Visit.Kind, Visit.State, VisitMember.Role, VisitEvent.Kind


@dataclass(frozen=True)
class Sample:
    """A visit from one day to another, from the first run on; `events` are (days from then, what, on whose behalf, words)."""

    key: str
    participant: str
    days: tuple[int, int]
    team: tuple[str, ...]
    events: tuple[tuple, ...]
    kind: str = Kind.REVIEW_VISIT
    state: str = State.CONFIRMED
    chair_shows: bool = False
    is_told: bool = False  # terms of reference, itinerary, a paper, travel


CHAIR, HOST = Capacity.BODY_CHAIR, Capacity.PARTICIPANT
SAMPLES = (
    Sample(
        "XC", "XC", (-240, -236), ("delegate.xa", "member.xwa", "observer"),
        (
            (-330, Event.REQUESTED, CHAIR, ""), (-322, Event.PROPOSED, HOST, texts.OTHER_DAYS),
            (-318, Event.CONFIRMED, CHAIR, ""), (-120, Event.FINISHED, CHAIR, ""), (-60, Event.REPLIED, HOST, ""),
        ),
        is_told=True,
    ),
    Sample(
        "XA mission", "XA", (-40, -38), ("delegate.xb", "observer"),
        ((-95, Event.REQUESTED, CHAIR, ""), (-90, Event.AGREED, HOST, ""), (-88, Event.CONFIRMED, CHAIR, "")),
        kind=Kind.REVIEW_MISSION,
    ),
    Sample(
        "XB", "XB", (20, 24), ("delegate.xa", "member.xwb", "observer"),
        (
            (-40, Event.REQUESTED, CHAIR, texts.INVITATION), (-31, Event.AGREED, HOST, ""),
            (-28, Event.CONFIRMED, CHAIR, ""), (-20, Event.SHOWN, CHAIR, ""),
        ),
        chair_shows=True, is_told=True,
    ),
    Sample(
        "XA", "XA", (130, 134), ("delegate.xb", "observer"), ((-3, Event.REQUESTED, CHAIR, texts.INVITATION),),
        state=State.REQUESTED,
    ),
)  # fmt: skip
FOCAL_POINTS = (("XB", "delegate.xb"), ("XC", "member.xwb"))


def source(key):
    return f"demonstration: visit {key}"


def demonstrate(cast):
    make_focal_points(cast)
    for sample in SAMPLES:
        if not Visit.objects.filter(source=source(sample.key), is_demonstration=True).exists():
            visit = make(sample, cast)
            if sample.key == "XC":
                report_on(visit, cast)
    make_requests(cast)


def make_focal_points(cast):
    """Who answers for the Participants about visits; without the reference data there is no such kind."""
    kind = FocalPointKind.objects.filter(code=REVIEW_VISITS).first()
    for code, part in FOCAL_POINTS if kind else ():
        values = {"person": cast.users[part].person, "valid_from": cast.today, "last_confirmed_on": cast.today}
        address = {"email": f"{REVIEW_VISITS}.{code.lower()}@demo.example"}
        ensure(FocalPoint, values | address, organisation=cast.organisations[code], kind=kind)


def make(sample, cast):
    first, last = (cast.today + timedelta(days=days) for days in sample.days)
    visit = Visit(
        kind=sample.kind, participant=cast.organisations[sample.participant], body=cast.bodies["XWA"], start_date=first,
        end_date=last, state=sample.state, audience=Audience.PROCESS, languages=["en", "fr"],
        report_due_on=last + timedelta(days=60), source=source(sample.key), is_demonstration=True,
        chair_shows_at=instant(cast, -20) if sample.chair_shows else None,
    )  # fmt: skip
    documents.save_with_reference(visit, cast.secretary)
    told = {"terms_en": texts.TERMS_EN, "terms_fr": texts.TERMS_FR, "contact": texts.CONTACT} if sample.is_told else {}
    save(Briefing(visit=visit, **told), cast.secretary)
    for number, part in enumerate(sample.team):
        place = cast.users[part].person.representations.first()
        role = Role.MEMBER if number else Role.LEADER
        member = VisitMember(visit=visit, person=place.person, organisation=place.organisation, role=role)
        save(member, cast.secretary)
    for days, kind, capacity, words in sample.events:
        entered(visit, kind, capacity, words, instant(cast, days))
    for task in apply_playbook(visit=visit, by=cast.secretary):
        if (sample.is_told or visit.end_date < cast.today) and task.due_on < cast.today:
            task.done_on, task.done_by = task.due_on, cast.secretary
            save(task, cast.secretary)
    if sample.is_told:
        tell(visit, cast)
    open_all(visit, cast.secretary)
    expect_report(visit, cast.secretary)
    return visit


def instant(cast, days):
    return datetime.combine(cast.today + timedelta(days=days), time(9, 30), UTC)


def entered(visit, kind, capacity, words, at):
    has_days = kind in (Event.REQUESTED, Event.PROPOSED, Event.AGREED, Event.CONFIRMED)
    days = {"start_date": visit.start_date, "end_date": visit.end_date} if has_days else {}
    VisitEvent.objects.create(visit=visit, kind=kind, capacity=capacity, words=words, at=at, **days)


def tell(visit, cast):
    """The itinerary, a paper and, of a visit to come, how the leader travels."""
    for day, at, place, what in texts.STOPS:
        save(ItineraryStop(visit=visit, day_number=day, time=at, place=place, what=what), cast.secretary)
    paper = documents.add_document(
        kind=DocumentKind.objects.get(code="meeting_paper"), titles={"en": texts.PAPER_TITLE}, by=cast.secretary,
        issuing_body=visit.body, organisation=visit.participant, date=visit.start_date - timedelta(days=30),
        is_demonstration=True, **written_for(visit),
    )  # fmt: skip
    publish(paper, {"en": texts.PAPER}, cast)
    add_paper(visit=visit, document=paper, by=cast.secretary)
    if visit.end_date >= cast.today:
        leader = visit.members.get(role=Role.LEADER)
        TravelPlan.objects.create(
            member=leader, arrives_on=visit.start_date - timedelta(days=1), arrival=texts.ARRIVAL,
            leaves_on=visit.end_date + timedelta(days=1), departure=texts.DEPARTURE,
        )  # fmt: skip


def publish(document, words, cast):
    """A PDF for each language, released."""
    revision = documents.add_revision(document=document, by=cast.secretary)
    titles = {title.language: title.title for title in document.titles.all()}
    for language, text in words.items():
        file = SimpleUploadedFile("text.pdf", pdf(titles.get(language, str(document)), text, language))
        documents.add_rendition(revision=revision, language=language, file=file, by=cast.secretary)
    documents.publish(document=document, by=cast.secretary)
    return revision


def report_on(visit, cast):
    """The report, its recommendations, of which one became no action, and the reply of the Participant."""
    by = cast.secretary
    visit.report = new_report(visit, REPORT_TITLE, by, date=cast.today - timedelta(days=120))
    revision = publish(visit.report, {"en": texts.REPORT_EN, "fr": texts.REPORT_FR}, cast)
    visit.reply = documents.add_document(
        kind=DocumentKind.objects.get(code=REPLY_KIND), titles=titles_of(REPLY_TITLE, visit), by=by,
        date=cast.today - timedelta(days=60), organisation=visit.participant, is_demonstration=True,
    )  # fmt: skip
    publish(visit.reply, {"en": texts.REPLY}, cast)
    documents.link(later=visit.reply, kind=DocumentLink.Kind.RESPONDS_TO, earlier=visit.report, by=by)
    save(visit, by)
    tell_of_report(visit, "final", by, revision)
    for number, (english, french, owner, days, none) in enumerate(texts.RECOMMENDATIONS, 1):
        row = Recommendation(visit=visit, number=number, text_en=english, text_fr=french)
        if none:
            row.no_action_reason_en, row.no_action_reason_fr = none
        save(row, by)
        if not none:
            office = Office.objects.get(code=owner) if owner else None
            make_action(recommendation=row, owner_office=office, due_on=cast.today + timedelta(days=days), by=by)


def make_requests(cast):
    """What else the Chair asked the secretariat to arrange."""
    for text, days, state, answer in texts.REQUESTS:
        if LogisticsRequest.objects.filter(text=text, body=cast.bodies["XWA"]).exists():
            continue
        row = LogisticsRequest(
            body=cast.bodies["XWA"], text=text, needed_by=cast.today + timedelta(days=days), channel=Channel.PORTAL,
            requested_by=cast.users["chair.xwa"], state=state, answer=answer,
            answered_at=timezone.now() if answer else None,
        )  # fmt: skip
        documents.save_with_reference(row, cast.users["chair.xwa"])


def forget_demonstration():
    """Take out the samples, and what was asked of or for somebody fictional besides."""
    remove(LogisticsRequest.objects.filter(body__is_demonstration=True))
    remove(Visit.objects.filter(Q(is_demonstration=True) | Q(participant__is_demonstration=True)))
