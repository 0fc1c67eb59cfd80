"""What packs add to the shared pages."""

from django.urls import reverse
from django.utils.translation import gettext as _

from asm_portal.areas import Panel
from logistics.packs.papers import offered


def on_meeting(meeting, reader):
    """The papers of the meeting as one ZIP, for each role that the reader belongs to."""
    found = [
        (papers, reverse("logistics:meeting-papers", args=[meeting.reference, papers.role.code]))
        for papers in offered(meeting, reader)
    ]
    if not found:
        return []
    title = _("All papers")
    return [Panel("logistics/packs/meeting_panel.html", {"found": found}, is_aside=True, anchor="papers", title=title)]
