"""The calendar: a month as a table, a year as a list, and what other programs subscribe to."""

from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from asm_portal.access import PublicMixin
from asm_portal.dated import today
from asm_portal.middleware import OWN, SHARED
from asm_portal.models import Body
from asm_portal.visibility import standing_of
from logistics.calendar.addresses import address_of
from logistics.calendar.choosing import Choosing, chosen, entries_between, is_mine
from logistics.calendar.entries import entries_of
from logistics.calendar.ical import MEDIA_TYPE, calendar_file
from logistics.calendar.months import Month, MonthError, by_month, month_of, parse_month, weekday_names, weeks
from logistics.calendar.showing import shown
from logistics.models import Meeting

# A list shows so many months; a feed so many before and after this one.
LISTED = 12
BEFORE, AFTER = 24, 36


class CalendarView(PublicMixin, TemplateView):
    """A month as a table, or with `?view=list` the twelve months from it as a list."""

    def get_template_names(self):
        return ["logistics/calendar/list.html" if self.is_list else "logistics/calendar/month.html"]

    def get(self, request, *args, **kwargs):
        self.is_list, self.month_error, self.month = request.GET.get("view", "") == "list", "", None
        try:
            self.month = parse_month(request.GET.get("month", ""))
        except MonthError as error:
            self.month_error = str(error)
        self.month = self.month or month_of(today())
        return super().get(request, *args, **kwargs)

    @property
    def last_month(self):
        return (self.month.after(LISTED - 1) or Month(9999, 12)) if self.is_list else self.month

    def get_context_data(self, **kwargs):
        reader, step = self.request.user, LISTED if self.is_list else 1
        entries = entries_between(reader, self.month.first, self.last_month.last)
        choosing = Choosing(self.request.GET, reader, entries)
        return super().get_context_data(
            title=_("Calendar"),
            month=self.month,
            last_month=self.last_month,
            previous=self.month.after(-step),
            next=self.month.after(step),
            month_error=self.month_error,
            is_list=self.is_list,
            this_month=month_of(today()),
            facets=choosing.facets,
            is_filtered=choosing.is_filtered,
            kept=[("month", self.month), *([("view", "list")] if self.is_list else [])],
            feed_query=feed_query(choosing.chosen),
            **(self.listed if self.is_list else self.table)(shown(choosing.entries, reader)),
            **kwargs,
        )

    def table(self, rows):
        return {"weekdays": weekday_names(), "weeks": weeks(self.month, rows, today()), "has_any": bool(rows)}

    def listed(self, rows):
        return {"months": by_month(rows, self.month)}


def feed_query(asked):
    """The filters of the page that the public feed knows."""
    body = [("body", asked.body.code)] if asked.body else []
    return urlencode([*body, *(("kind", str(kind)) for kind in sorted(asked.kinds))])


def window():
    """The days of a feed: from two years back to three ahead."""
    this = month_of(today())
    return this.after(-BEFORE).first, this.after(AFTER).last


def answer(text, policy, name=""):
    """A calendar as an answer; with a name it is kept as a file."""
    headers = {"Cache-Control": policy} if policy else {}
    headers |= {"Content-Disposition": f'attachment; filename="{name}"'} if name else {}
    return HttpResponse(text, content_type=MEDIA_TYPE, headers=headers)


class CalendarFeedView(PublicMixin, View):
    """What is public, the same for everyone, whoever asks; of one body or of some kinds where the address says so."""

    def get(self, request):
        anyone = AnonymousUser()
        asked = chosen(request.GET, list(Body.objects.visible_to(anyone)))
        if request.GET.get("body") and asked.body is None:
            raise Http404
        entries = [
            entry for entry in entries_between(anyone, *window()) if asked.admits(entry, standing_of(anyone), "mine")
        ]
        name = _("Calendar of the Kimberley Process")
        return answer(calendar_file(f"{name}{_(':')} {asked.body}" if asked.body else name, entries), SHARED)


class OwnFeedView(PublicMixin, View):
    """What the owner of a private address may know of now."""

    def get(self, request, token):
        address = address_of(token)
        if address is None:
            raise Http404
        owner = address.user
        entries = entries_between(owner, *window())
        if address.only_mine:
            entries = [entry for entry in entries if is_mine(entry, standing_of(owner))]
        return answer(calendar_file(_("Kimberley Process: my calendar"), entries), OWN)


class MeetingFileView(PublicMixin, View):
    """One meeting as a file that a calendar takes over."""

    def get(self, request, reference):
        meetings = Meeting.objects.visible_to(request.user).filter(reference=reference)
        meeting = get_object_or_404(meetings)
        return answer(calendar_file(meeting.name, entries_of(meetings)), "", f"{meeting.reference}.ics")
