"""The administration of logistics, a module per noun."""

from logistics.admin import follow_up, meetings, packs, playbooks, registration, reminders, reporting, visits

__all__ = ["follow_up", "meetings", "packs", "playbooks", "registration", "reminders", "reporting", "visits"]
