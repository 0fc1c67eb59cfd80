"""The enquiries that a query string asks for, and what they can be narrowed by. Whatever is wrong in it is left out."""

from django.conf import settings
from django.db.models import Case, Count, F, IntegerField, Value, When
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from asm_portal.searching.facets import Choice, Facet
from asm_portal.templatetags.portal import own_name
from communications.enquiries.stages import Stage, with_stage
from communications.models import Enquiry

CLOSED_LAST = Case(When(closed_at=None, then=Value(0)), default=Value(1), output_field=IntegerField())
NAMES = ("stage", "kind", "language")


def labels():
    """Filter → value → label of those that can be chosen."""
    return {
        "stage": {stage.value: capfirst(stage.label) for stage in Stage},
        "kind": {kind.value: capfirst(kind.label) for kind in Enquiry.Kind},
        "language": {code: own_name(code) for code, _name in settings.CONTENT_LANGUAGES},
    }


class Listing:
    """The enquiries that the reader may know of, as far as the filters leave them."""

    def __init__(self, data, reader):
        self.everything, self.labels = with_stage(Enquiry.objects.visible_to(reader)), labels()
        asked = {name: data.get(name, "") for name in NAMES}
        self.chosen = {name: value for name, value in asked.items() if value in self.labels[name]}

    def narrowed(self, but=""):
        return self.everything.filter(**{name: value for name, value in self.chosen.items() if name != but})

    def rows(self):
        """What all filters leave: the open ones first, who has waited longest on top; then the newest of the others."""
        rows = self.narrowed().select_related("enquirer")
        oldest = Case(When(closed_at=None, then=F("waiting_since")))
        return rows.order_by(CLOSED_LAST, oldest.asc(nulls_last=True), F("closed_at").desc(nulls_last=True), "-pk")

    def facets(self):
        """Stage, kind and language, each counted under the choice of the others."""
        words = {"stage": _("State"), "kind": _("Who asks"), "language": _("Language")}
        found = [self.facet(name, label) for name, label in words.items()]
        return [facet for facet in found if facet.choices]

    def facet(self, name, label):
        counts = dict(self.narrowed(but=name).order_by().values_list(name).annotate(Count("pk")))
        picked = self.chosen.get(name)
        made = [
            Choice(value, words, counts.get(value, 0), value == picked) for value, words in self.labels[name].items()
        ]
        return Facet(name, label, [choice for choice in made if choice.count or choice.selected], is_select=True)
