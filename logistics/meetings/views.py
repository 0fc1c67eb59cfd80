"""Meetings, as everyone may know of them."""

from itertools import groupby

from django.utils.translation import gettext as _
from django.views.generic import DetailView, ListView

from asm_portal.access import PublicMixin
from asm_portal.areas import gather
from asm_portal.dated import today
from asm_portal.explain import why_visible
from asm_portal.members import why_here
from asm_portal.visibility import Audience, standing_of
from knowledge.models import Document
from logistics.meetings.agenda import lines
from logistics.meetings.doors import planning_doors
from logistics.meetings.forms import kinds_for
from logistics.meetings.structured import structured
from logistics.meetings.times import clocks
from logistics.models import JoiningDetails, Meeting
from logistics.packs.panels import on_meeting as on_packs
from logistics.playbooks.panels import on_meeting as on_tasks
from logistics.registration.panels import on_meeting as on_registration

# What other nouns add to the page of a meeting: each takes the meeting and the reader and gives Panels.
PARTS = (on_registration, on_packs, on_tasks)


def with_places(meetings):
    """The meetings with their places and hosts by the names of the time."""
    for meeting in meetings:
        day = meeting.start_date
        meeting.country_name = meeting.country.name_on(day) if meeting.country else ""
        meeting.host_name = meeting.host.name_on(day) if meeting.host else ""
    return meetings


class MeetingsMixin(PublicMixin):
    model = Meeting

    def get_queryset(self):
        related = super().get_queryset().select_related("country", "host")
        return related.prefetch_related("country__names", "host__names", "of_bodies__body", "events")


class MeetingListView(MeetingsMixin, ListView):
    """Meetings by year, the latest first; those of the demonstration apart."""

    template_name = "logistics/meetings/meeting_list.html"

    def get_context_data(self, **kwargs):
        meetings = with_places(self.object_list)
        facts = [meeting for meeting in meetings if not meeting.is_demonstration]
        return super().get_context_data(
            title=_("Meetings"),
            years=[(year, list(rows)) for year, rows in groupby(facts, key=lambda meeting: meeting.start_date.year)],
            demonstration=[meeting for meeting in meetings if meeting.is_demonstration],
            today=today(),
            may_propose=bool(kinds_for(self.request.user)),
            **kwargs,
        )


class MeetingDetail(MeetingsMixin, DetailView):
    """A meeting: when and where, how to join, its agenda, what became of it, and what the other nouns add."""

    slug_field = slug_url_kwarg = "reference"
    template_name = "logistics/meetings/meeting_detail.html"

    def get_context_data(self, **kwargs):
        (meeting,), user = with_places([self.object]), self.request.user
        own = [panel for part in PARTS for panel in part(meeting, user)]
        panels = [*own, *gather("on_meeting", meeting, user)]
        may_plan = Meeting.objects.editable_by(user).filter(pk=meeting.pk).exists()
        return super().get_context_data(
            clocks=clocks(meeting, user),
            joining=JoiningDetails.objects.visible_to(user).filter(meeting=meeting).first(),
            agenda=lines(meeting, user),
            events=sorted(meeting.events.all(), key=lambda event: (event.at, event.pk)),
            records=records(meeting, user),
            panels=[panel for panel in panels if not panel.is_aside],
            aside=[panel for panel in panels if panel.is_aside],
            may_plan=may_plan,
            doors=planning_doors(meeting) if may_plan else [],
            why=why(meeting, user),
            structured=structured(meeting, self.request.path),
            **kwargs,
        )


def records(meeting, user):
    """The communiqué and the minutes of the meeting, those that the reader may know of."""
    named = {row.minutes.document_id for row in meeting.of_bodies.select_related("minutes") if row.minutes}
    named |= {meeting.communique_id} - {None}
    return Document.objects.visible_to(user).listed().filter(pk__in=named).for_display(user)


def why(meeting, user):
    """Why the reader may know of the meeting: by the body of theirs that meets, where it is for the members of its bodies."""
    if meeting.audience == Audience.BODY:
        own = [row.body for row in meeting.of_bodies.all() if row.body_id in standing_of(user).bodies]
        if own:
            return why_here(own[0], user)
    return why_visible(meeting, standing_of(user))
