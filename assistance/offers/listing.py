"""The offers that a query string asks for, and what they can be narrowed by. Whatever is wrong in it is left out.

What an offer covers is kept in lists, and an offer may hold everywhere: so it is compared here and not by the database.
"""

from collections import Counter

from django.conf import settings
from django.db.models import TextChoices
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from asm_portal.register import alphabetical
from asm_portal.searching.facets import Choice, Facet
from asm_portal.templatetags.portal import own_name
from assistance.models import AssistanceRequest, Offer
from assistance.themes import Theme

Mode = Offer.Mode


class State(TextChoices):
    """How an offer stands, for those who know of ended ones."""

    STANDING = "standing", pgettext_lazy("offers", "standing")
    ENDED = "ended", pgettext_lazy("offers", "ended")
    WITHDRAWN = "withdrawn", pgettext_lazy("offers", "withdrawn")


def state_of(offer):
    if offer.withdrawn_on:
        return State.WITHDRAWN
    return State.STANDING if offer.stands else State.ENDED


# What an offer covers of each filter; nothing is everything.
COVERS = {
    "kind": lambda offer: set(offer.kinds),
    "theme": lambda offer: set(offer.themes),
    "place": lambda offer: {place.organisation.code for place in offer.places.all()},
    "language": lambda offer: set(offer.languages),
    "mode": lambda offer: set() if offer.mode == Mode.BOTH else {offer.mode},
    "state": lambda offer: {state_of(offer).value},
}


class Listing:
    """The offers that the reader may know of, as far as the filters leave them."""

    def __init__(self, data, reader):
        self.everything = list(Offer.objects.visible_to(reader).for_display())
        self.labels = labels(self.everything)
        asked = {name: data.get(name, "") for name in COVERS}
        self.chosen = {name: value for name, value in asked.items() if value in self.labels[name]}

    def narrowed(self, but=""):
        chosen = [(COVERS[name], value) for name, value in self.chosen.items() if name != but]
        return [offer for offer in self.everything if all(value in (of(offer) or {value}) for of, value in chosen)]

    def rows(self):
        """What all filters leave: those that stand first, then by provider and title."""
        return sorted(
            self.narrowed(),
            key=lambda offer: (not offer.stands, alphabetical(str(offer.provider)), alphabetical(offer.title)),
        )

    def facets(self):
        """What is covered, each counted under the choice of the others; how offers stand only where there are different ones."""
        words = {
            "kind": _("Kind"),
            "theme": _("Theme"),
            "place": _("Participant"),
            "language": _("Language"),
            "mode": _("Form of the assistance"),
        }
        if len({state_of(offer) for offer in self.everything}) > 1:
            words["state"] = _("State")
        found = [self.facet(name, label) for name, label in words.items()]
        return [facet for facet in found if facet.choices]

    def facet(self, name, label):
        counts = Counter(
            value for offer in self.narrowed(but=name) for value in (COVERS[name](offer) or self.labels[name])
        )
        picked = self.chosen.get(name)
        made = [Choice(value, str(words), counts[value], value == picked) for value, words in self.labels[name].items()]
        return Facet(name, label, [choice for choice in made if choice.count or choice.selected], is_select=True)


def labels(offers):
    """Filter → value → label of those that can be chosen; places are those that some offer names."""
    named = {place.organisation for offer in offers for place in offer.places.all()}
    places = sorted(((place.code, place.name) for place in named), key=lambda pair: alphabetical(pair[1]))
    return {
        "kind": {kind.value: capfirst(kind.label) for kind in AssistanceRequest.Kind},
        "theme": {theme.value: capfirst(theme.label) for theme in Theme},
        "place": dict(places),
        "language": {code: own_name(code) for code, _name in settings.CONTENT_LANGUAGES},
        "mode": {mode.value: capfirst(mode.label) for mode in (Mode.ON_THE_SPOT, Mode.REMOTE)},
        "state": {state.value: capfirst(state.label) for state in State},
    }
