"""Visits: the list of those that one may know of, and the page of one."""

from collections import Counter
from itertools import groupby

from django.utils.translation import gettext as _
from django.views.generic import DetailView, ListView

from asm_portal.access import PublicMixin
from asm_portal.areas import gather
from asm_portal.register import alphabetical
from asm_portal.searching.facets import Choice, Facet
from asm_portal.visibility import standing_of
from logistics.models import LogisticsRequest, Visit
from logistics.visits.page import for_everyone, for_the_inside, parts
from logistics.visits.parts import asking_for, part_of

State = Visit.State


class VisitList(PublicMixin, ListView):
    """Visits to come, as far as one may know of them, and past ones by year, the latest first."""

    model = Visit
    template_name = "logistics/visits/visit_list.html"

    def get_queryset(self):
        return super().get_queryset().for_display()

    @property
    def values(self):
        """Name of a filter → the value of a visit."""
        return {
            "year": lambda visit: str(visit.start_date.year),
            "participant": lambda visit: visit.participant.code,
            "kind": lambda visit: visit.kind,
        }

    def narrowed(self, but=""):
        """The visits that the filters leave, one of them aside; a value that no visit has filters nothing."""
        found = self.everything
        for name, value_of in self.values.items():
            asked = self.request.GET.get(name, "")
            if name != but and any(value_of(visit) == asked for visit in self.everything):
                found = [visit for visit in found if value_of(visit) == asked]
        return found

    def facets(self):
        """Each filter, counted under the choice of the others."""
        labels = {"year": _("Year"), "participant": _("Participant"), "kind": _("Kind")}
        words = {
            "participant": {visit.participant.code: visit.participant.name for visit in self.everything},
            "kind": {kind.value: kind.label for kind in Visit.Kind},
        }
        for name, value_of in self.values.items():
            counts = Counter(value_of(visit) for visit in self.narrowed(but=name))
            chosen = self.request.GET.get(name, "")
            choices = [
                Choice(value, words.get(name, {}).get(value, value), count, value == chosen)
                for value, count in counts.items()
            ]
            ordered = sorted(choices, key=lambda choice: alphabetical(choice.label), reverse=name == "year")
            yield Facet(name, labels[name], ordered, is_select=True)

    def get_context_data(self, **kwargs):
        self.everything = list(self.object_list)
        found, user = self.narrowed(), self.request.user
        past = [visit for visit in found if visit.is_over]
        return super().get_context_data(
            title=_("Review visits and missions"),
            coming=sorted((visit for visit in found if not visit.is_over), key=lambda visit: visit.start_date),
            years=[(year, list(rows)) for year, rows in groupby(past, key=lambda visit: visit.start_date.year)],
            count=len(found),
            is_filtered=len(found) < len(self.everything),
            facets=[facet for facet in self.facets() if len(facet.choices) > 1 or facet.name in self.request.GET],
            may_ask=user.is_authenticated and asking_for(user).exists(),
            sees_requests=user.is_authenticated and LogisticsRequest.objects.visible_to(user).exists(),
            **kwargs,
        )


class VisitDetail(PublicMixin, DetailView):
    """A visit: in public where it went and what became of its report; for those whose visit it is, the workspace."""

    model = Visit
    slug_field = slug_url_kwarg = "reference"
    template_name = "logistics/visits/visit_detail.html"

    def get_queryset(self):
        return super().get_queryset().for_display().select_related("draft_report", "reply")

    def get_context_data(self, **kwargs):
        visit, user = self.object, self.request.user
        part = part_of(visit, user)
        own = for_the_inside(visit, user, part) if part.is_inside else {}
        return super().get_context_data(
            part=part,
            is_circle_only=part.is_inside and visit.state != State.CONFIRMED and visit.state != State.CANCELLED,
            shows_names=standing_of(user).secretariat,
            panels=parts(visit, user) if part.is_inside else [],
            panels_of_areas=gather("on_visit", visit, user),
            **for_everyone(visit, user),
            **own,
            **kwargs,
        )
