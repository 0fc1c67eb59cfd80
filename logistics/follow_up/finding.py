"""What the search finds of actions: what is to be done, by its words, its reference, its body and its owner."""

from collections import Counter

from django.utils.translation import gettext_lazy as _

from asm_portal.areas import Entry
from asm_portal.searching.sources import Source, counted, tag_of
from asm_portal.templatetags.portal import date_words
from logistics.models import Action

KIND = "action"
COLUMNS = {"body": "body__code", "participant": "owner_organisation__code"}


class Actions(Source):
    """Actions, open and closed."""

    model = Action
    template_name = "logistics/follow_up/found.html"

    def to_index(self):
        return super().to_index().select_related("body", "owner_organisation")

    def entries(self, action):
        tags = tuple(tag_of(record) for record in (action.body, action.owner_organisation) if record)
        titles = {"en": action.title_en, "fr": action.title_fr}
        return [
            Entry(language, title, reference=action.reference, tags=tags) for language, title in titles.items() if title
        ]

    def kinds(self, reader):
        return {KIND: _("Action")}

    def narrowed(self, rows, name, values, reader):
        if name == "kind":
            return rows if KIND in values else rows.none()
        if name in COLUMNS:
            return rows.filter(**{f"{COLUMNS[name]}__in": values})
        if name in ("since", "until"):
            return rows.filter(**{"opened_on__year__gte" if name == "since" else "opened_on__year__lte": values[0]})
        return rows.none()

    def tally(self, rows, reader):
        bodies, organisations, years = counted(rows, *COLUMNS.values(), "opened_on__year")
        return {
            "kind": Counter({KIND: rows.count()}),
            "body": bodies,
            "participant": organisations,
            "year": years,
        }

    def shown(self, rows, reader):
        return rows.for_display()

    def detail(self, action):
        return " · ".join(
            filter(None, (action.reference, str(action.owner), date_words(action.due_on) if action.due_on else ""))
        )
