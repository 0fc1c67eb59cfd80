"""Loads the meetings of the Process and of the years that prepared it."""

from asm_portal.reference import rows_of
from asm_portal.visibility import Audience
from logistics.models import Meeting, MeetingBody


def load_reference(loader):
    meetings = rows_of("meetings")
    loader.load(Meeting, [{**row, "audience": Audience.PUBLIC} for row in meetings])
    loader.load_nested(MeetingBody, meetings, "of_bodies", parent="meeting")
