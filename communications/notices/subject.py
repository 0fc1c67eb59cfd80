"""What a notice is about: a meeting, a false certificate, a report that is due. Nothing of it is copied into the notice: each
reader is shown as much of it as they may know of."""

from datetime import timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from asm_portal.dated import today
from communications.models import Notice
from knowledge.certificates.fraud import details_for
from knowledge.models import FraudNotice
from logistics.meetings.times import clocks
from logistics.models import JoiningDetails, Meeting, ReportingPeriod

Kind = Notice.Kind
NEWEST = 30
# Reports are recalled for so long after they were due.
RECALLED_FOR = timedelta(days=400)
# Class → column and model of what a notice of this class is about.
SUBJECTS = {
    Kind.MEETING: ("meeting", Meeting),
    Kind.ALERT: ("fraud_notice", FraudNotice),
    Kind.REPORT_DUE: ("period", ReportingPeriod),
}


def choices(user, notice):
    """(label, value) or (label, list of (value, label)) of all that a notice may be about, that which it is about among them."""
    meetings = Meeting.objects.visible_to(user).filter(Q(end_date__gte=today()) | Q(pk=notice.meeting_id))
    frauds = FraudNotice.objects.visible_to(user).for_display()
    periods = (
        ReportingPeriod.objects.visible_to(user)
        .with_obligation()
        .filter(Q(due_on__gte=today() - RECALLED_FOR) | Q(pk=notice.period_id))
    )
    newest = [row.pk for row in frauds[:NEWEST]]
    return [
        (Kind.INFORMATION.label, Kind.INFORMATION.value),
        (_("report due, in general"), Kind.REPORT_DUE.value),
        (Kind.MEETING.label, [
            (f"meeting-{row.pk}", f"{row.name}, {row.days}")
            for row in meetings.prefetch_related("of_bodies__body").order_by("start_date", "pk")
        ]),
        (Kind.ALERT.label, [
            (f"alert-{row.pk}", row.title) for row in frauds.filter(Q(pk__in=newest) | Q(pk=notice.fraud_notice_id))
        ]),
        (Kind.REPORT_DUE.label, [(f"report_due-{row.pk}", str(row)) for row in periods.order_by("due_on", "pk")]),
    ]  # fmt: skip


def key_of(notice):
    """The choice that a notice was made with."""
    column, _model = SUBJECTS.get(notice.kind, ("", None))
    number = column and getattr(notice, f"{column}_id")
    return f"{notice.kind}-{number}" if number else notice.kind


def columns(key):
    """The columns of a notice that is about this choice."""
    kind, _dash, number = key.partition("-")
    found = {"kind": kind} | {column: None for column, _model in SUBJECTS.values()}
    if number:
        column, model = SUBJECTS[kind]
        found[column] = model.objects.get(pk=number)
    return found


def about(notice, reader):
    """The meeting with its times and how one joins it, the public summary of a false certificate with what stands beside it
    (`known_details`), and the report that is due; None for each that the notice is not about, or that the reader may not know
    of."""
    meeting = meeting_of(notice, reader)
    periods = ReportingPeriod.objects.visible_to(reader).with_obligation()
    frauds = FraudNotice.objects.visible_to(reader).for_display().prefetch_related(details_for(reader))
    return {
        "meeting": meeting,
        "clocks": clocks(meeting, reader) if meeting else [],
        "joining": JoiningDetails.objects.visible_to(reader).filter(meeting=meeting).first() if meeting else None,
        "fraud_notice": frauds.filter(pk=notice.fraud_notice_id).first() if notice.fraud_notice_id else None,
        "period": periods.filter(pk=notice.period_id).first() if notice.period_id else None,
    }


def meeting_of(notice, reader):
    if notice.meeting_id is None:
        return None
    rows = Meeting.objects.visible_to(reader).filter(pk=notice.meeting_id).select_related("country")
    meeting = rows.prefetch_related("of_bodies__body", "events", "country__names").first()
    if meeting:
        meeting.country_name = meeting.country.name_on(meeting.start_date) if meeting.country else ""
    return meeting
