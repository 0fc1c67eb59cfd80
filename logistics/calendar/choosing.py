"""Which entries of the calendar a reader sees: by body, by kind, and one's own."""

from collections import Counter
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from asm_portal.areas import gather
from asm_portal.models import Body
from asm_portal.register import alphabetical
from asm_portal.searching.facets import Choice, Facet
from asm_portal.visibility import standing_of


def entries_between(reader, start, end):
    """What all tasks have in the calendar on these days, in the order of time."""
    return sorted(
        gather("calendar", reader, start, end), key=lambda entry: (entry.first_day, time_of(entry), entry.title)
    )


def time_of(entry):
    """The time of day at which it begins; whole days come first."""
    return entry.start.strftime("%H:%M") if entry.is_timed else ""


def is_mine(entry, standing):
    """Whether it concerns the reader’s bodies or organisations, or all who take part in the Process."""
    return bool(
        (entry.for_all and standing.process)
        or entry.bodies & standing.bodies
        or entry.organisations & standing.organisations
    )


@dataclass(frozen=True)
class Chosen:
    """The filters of a query string; a value that is not known filters nothing."""

    body: Body | None
    kinds: frozenset
    mine: bool

    def admits(self, entry, standing, but=""):
        """Whether the filters let the entry pass, one of them aside."""
        return (
            (but == "body" or self.body is None or self.body.pk in entry.bodies)
            and (but == "kind" or not self.kinds or entry.kind in self.kinds)
            and (but == "mine" or not self.mine or is_mine(entry, standing))
        )


def chosen(query, bodies):
    """What the query string asks for; `bodies` are those that the reader may know of."""
    code = query.get("body", "")
    return Chosen(
        body=next((body for body in bodies if body.code == code), None),
        kinds=frozenset(query.getlist("kind")),
        mine=query.get("mine", "") == "1",
    )


class Choosing:
    """The entries of some days that a reader has chosen among those they may know of, and the filters for the page."""

    def __init__(self, query, reader, entries):
        self.standing, self.everything = standing_of(reader), entries
        self.bodies = list(Body.objects.visible_to(reader))
        kinds = {entry.kind for entry in entries}
        asked = chosen(query, self.bodies)
        self.chosen = Chosen(asked.body, asked.kinds & kinds, asked.mine and reader.is_authenticated)
        self.may_choose_mine = reader.is_authenticated

    def narrowed(self, but=""):
        return [entry for entry in self.everything if self.chosen.admits(entry, self.standing, but)]

    @property
    def entries(self):
        return self.narrowed()

    @property
    def facets(self):
        return [facet for facet in (self.of_mine(), self.of_kinds(), self.of_bodies()) if facet.choices]

    @property
    def is_filtered(self):
        return bool(self.chosen.body or self.chosen.kinds or self.chosen.mine)

    def of_mine(self):
        count = sum(is_mine(entry, self.standing) for entry in self.narrowed(but="mine"))
        choices = (
            [Choice("1", _("My bodies and organisations"), count, self.chosen.mine)] if self.may_choose_mine else []
        )
        return Facet("mine", _("Whose"), choices)

    def of_kinds(self):
        counts = Counter(entry.kind for entry in self.narrowed(but="kind"))
        kinds = sorted({entry.kind for entry in self.everything}, key=lambda kind: alphabetical(kind.label))
        choices = [Choice(kind, capfirst(kind.label), counts[kind], kind in self.chosen.kinds) for kind in kinds]
        return Facet("kind", _("Kind"), choices)

    def of_bodies(self):
        counts = Counter(key for entry in self.narrowed(but="body") for key in entry.bodies)
        shown = [body for body in self.bodies if body.pk in counts or body == self.chosen.body]
        choices = [Choice(body.code, body.name, counts[body.pk], body == self.chosen.body) for body in shown]
        choices.sort(key=lambda choice: alphabetical(choice.label))
        return Facet("body", _("Body"), choices, is_select=True)
