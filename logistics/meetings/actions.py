"""What is done to meetings: they are proposed, convened, moved and cancelled, each for a reason that stays on record; and what is
told of them besides. Whoever is registered hears of a move and of a cancellation."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from asm_portal import search
from asm_portal.dated import today
from asm_portal.visibility import Audience
from knowledge.actions import save, save_with_reference
from logistics.meetings import news
from logistics.meetings.readers import first_body, keep_readers
from logistics.models import JoiningDetails, Meeting, MeetingBody, MeetingEvent

Event = MeetingEvent.Kind


@transaction.atomic
def propose_meeting(*, bodies, by, reason=None, **facts):
    """A new meeting of the bodies, not convened yet; `reason` is for its history. Raises ValidationError where its facts
    contradict each other."""
    meeting = Meeting(**facts)
    refuse_past(meeting)
    address(meeting, bodies)
    save_with_reference(meeting, by, reason)
    write_bodies(meeting, bodies, by)
    note(meeting, Event.PROPOSED, by, "", "")
    search.index(meeting)
    return meeting


@transaction.atomic
def edit_meeting(*, meeting, bodies, by, reason=None):
    """Write what was changed of a meeting, its bodies included; its days are moved by `move`."""
    address(meeting, bodies)
    audience = Meeting.objects.values_list("audience", flat=True).get(pk=meeting.pk)
    named = {row.body for row in meeting.of_bodies.select_related("body")}
    if named != set(bodies):
        meeting.sequence += 1
    save(meeting, by, reason)
    write_bodies(meeting, bodies, by)
    if named != set(bodies) or audience != meeting.audience:
        keep_readers(meeting, by)
    search.index(meeting)
    return meeting


@transaction.atomic
def convene(*, meeting, by, reason_en="", reason_fr=""):
    """Call the meeting; one that was cancelled takes place after all."""
    meeting = locked(meeting)
    refuse_over(meeting)
    if meeting.is_convened:
        raise ValidationError(_("This meeting is convened already."))
    return change(meeting, Event.CONVENED, by, reason_en, reason_fr)


@transaction.atomic
def move(*, meeting, by, start_date, end_date, start_time, end_time, zone, reason_en="", reason_fr=""):
    """Move the meeting to other days or times. Raises ValidationError, at the field, where they lie in the past, do not exist on
    the clocks there, or are those that it has."""
    meeting = locked(meeting)
    refuse_over(meeting)
    refuse_cancelled(meeting)
    event = {"old_start_date": meeting.start_date, "old_end_date": meeting.end_date}
    wanted = {
        "start_date": start_date, "end_date": end_date, "start_time": start_time, "end_time": end_time, "zone": zone,
    }  # fmt: skip
    if all(getattr(meeting, name) == value for name, value in wanted.items()):
        raise ValidationError({"start_date": _("These are the days and times that the meeting has.")})
    for name, value in wanted.items():
        setattr(meeting, name, value)
    refuse_past(meeting)
    meeting.full_clean()
    event |= {"new_start_date": start_date, "new_end_date": end_date}
    return change(meeting, Event.MOVED, by, reason_en, reason_fr, **event)


@transaction.atomic
def cancel(*, meeting, by, reason_en="", reason_fr=""):
    """Call the meeting off; it stays on record."""
    meeting = locked(meeting)
    refuse_over(meeting)
    refuse_cancelled(meeting)
    return change(meeting, Event.CANCELLED, by, reason_en, reason_fr)


def locked(meeting):
    """The meeting as it is now, which nobody else changes until this is written."""
    return Meeting.objects.select_for_update().get(pk=meeting.pk)


def refuse_over(meeting):
    if meeting.is_over:
        raise ValidationError(_("This meeting is over. What took place is not changed any more."))


def refuse_cancelled(meeting):
    if meeting.is_cancelled:
        raise ValidationError(_("This meeting is cancelled. Convene it again first."))


def refuse_past(meeting):
    """Raise ValidationError, at the field, where the meeting would begin on a day that is over."""
    if meeting.start_date < today():
        raise ValidationError({"start_date": _("This day is over. A meeting is held today or later.")})


def change(meeting, kind, by, reason_en, reason_fr, **event):
    """Note what became of the meeting, and that calendars must hear of it."""
    was_convened = meeting.is_convened
    row = note(meeting, kind, by, reason_en, reason_fr, **event)
    if kind != Event.MOVED:  # new days or times are counted when they are written
        meeting.sequence += 1
    save(meeting, by, row.reason)
    search.index(meeting)
    if kind in news.TOLD:
        news.tell(meeting, was_convened=was_convened)
    return meeting


def note(meeting, kind, by, reason_en, reason_fr, **event):
    """An event of the meeting; raises ValidationError where it needs a reason and has none."""
    row = MeetingEvent(meeting=meeting, kind=kind, by=by, reason_en=reason_en, reason_fr=reason_fr, **event)
    row.full_clean()
    return save(row, by, row.reason)


def address(meeting, bodies):
    """Let the first body stand for all where the meeting is for the members of its bodies."""
    meeting.audience_body = bodies[0] if meeting.audience == Audience.BODY and bodies else None
    meeting.full_clean()


def write_bodies(meeting, bodies, by):
    """Make the bodies those of the meeting; raises ValidationError where one goes whose minutes of it are on record."""
    known = {row.body_id: row for row in meeting.of_bodies.select_related("body")}
    for body in bodies:
        if known.pop(body.pk, None) is None:
            save(MeetingBody(meeting=meeting, body=body), by)
    for row in known.values():
        if row.minutes_id or row.no_minutes_reason:
            raise ValidationError(
                {"bodies": _("%(body)s has its minutes of this meeting on record; it stays.") % {"body": row.body}}
            )
        row._history_user = by
        row.delete()


@transaction.atomic
def tell_how_to_join(*, meeting, by, audience, link="", text_en="", text_fr=""):
    """Write how one joins the meeting from afar, for those it is told to; all empty takes it back."""
    meeting = locked(meeting)
    details = JoiningDetails.objects.filter(meeting=meeting).first() or JoiningDetails(meeting=meeting)
    details.link, details.text_en, details.text_fr, details.audience = link, text_en, text_fr, audience
    details.audience_body = first_body(meeting) if audience == Audience.BODY else None
    if link or text_en or text_fr:
        details.full_clean()
        save(details, by)
    elif details.pk:
        details._history_user = by
        details.delete()
    save(meeting, by)
    return meeting
