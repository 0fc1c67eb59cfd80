"""What the search finds of visits: what everyone may know of them, never what is inside."""

from collections import Counter

from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from asm_portal.areas import Entry
from asm_portal.searching.sources import Source, counted, tag_of
from logistics.models import Visit

KIND = "visit"
COLUMNS = {"body": "body__code", "participant": "participant__code"}


class Visits(Source):
    """Visits and missions."""

    model = Visit
    template_name = "logistics/visits/found.html"

    def to_index(self):
        return super().to_index().select_related("body", "participant").prefetch_related("participant__names")

    def entries(self, visit):
        names = {row.name for row in visit.participant.names.all()}
        found = []
        for language in ("en", "fr"):
            with translation.override(language):
                found.append(
                    Entry(
                        language,
                        str(visit),
                        body=capfirst(visit.get_kind_display()),
                        reference=visit.reference,
                        names=tuple(sorted(names)),
                        tags=(tag_of(visit.participant), tag_of(visit.body)),
                    )
                )
        return found

    def kinds(self, reader):
        return {KIND: _("Visit or mission")}

    def narrowed(self, rows, name, values, reader):
        if name == "kind":
            return rows if KIND in values else rows.none()
        if name in COLUMNS:
            return rows.filter(**{f"{COLUMNS[name]}__in": values})
        if name in ("since", "until"):
            return rows.filter(**{"start_date__year__gte" if name == "since" else "start_date__year__lte": values[0]})
        return rows.none()

    def tally(self, rows, reader):
        bodies, participants, years = counted(rows, *COLUMNS.values(), "start_date__year")
        return {
            "kind": Counter({KIND: participants.total()}),
            "body": bodies,
            "participant": participants,
            "year": years,
        }

    def shown(self, rows, reader):
        return rows.for_display()

    def detail(self, visit):
        return f"{visit.reference} · {visit.days}"
