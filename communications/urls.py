"""Addresses of communications under a language."""

from django.urls import include, path

app_name = "communications"
urlpatterns = [
    path("communiques/", include("communications.communiques.urls")),
    path("texts/", include("communications.communiques.text_urls")),
    path("", include("communications.pages.urls")),
    path("", include("communications.notices.urls")),
    path("", include("communications.acknowledgements.urls")),
    path("", include("communications.subscriptions.urls")),
    path("", include("communications.inbound.urls")),
    path("", include("communications.discussions.urls")),
    path("", include("communications.procedures.urls")),
    path("", include("communications.enquiries.urls")),
]
