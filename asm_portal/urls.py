"""The site map. What is language-neutral stands outside `/en/`, `/fr/`, …"""

from allauth.account.decorators import secure_admin_login
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.generic import RedirectView

from asm_portal.views import about, contacts, health, home, meta, register
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
        # The library is where one searches.
        path(
            "search/",
            login_not_required(RedirectView.as_view(pattern_name="knowledge:document-list", query_string=True)),
            name="search",
        ),
        path("communiques/", include("communications.urls")),
        path("participants/", register.ParticipantListView.as_view(), name="participant-list"),
        path("participants/<slug:code>/", register.OrganisationDetailView.as_view(), name="participant-detail"),
        path("observers/", register.ObserverListView.as_view(), name="observer-list"),
        path("bodies/", register.BodyListView.as_view(), name="body-list"),
        path("bodies/<slug:code>/", register.BodyDetailView.as_view(), name="body-detail"),
        path("meetings/", include("logistics.urls")),
        path("accounts/", include("asm_portal.account_urls")),
        path("desk/", DeskView.as_view(), name="desk"),
        path("desk/contact/", contacts.ConfirmContactData.as_view(), name="contact-confirm"),
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
