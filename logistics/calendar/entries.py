"""The meetings as the calendar shows them."""

from django.db.models import Max
from django.utils.translation import gettext as _

from asm_portal.areas import CalendarEntry
from asm_portal.dated import Precision
from logistics.calendar.kinds import EntryKind
from logistics.models import Meeting


def entries(reader, start, end):
    """The meetings that the reader may know of on these days, cancelled ones too; one known to the month only has no day."""
    known = Meeting.objects.visible_to(reader).filter(
        date_precision=Precision.DAY, start_date__lte=end, end_date__gte=start
    )
    return entries_of(known)


def entries_of(meetings):
    """The entries of a queryset of meetings."""
    rows = meetings.select_related("country").prefetch_related("country__names", "of_bodies__body", "events")
    changed = Meeting.history.filter(id__in=meetings.order_by().values("pk")).order_by().values_list("id")
    changed_at = dict(changed.annotate(Max("history_date")))
    return [entry_of(meeting, changed_at.get(meeting.pk)) for meeting in rows]


def entry_of(meeting, changed_at):
    start, end = span_of(meeting)
    return CalendarEntry(
        uid=meeting.reference,
        title=title_of(meeting),
        start=start,
        end=end,
        url=meeting.get_absolute_url(),
        kind=EntryKind.MEETING,
        place=place_of(meeting),
        sequence=meeting.sequence,
        changed_at=changed_at,
        bodies=frozenset(row.body_id for row in meeting.of_bodies.all()),
        organisations=frozenset(filter(None, [meeting.audience_organisation_id])),
        for_all=meeting.kind in Meeting.OF_THE_PROCESS,
        is_tentative=bool(meeting.status) and not (meeting.is_convened or meeting.is_cancelled),
        is_cancelled=meeting.is_cancelled,
    )


def span_of(meeting):
    """The instants between which it is held, or its days where they are not known; an end that is not known is the beginning."""
    begins, ends = meeting.starts_at, meeting.ends_at
    if begins and (ends or meeting.start_date == meeting.end_date):
        return begins, ends or begins
    return meeting.start_date, meeting.end_date


def title_of(meeting):
    """Its title, else its kind with the bodies in their short names, as there is little room in a calendar."""
    names = ", ".join(row.body.abbreviation or row.body.name for row in meeting.of_bodies.all())
    if meeting.title or not names or meeting.kind in Meeting.OF_THE_PROCESS:
        return str(meeting)
    if meeting.kind == Meeting.Kind.BODY:
        return _("Meeting of %(bodies)s") % {"bodies": names}
    return _("%(bodies)s: %(kind)s") % {"bodies": names, "kind": meeting.get_kind_display()}


def place_of(meeting):
    """City and country by the name of the day, and whether one can join from afar."""
    country = meeting.country.name_on(meeting.start_date) if meeting.country else ""
    place = ", ".join(filter(None, [meeting.city, country]))
    if meeting.format == Meeting.Format.IN_PERSON:
        return place
    return f"{place} ({meeting.get_format_display()})" if place else meeting.get_format_display()
