"""Loads the meetings of the Process and of the years that prepared it, past review visits, the playbooks, what is to be reported,
and when one is reminded of it."""

from asm_portal.reference import rows_of
from asm_portal.visibility import Audience
from logistics.models import Meeting, MeetingBody, Obligation, Playbook, PlaybookTask, ReminderStep, Visit


def load_reference(loader):
    meetings = rows_of("meetings")
    loader.load(Meeting, [{**row, "audience": Audience.PUBLIC} for row in meetings])
    loader.load_nested(MeetingBody, meetings, "of_bodies", parent="meeting")
    playbooks = rows_of("playbooks")
    loader.load(Playbook, playbooks)
    loader.load_nested(PlaybookTask, playbooks, "tasks", parent="playbook")
    loader.load(Obligation, rows_of("obligations"), key="code")
    loader.load(ReminderStep, rows_of("reminder_steps"))
    loader.load(Visit, rows_of("visits"))
