"""What the portal says of itself, and the map of its public pages."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from asm_portal.access import PublicMixin
from asm_portal.areas import gather
from asm_portal.navigation import NavItem, sections

SITE_MAP = (
    (
        _("Public record"),
        (
            NavItem(_("Documents"), "knowledge:document-list"),
            NavItem(_("Communiqués"), "communications:communique-list"),
            NavItem(_("Decisions"), "knowledge:decision-list"),
            NavItem(_("Reports"), "knowledge:report-list"),
            NavItem(_("Legislation"), "knowledge:legislation-list"),
            NavItem(_("Meetings"), "logistics:meeting-list"),
            NavItem(_("Calendar"), "logistics:calendar"),
            NavItem(_("Review visits"), "logistics:visit-list"),
            NavItem(_("Reporting"), "logistics:reporting"),
            NavItem(_("Actions"), "logistics:action-list"),
            NavItem(_("Certificates"), "knowledge:certificates"),
            NavItem(_("False certificates"), "knowledge:fraud-notice-list"),
            NavItem(_("Glossary"), "knowledge:glossary"),
        ),
    ),
    (
        _("The Process"),
        (
            NavItem(_("Participants"), "participant-list"),
            NavItem(_("Observers"), "observer-list"),
            NavItem(_("Focal points"), "focal-point-list"),
            NavItem(_("Working groups and committees"), "body-list"),
        ),
    ),
    (
        _("About"),
        (
            NavItem(_("About the mechanism"), "about"),
            NavItem(_("How decisions and replies are made"), "about-decisions"),
            NavItem(_("Accessibility"), "about-accessibility"),
            NavItem(_("Personal data"), "about-privacy"),
            NavItem(_("Contact"), "about-contact"),
            NavItem(_("Ask a question"), "communications:enquiry-new"),
            NavItem(_("Subscribe by e-mail"), "communications:subscribe"),
            NavItem(_("Site map"), "site-map"),
        ),
    ),
)
SITE_PAGES = ("home", *(item.url_name for _heading, items in SITE_MAP for item in items))


def map_for(user, path):
    """The site map for a reader of the page at the path; what tells of the Process and of this site stands last."""
    *sections_above, (heading, links) = sections(SITE_MAP, user, path)
    return [*sections_above, (heading, [*links, *gather("about", user, path)])]


class AboutView(PublicMixin, TemplateView):
    """A page of our own words, at an address and in a template of its own."""

    extra_context = {"contact_email": settings.CONTACT_EMAIL, "enquirer_data_days": settings.ENQUIRER_DATA_DAYS}

    def get_context_data(self, **kwargs):
        site_map = map_for(self.request.user, self.request.path)
        _heading, about = site_map[-1]
        return super().get_context_data(site_map=site_map, about=about, **kwargs)
