"""Workshops: the list of those that one may know of, and the page of one."""

from collections import Counter
from itertools import groupby

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.generic import DetailView, ListView

from asm_portal.access import PublicMixin
from asm_portal.register import alphabetical
from asm_portal.searching.facets import Choice, Facet
from asm_portal.visibility import standing_of
from assistance.models import Workshop
from assistance.themes import Theme
from assistance.workshops import page


def values_of(workshop):
    """Filter → value → label of a workshop."""
    organisations = [row.organisation for row in workshop.beneficiaries.all()]
    return {
        "year": {str(workshop.start_date.year): str(workshop.start_date.year)},
        "participant": {organisation.code: organisation.name for organisation in organisations},
        "theme": {theme.value: capfirst(theme.label) for theme in Theme if theme in workshop.theme_codes},
    }


class WorkshopList(PublicMixin, ListView):
    """Workshops by year, the latest first, narrowed by year, Participant and theme; drafts of the secretariat before them."""

    model = Workshop
    template_name = "assistance/workshops/workshop_list.html"

    def get_queryset(self):
        return super().get_queryset().for_display()

    def narrowed(self, but=""):
        """The workshops that the filters leave, one of them aside; a value that none has filters nothing."""
        found = list(self.values)
        for name in ("year", "participant", "theme"):
            asked = self.request.GET.get(name, "")
            if name != but and any(asked in of[name] for of in self.values.values()):
                found = [workshop for workshop in found if asked in self.values[workshop][name]]
        return found

    def facets(self):
        """Each filter, counted under the choice of the others."""
        for name, label in (("year", _("Year")), ("participant", _("Participant")), ("theme", _("Theme"))):
            rows = [self.values[workshop][name] for workshop in self.narrowed(but=name)]
            counts = Counter(value for row in rows for value in row)
            labels, chosen = {value: words for row in rows for value, words in row.items()}, self.request.GET.get(name)
            choices = [Choice(value, labels[value], count, value == chosen) for value, count in counts.items()]
            ordered = sorted(choices, key=lambda choice: alphabetical(choice.label), reverse=name == "year")
            yield Facet(name, label, ordered, is_select=True)

    def get_context_data(self, **kwargs):
        self.values = {workshop: values_of(workshop) for workshop in self.object_list}
        found = self.narrowed()
        published = [workshop for workshop in found if not workshop.is_draft]
        by_year = groupby(published, key=lambda workshop: workshop.start_date.year)
        return super().get_context_data(
            title=_("Workshops and training"),
            drafts=[workshop for workshop in found if workshop.is_draft],
            years=[(year, list(rows)) for year, rows in by_year],
            count=len(published),
            is_filtered=len(found) < len(self.values),
            facets=[facet for facet in self.facets() if len(facet.choices) > 1 or facet.name in self.request.GET],
            may_write=standing_of(self.request.user).secretariat,
            **kwargs,
        )


class WorkshopDetail(PublicMixin, DetailView):
    """A workshop: what was held, by whom and for whom, what it was about and what came of it."""

    model = Workshop
    slug_field = slug_url_kwarg = "reference"
    template_name = "assistance/workshops/workshop_detail.html"

    def get_queryset(self):
        return super().get_queryset().for_display().select_related("approval")

    def get_context_data(self, **kwargs):
        workshop, user = self.object, self.request.user
        may_write = Workshop.objects.editable_by(user).filter(pk=workshop.pk).exists()
        return super().get_context_data(
            materials=page.materials(workshop, user),
            case=page.case_of(workshop, user),
            may_write=may_write,
            may_edit=may_write and workshop.is_draft,
            decides=workshop.submitted_at is not None and standing_of(user).decides_for_chair,
            **page.said(workshop, user),
            **(page.for_staff(workshop, user) if may_write else {}),
            **kwargs,
        )
