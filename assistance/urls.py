"""Addresses of assistance under a language, noun by noun."""

from django.urls import include, path

app_name = "assistance"
urlpatterns = [
    path("", include("assistance.referrals.urls")),
    path("", include("assistance.analysis.urls")),
    path("", include("assistance.requests.urls")),
    path("", include("assistance.offers.urls")),
    path("", include("assistance.figures.urls")),
    path("", include("assistance.workshops.urls")),
    path("", include("assistance.outcomes.urls")),
    path("", include("assistance.results.urls")),
]
