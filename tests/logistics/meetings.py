"""Meetings ahead, for the tests."""

from datetime import date, time, timedelta

from asm_portal.dated import today
from asm_portal.visibility import Audience
from logistics.meetings import actions
from logistics.models import Meeting


def ahead(days=30):
    return today() + timedelta(days=days)


def propose(by, bodies, **facts):
    """A meeting of the bodies in thirty days, for their members."""
    day = ahead()
    given = {
        "kind": Meeting.Kind.BODY, "start_date": day, "end_date": day, "audience": Audience.BODY, "format": "online",
        "is_demonstration": True,
    }  # fmt: skip
    return actions.propose_meeting(bodies=bodies, by=by, **given | facts)


def day_fields(name, day: date):
    """A day as the form sends it."""
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}


def at(hour, minute=0):
    return time(hour, minute)
