"""The links from the page of a meeting to the pages on which it is planned."""

from django.urls import reverse
from django.utils.translation import gettext as _

from knowledge.minutes.pages import Door


def planning_doors(meeting):
    """What may be done now, the next step first."""
    steps = []
    if not (meeting.is_over or meeting.is_convened):
        steps.append((_("Convene"), "meeting-convene"))
    steps += [
        (_("Agenda and papers"), "agenda-edit"),
        (_("How to join"), "meeting-joining"),
        (_("Change"), "meeting-edit"),
    ]
    if not (meeting.is_over or meeting.is_cancelled):
        steps += [(_("Move"), "meeting-move"), (_("Cancel the meeting"), "meeting-cancel")]
    return [Door(label, reverse(f"logistics:{name}", args=[meeting.reference])) for label, name in steps]
