"""The site map. What is language-neutral stands outside `/en/`, `/fr/`, …"""

from allauth.account.decorators import secure_admin_login
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.generic import RedirectView

from asm_portal.views import (
    about,
    contacts,
    directory,
    focal_points,
    health,
    home,
    meta,
    register,
    saved_searches,
    search,
    viewing,
)
from asm_portal.views.desk import DeskView

admin.site.login = secure_admin_login(admin.site.login)

urlpatterns = [
    # In the language the browser asks for.
    path("", login_not_required(RedirectView.as_view(pattern_name="home"))),
    path("health/", health.health, name="health"),
    path("health/ready/", health.ready, name="health-ready"),
    path("sitemap.xml", meta.sitemap, name="sitemap"),
    path("robots.txt", meta.robots, name="robots"),
    path("opensearch.xml", meta.opensearch, name="opensearch"),
    path(".well-known/security.txt", meta.security_txt, name="security-txt"),
    path("", include("knowledge.permanent_urls")),
    path("admin/", admin.site.urls),
    *i18n_patterns(
        path("", home.HomeView.as_view(), name="home"),
        path("about/", about.AboutView.as_view(template_name="about/mechanism.html"), name="about"),
        path("about/decisions/", about.AboutView.as_view(template_name="about/decisions.html"), name="about-decisions"),
        path(
            "about/accessibility/",
            about.AboutView.as_view(template_name="about/accessibility.html"),
            name="about-accessibility",
        ),
        path("about/privacy/", about.AboutView.as_view(template_name="about/privacy.html"), name="about-privacy"),
        path("about/contact/", about.AboutView.as_view(template_name="about/contact.html"), name="about-contact"),
        path("about/site-map/", about.AboutView.as_view(template_name="about/site_map.html"), name="site-map"),
        path("", include("knowledge.urls")),
        path("search/", search.SearchView.as_view(), name="search"),
        path("search/feed/", search.SearchFeedView.as_view(), name="search-feed"),
        path("search/saved/", saved_searches.SavedSearchList.as_view(), name="saved-search-list"),
        path("search/saved/new/", saved_searches.SavedSearchCreate.as_view(), name="saved-search-new"),
        path("search/saved/<int:pk>/", saved_searches.SavedSearchUpdate.as_view(), name="saved-search-change"),
        path("search/saved/<int:pk>/delete/", saved_searches.SavedSearchDelete.as_view(), name="saved-search-delete"),
        path("search/saved/stop/<str:token>/", saved_searches.SavedSearchStop.as_view(), name="saved-search-stop"),
        path("", include("communications.urls")),
        path("assistance/", include("assistance.urls")),
        path("participants/", register.ParticipantListView.as_view(), name="participant-list"),
        path("participants/<slug:code>/", register.OrganisationDetailView.as_view(), name="participant-detail"),
        path("focal-points/", focal_points.FocalPointList.as_view(), name="focal-point-list"),
        path("focal-points/add/", focal_points.FocalPointUpkeep.as_view(), name="focal-point-add"),
        path("focal-points/<int:pk>/", focal_points.FocalPointEdit.as_view(), name="focal-point-edit"),
        path("focal-points/<int:pk>/confirm/", focal_points.FocalPointConfirm.as_view(), name="focal-point-confirm"),
        path("observers/", register.ObserverListView.as_view(), name="observer-list"),
        path("bodies/", register.BodyListView.as_view(), name="body-list"),
        path("bodies/<slug:code>/", register.BodyDetailView.as_view(), name="body-detail"),
        path("", include("logistics.urls")),
        path("accounts/", include("asm_portal.account_urls")),
        path("view-as/", viewing.ViewAs.as_view(), name="view-as"),
        path("view-as/end/", viewing.ViewAsEnd.as_view(), name="view-as-end"),
        path("desk/", DeskView.as_view(), name="desk"),
        path("desk/contact/", contacts.ConfirmContactData.as_view(), name="contact-confirm"),
        path("directory/", directory.DirectoryList.as_view(), name="directory"),
        path("directory/print/", directory.DirectoryPrint.as_view(), name="directory-print"),
        path("directory.csv", directory.DirectorySheet.as_view(), name="directory-csv"),
        path("directory.vcf", directory.DirectoryCards.as_view(), name="directory-vcard"),
        path("directory/<uuid:uid>.vcf", directory.DirectoryCards.as_view(), name="directory-card"),
        path("contact/<str:token>/", contacts.ContactLink.as_view(), name="contact-link"),
        path("bodies/<slug:code>/roster/", contacts.BodyRoster.as_view(), name="body-roster"),
        path("bodies/<slug:code>/roster.csv", contacts.BodyRosterSheet.as_view(), name="body-roster-csv"),
        path("bodies/<slug:code>/contacts/", contacts.BodyContacts.as_view(), name="body-contacts"),
        path("bodies/<slug:code>/contacts.csv", contacts.BodyContactsSheet.as_view(), name="body-contacts-csv"),
        path("bodies/<slug:code>/contacts.vcf", contacts.BodyContactsCards.as_view(), name="body-contacts-vcard"),
        path(
            "bodies/<slug:code>/contacts/<uuid:uid>.vcf",
            contacts.BodyContactsCards.as_view(),
            name="body-contact-vcard",
        ),
    ),
]
