"""Who hears by mail that a meeting was moved or cancelled: whoever is registered and, where it had been convened, those who
represent somebody in its bodies. The text is written when the mail goes, so that nobody reads days that are no longer right."""

from asm_portal.areas import Letter
from asm_portal.models import Delivery, Person, Representation
from asm_portal.post import link, post_when_due
from logistics.follow_up.owners import reader_of
from logistics.meetings.times import clocks
from logistics.models import Delegate, Meeting, MeetingEvent

PREFIX = "meeting:"
TOLD = (MeetingEvent.Kind.MOVED, MeetingEvent.Kind.CANCELLED)


def tell(meeting, *, was_convened):
    """Put a mail for this change of the meeting into the post, once for each person."""
    people = registered(meeting) | representatives(meeting) if was_convened else registered(meeting)
    for person in people:
        post_when_due(f"{PREFIX}{meeting.reference}:{meeting.sequence}", person)


def registered(meeting):
    """Those nominated for the meeting."""
    rows = Delegate.objects.standing().filter(delegation__registration__meeting=meeting, person__isnull=False)
    return Person.objects.filter(pk__in=rows.values("person"))


def representatives(meeting):
    """Those who represent somebody in one of the bodies of the meeting today."""
    bodies = list(meeting.of_bodies.values_list("body", flat=True))
    return Person.objects.filter(pk__in=Representation.objects.in_bodies(bodies).values("person"))


def letter(delivery):
    """What the meeting's last move or cancellation is to the person; None where a later mail tells of it, where it was undone, or
    where they may not know of the meeting any more."""
    reference = delivery.key.split(":")[1]
    meeting = Meeting.objects.filter(reference=reference).prefetch_related("events", "of_bodies__body").first()
    event = meeting and last_told(meeting)
    if event is None or is_outrun(delivery, reference):
        return None
    person, reader = delivery.person, reader_of(delivery.person)
    if not may_hear(person, reader, meeting):
        return None
    context = {
        "meeting": meeting,
        "event": event,
        "clocks": [] if meeting.is_cancelled else clocks(meeting, reader),
        "url": link(person, "logistics:meeting-detail", reference),
    }
    return Letter("meeting_changed", context)


def last_told(meeting):
    """The last move or cancellation; None where the meeting takes place after all. A move holds, also once it is convened."""
    told = [event for event in meeting.events.all() if event.kind in TOLD]
    last = max(told, key=lambda event: (event.at, event.pk), default=None)
    return None if last and last.kind == MeetingEvent.Kind.CANCELLED and not meeting.is_cancelled else last


def is_outrun(delivery, reference):
    """Whether a later mail tells the person of the same meeting."""
    later = Delivery.objects.filter(person=delivery.person, key__startswith=f"{PREFIX}{reference}:", pk__gt=delivery.pk)
    return later.exists()


def may_hear(person, reader, meeting):
    """Whether the person may know of the meeting, as whoever they are today or as somebody nominated for it."""
    known = Meeting.objects.visible_to(reader).filter(pk=meeting.pk)
    return known.exists() or registered(meeting).filter(pk=person.pk).exists()
