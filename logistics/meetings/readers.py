"""Who reads what a meeting holds, also where others may know of the meeting from now on."""

from asm_portal.visibility import Audience
from knowledge.actions import save
from logistics.models import JoiningDetails

# From the widest: whoever belongs to one of these audiences belongs to those before it.
WIDTHS = (Audience.PUBLIC, Audience.PROCESS, Audience.PARTICIPANTS)


def closed_as(source, meeting):
    """The audience of an item that arises from a record: none of its own where all whom the meeting is for may know of that."""
    columns = (source.audience, source.audience_body, source.audience_organisation)
    audience, body, organisation = getattr(source, "shown_to", columns)
    if audience in WIDTHS and is_within(meeting, audience):
        return {}
    bodies = list(meeting.of_bodies.values_list("body", flat=True))
    if audience == meeting.audience == Audience.BODY and bodies == [body.pk]:
        return {}
    return {"audience": audience, "audience_body": body, "audience_organisation": organisation}


def is_within(meeting, audience):
    """Whether all whom the meeting is for belong to the audience; in a body sit Participants and Observers."""
    if meeting.audience in WIDTHS:
        return WIDTHS.index(audience) <= WIDTHS.index(meeting.audience)
    return audience == Audience.PUBLIC or (meeting.audience == Audience.BODY and audience == Audience.PROCESS)


def first_body(meeting):
    """The body that stands for all of the meeting's where a record is addressed to “members of its bodies”."""
    row = meeting.of_bodies.select_related("body").order_by("pk").first()
    return row and row.body


def keep_readers(meeting, by):
    """The meeting is for others, or of other bodies: “members of its bodies” are those of now, and what arises from a closed
    record is for nobody whom that is not for."""
    details = JoiningDetails.objects.filter(meeting=meeting, audience=Audience.BODY).first()
    body = first_body(meeting)
    if details and details.audience_body != body:
        details.audience, details.audience_body = (Audience.BODY if body else Audience.CHAIR), body
        save(details, by)
    items = meeting.agenda.filter(audience="").exclude(action=None, arises_from=None)
    for item in items.select_related("action", "arises_from"):
        if columns := closed_as(item.action or item.arises_from, meeting):
            for name, value in columns.items():
                setattr(item, name, value)
            save(item, by)
