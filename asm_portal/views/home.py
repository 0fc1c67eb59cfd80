"""The first page: what is new, what is coming, and the scheme as it stands today."""

from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView

from asm_portal.access import PublicMixin
from asm_portal.areas import Figure, gather
from asm_portal.dated import today
from asm_portal.models import Organisation
from asm_portal.navigation import NavItem, address, confirms_parcels, links
from asm_portal.register import alphabetical

QUICK_LINKS = (
    NavItem(_("Plenary communiqués"), "communications:communique-list"),
    NavItem(_("Decisions in force"), "knowledge:decision-list"),
    NavItem(_("Working groups and committees"), "body-list"),
    NavItem(_("Glossary"), "knowledge:glossary"),
    NavItem(_("Whom do I confirm to?"), "focal-point-list", confirms_parcels),
)


class HomeView(PublicMixin, TemplateView):
    """Home; each task adds its panels and figures."""

    template_name = "home.html"

    def get_context_data(self, **kwargs):
        user, day = self.request.user, today()
        known = Organisation.objects.visible_to(user).facts()
        participants = sorted(known.participants(day).with_names(), key=lambda row: alphabetical(row.name))
        panels = gather("home", user)
        figures = gather("figures", user)
        return super().get_context_data(
            day=day,
            search_label=search_label(figures),
            quick_links=links(QUICK_LINKS, user, self.request.path),
            lead=next((panel for panel in panels if panel.is_lead), None),
            panels=[panel for panel in panels if not (panel.is_aside or panel.is_lead)],
            aside_panels=[panel for panel in panels if panel.is_aside],
            participants=participants,
            figures=[*register_figures(len(participants), known.states_represented(day).count()), *figures],
            **kwargs,
        )


def search_label(figures):
    count = sum(figure.count for figure in figures if figure.is_searched)
    words = ngettext("Search %(count)s document", "Search %(count)s documents", count)
    return words % {"count": number_format(count, force_grouping=True)} if count else ""


def register_figures(participants, countries):
    """How many Participants there are, and how many countries they represent."""
    return [
        Figure(participants, ngettext("Participant", "Participants", participants), address("participant-list")),
        Figure(countries, ngettext("country they represent", "countries they represent", countries)),
    ]
