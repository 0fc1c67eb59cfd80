"""Addresses of logistics under a language."""

from django.urls import include, path

app_name = "logistics"
urlpatterns = [
    path("", include("logistics.follow_up.urls")),
    path("", include("logistics.calendar.urls")),
    path("", include("logistics.playbooks.urls")),
    path("meetings/", include("logistics.minutes_debt.urls")),
    path("meetings/", include("logistics.meetings.urls")),
    path("", include("logistics.registration.urls")),
    path("", include("logistics.packs.urls")),
    path("reporting/", include("logistics.matrix.urls")),
    path("reporting/", include("logistics.reminders.urls")),
    path("reporting/", include("logistics.reporting.urls")),
    path("visits/", include("logistics.visits.urls")),
]
