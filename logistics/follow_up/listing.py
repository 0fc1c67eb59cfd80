"""The actions that a query string asks for, and what they can be narrowed by. Whatever is wrong in it is left out."""

from django.db.models import Case, Count, IntegerField, Value, When
from django.db.models.functions import ExtractYear
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from asm_portal.models import Body, Office, Organisation
from asm_portal.register import alphabetical
from asm_portal.searching.facets import Choice, Facet, year_or_none
from logistics.follow_up.owners import OFFICE, ORGANISATION, fields_of
from logistics.models import Action
from logistics.models.follow_up import named

State = Action.State
OVERDUE, PROPOSED, MINE = "overdue", "proposed", "mine"
CLOSED_LAST = Case(When(state=State.CLOSED, then=Value(1)), default=Value(0), output_field=IntegerField())


def states():
    """What the filter by state offers, in its order."""
    return {
        OVERDUE: _("Overdue"),
        State.OPEN.value: capfirst(State.OPEN.label),
        State.IN_PROGRESS.value: capfirst(State.IN_PROGRESS.label),
        PROPOSED: _("Closing proposed"),
        State.CLOSED.value: capfirst(State.CLOSED.label),
    }


class Listing:
    """The actions that the reader may know of, as far as the filters leave them."""

    def __init__(self, data, reader):
        self.reader = reader
        self.everything = Action.objects.visible_to(reader)
        self.bodies = {body.code: body for body in Body.objects.visible_to(reader)}
        asked = {name: data.get(name, "") for name in ("state", "body", "owner", "origin", "year")}
        known = {
            "state": asked["state"] in states(),
            "body": asked["body"] in self.bodies,
            "owner": asked["owner"] == MINE or fields_of(asked["owner"]) is not None,
            "origin": asked["origin"] in Action.Origin.values,
            "year": year_or_none(asked["year"]) is not None,
        }
        self.chosen = {name: value for name, value in asked.items() if known[name]}

    def rows(self):
        """What all filters leave: the open ones first, by their day."""
        return self.narrowed().order_by(CLOSED_LAST, *Action._meta.ordering).for_display()

    def narrowed(self, but=""):
        rows = self.everything
        for name, value in self.chosen.items():
            if name != but:
                rows = getattr(self, f"by_{name}")(rows, value)
        return rows

    def by_state(self, rows, state):
        if state == OVERDUE:
            return rows.overdue()
        return rows.exclude(closing_proposed_on=None) if state == PROPOSED else rows.filter(state=state)

    def by_body(self, rows, code):
        return rows.filter(body=self.bodies[code])

    def by_owner(self, rows, owner):
        return rows.owned_by(self.reader) if owner == MINE else rows.filter(**fields_of(owner))

    def by_origin(self, rows, origin):
        return rows.filter(origin=origin)

    def by_year(self, rows, year):
        return rows.filter(opened_on__year=int(year))

    def facets(self):
        """State, body, owner, origin and year, each counted under the choice of the others."""
        found = (self.states(), self.of_bodies(), self.owners(), self.origins(), self.years())
        return [facet for facet in found if facet.choices]

    def facet(self, name, label, choices):
        picked = self.chosen.get(name)
        made = [Choice(value, str(words), count, value == picked) for value, words, count in choices]
        return Facet(name, label, [choice for choice in made if choice.count or choice.selected], is_select=True)

    def states(self):
        rows = self.narrowed(but="state")
        found = [(state, words, self.by_state(rows, state).count()) for state, words in states().items()]
        return self.facet("state", _("State"), found)

    def of_bodies(self):
        counts = dict(self.narrowed(but="body").order_by().values_list("body__code").annotate(Count("pk")))
        order = sorted(self.bodies.values(), key=lambda body: alphabetical(body.name))
        return self.facet("body", _("Body"), [(body.code, body.name, counts.get(body.code, 0)) for body in order])

    def owners(self):
        """The reader's own first, then every office and organisation that owes something."""
        rows = self.narrowed(but="owner")
        counts = list(rows.order_by().values_list(OFFICE, ORGANISATION).annotate(Count("pk")))
        offices = Office.objects.select_related("body").in_bulk([office for office, _of, _count in counts if office])
        organisations = Organisation.objects.with_names().in_bulk([row for _of, row, _count in counts if row])
        found = [
            (f"{OFFICE}-{office}", named(offices[office]), count)
            if office
            else (f"{ORGANISATION}-{organisation}", organisations[organisation].name, count)
            for office, organisation, count in counts
        ]
        found.sort(key=lambda choice: alphabetical(choice[1]))
        mine = rows.owned_by(self.reader).count() if self.reader.is_authenticated else 0
        return self.facet("owner", _("Owner"), [(MINE, _("Mine"), mine), *found])

    def origins(self):
        counts = dict(self.narrowed(but="origin").order_by().values_list("origin").annotate(Count("pk")))
        found = [(origin.value, capfirst(origin.label), counts.get(origin.value, 0)) for origin in Action.Origin]
        return self.facet("origin", _("Origin"), found)

    def years(self):
        rows = self.narrowed(but="year").order_by().annotate(year=ExtractYear("opened_on"))
        counts = sorted(rows.values_list("year").annotate(Count("pk")), reverse=True)
        return self.facet("year", _("Year"), [(str(year), year, count) for year, count in counts])
