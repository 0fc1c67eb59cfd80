"""Pages of communiqués."""

from django.db.models import Count
from django.utils.translation import gettext as _
from django.views.generic import ListView

from asm_portal.access import PublicMixin
from asm_portal.models import Organisation
from asm_portal.register import alphabetical
from communications.chairs import name_chairs
from communications.models import Communique
from knowledge.library import Choice, Facet, year_or_none
from knowledge.views import DocumentDetail

FILTERS = {"year": "document__date__year", "chair": "chair_code"}


class CommuniqueListView(PublicMixin, ListView):
    """Communiqués by year and Chair, newest first."""

    model = Communique
    paginate_by = 30

    def get_queryset(self):
        self.known = super().get_queryset().listed().with_chair()
        year, chair = year_or_none(self.request.GET.get("year", "")), self.request.GET.get("chair", "")
        asked = {"year": year, "chair": chair if chair.isalnum() else ""}
        self.chosen = {name: value for name, value in asked.items() if value}
        return self.narrowed(self.chosen).for_display(self.request.user)

    def narrowed(self, chosen):
        return self.known.filter(**{FILTERS[name]: value for name, value in chosen.items()})

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        communiques = name_chairs(context["object_list"], self.request.user)
        for communique in communiques:
            day = communique.document.date
            communique.heading = {"year": day and day.year, "chair": communique.chair_name}
        return context | {"communiques": communiques, "chosen": self.chosen, "facets": [self.years(), self.chairs()]}

    def counts(self, name):
        """How many communiqués each choice of a filter would show, the other filter kept."""
        others = {other: value for other, value in self.chosen.items() if other != name}
        field = FILTERS[name]
        found = self.narrowed(others).filter(**{f"{field}__isnull": False}).order_by()
        return dict(found.values_list(field).annotate(count=Count("pk")).values_list(field, "count"))

    def years(self):
        counts = self.counts("year")
        return self.facet("year", _("Year"), [(year, year, counts[year]) for year in sorted(counts, reverse=True)])

    def chairs(self):
        counts = self.counts("chair")
        known = Organisation.objects.visible_to(self.request.user).with_names().in_bulk(counts, field_name="code")
        named = sorted(known.values(), key=lambda chair: alphabetical(chair.name))
        return self.facet("chair", _("Chair"), [(chair.code, chair.name, counts[chair.code]) for chair in named])

    def facet(self, name, label, choices):
        chosen = self.chosen.get(name)
        rows = [Choice(str(value), str(text), count, value == chosen) for value, text, count in choices]
        return Facet(name, label, rows, is_select=True)


class CommuniqueDetailView(DocumentDetail):
    """A communiqué: the page of its document, with the Chair it was issued under."""

    template_name = "communications/communique_detail.html"

    def get_queryset(self):
        self.communiques = Communique.objects.visible_to(self.request.user)
        return super().get_queryset().filter(pk__in=self.communiques.values("document"))

    def get_context_data(self, **kwargs):
        found = self.communiques.with_chair().select_related("document").filter(document=self.object)
        [communique] = name_chairs(found, self.request.user)
        return super().get_context_data(communique=communique, **kwargs)
