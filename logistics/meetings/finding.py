"""What the search finds of meetings: their names, their bodies, where they take place."""

from collections import Counter

from django.contrib.auth.models import AnonymousUser
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from asm_portal.areas import Entry
from asm_portal.searching.sources import Source, counted, tag_of
from logistics.models import Meeting, MeetingBody

BOTH = ("en", "fr")
YEARS = {"since": "gte", "until": "lte"}


class Meetings(Source):
    """Meetings of every kind, past and to come."""

    model = Meeting
    template_name = "search/meeting.html"

    def to_index(self):
        rows = super().to_index().select_related("country", "host")
        return rows.prefetch_related("of_bodies__body", "country__names", "host__names")

    def entries(self, meeting):
        return [entry_of(meeting, language) for language in BOTH]

    def kinds(self, reader):
        return {"meeting": _("Meeting")}

    def narrowed(self, rows, name, values, reader):
        if name == "kind":
            return rows if "meeting" in values else rows.none()
        if name == "body":
            of = MeetingBody.objects.visible_to(reader).filter(body__code__in=values)
            return rows.filter(pk__in=of.values("meeting"))
        if name == "participant":
            return rows.filter(host__code__in=values)
        return rows.filter(**{f"start_date__year__{YEARS[name]}": values[0]}) if name in YEARS else rows.none()

    def tally(self, rows, reader):
        years, hosts = counted(rows.order_by(), "start_date__year", "host__code")
        of = MeetingBody.objects.visible_to(reader).filter(meeting__in=rows.order_by().values("pk"))
        (bodies,) = counted(of.order_by(), "body__code")
        return {"kind": Counter(meeting=years.total()), "year": years, "participant": hosts, "body": bodies}

    def shown(self, rows, reader):
        return rows.prefetch_related("of_bodies__body", "events")

    def titled(self, meeting):
        return meeting.name, ""

    def detail(self, meeting):
        return " · ".join(filter(None, (capfirst(meeting.get_kind_display()), meeting.days, meeting.city)))


def entry_of(meeting, language):
    """The words of a meeting in a language; its places are called as they were called then."""
    bodies = [row.body for row in meeting.of_bodies.all()]
    places = [organisation for organisation in (meeting.country, meeting.host) if organisation]
    with translation.override(language):
        words = [str(meeting), capfirst(meeting.get_kind_display()), meeting.days, meeting.city]
        names = [place.name_on(meeting.start_date, language) for place in places]
        return Entry(
            language,
            meeting.name,
            "\n".join(filter(None, [*words, *names, *(body.name for body in bodies)])),
            reference=meeting.reference,
            tags=tuple(dict.fromkeys(tag_of(record) for record in (*bodies, *places))),
        )


def sitemap():
    """The meetings that everyone may know of."""
    return [(meeting, None) for meeting in Meeting.objects.visible_to(AnonymousUser()).order_by("pk")]
