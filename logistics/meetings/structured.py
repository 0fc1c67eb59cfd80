"""A meeting as machines read it (schema.org): what its page shows to everyone, how to join it never."""

from django.conf import settings

from asm_portal.structured import data_block, thing
from asm_portal.templatetags.portal import MACHINE_FORMATS
from logistics.models import Meeting
from logistics.models.meetings import EventKind

MODES = {
    Meeting.Format.IN_PERSON: "OfflineEventAttendanceMode",
    Meeting.Format.HYBRID: "MixedEventAttendanceMode",
    Meeting.Format.ONLINE: "OnlineEventAttendanceMode",
}
STATUSES = {EventKind.CANCELLED: "EventCancelled", EventKind.MOVED: "EventRescheduled"}
SCHEMA = "https://schema.org/"


def structured(meeting, path):
    """The data block of a meeting (`with_places`) whose page stands at the path."""
    url, written = settings.SITE_URL + path, MACHINE_FORMATS.get(meeting.date_precision, "%Y")
    return data_block(
        "Event",
        name=meeting.name,
        url=url,
        identifier=meeting.reference,
        startDate=meeting.starts_at or meeting.start_date.strftime(written),
        endDate=meeting.ends_at or meeting.end_date.strftime(written),
        eventAttendanceMode=SCHEMA + MODES[meeting.format],
        eventStatus=SCHEMA + STATUSES.get(meeting.status, "EventScheduled"),
        location=place(meeting) or thing("VirtualLocation", url=url),
        organizer=thing("Organization", name="Kimberley Process", url=settings.SITE_URL),
    )


def place(meeting):
    """Where it meets, as far as that is known; None where nothing is."""
    if not (meeting.city or meeting.country_name):
        return None
    address = thing("PostalAddress", addressLocality=meeting.city, addressCountry=meeting.country_name)
    return thing("Place", name=meeting.city or meeting.country_name, address=address)
