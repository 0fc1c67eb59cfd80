"""Meetings, as everyone may know of them."""

from itertools import groupby

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.generic import ListView

from asm_portal.access import PublicMixin
from asm_portal.dated import Precision, today
from asm_portal.templatetags.portal import date_words
from logistics.models import Meeting


def days_of(meeting):
    """The days of a meeting in words: 11–14 May 2026, 29 October – 1 November 2004."""
    first, last = meeting.start_date, meeting.end_date
    if meeting.date_precision != Precision.DAY or first == last:
        return date_words(first, meeting.date_precision)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{date_words(last)}"
    begin = date_format(first, "j F") if first.year == last.year else date_words(first)
    return f"{begin} – {date_words(last)}"


class MeetingListView(PublicMixin, ListView):
    """Meetings by year, the latest first, places and hosts by the names of the time; those of the demonstration apart."""

    model = Meeting

    def get_queryset(self):
        related = super().get_queryset().select_related("country", "host")
        return related.prefetch_related("country__names", "host__names", "of_bodies__body")

    def get_context_data(self, **kwargs):
        for meeting in self.object_list:
            day = meeting.start_date
            meeting.country_name = meeting.country.name_on(day) if meeting.country else ""
            meeting.host_name = meeting.host.name_on(day) if meeting.host else ""
            meeting.days = days_of(meeting)
        facts = [meeting for meeting in self.object_list if not meeting.is_demonstration]
        return super().get_context_data(
            title=_("Meetings"),
            years=[(year, list(rows)) for year, rows in groupby(facts, key=lambda meeting: meeting.start_date.year)],
            demonstration=[meeting for meeting in self.object_list if meeting.is_demonstration],
            today=today(),
            **kwargs,
        )
