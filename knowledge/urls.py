"""Addresses of the archive under a language."""

from django.urls import include, path

from knowledge import views
from knowledge.views_decisions import DecisionList

app_name = "knowledge"
urlpatterns = [
    path("documents/", views.DocumentList.as_view(), name="document-list"),
    path("documents/<slug:reference>/", views.DocumentDetail.as_view(), name="document-detail"),
    path("documents/<slug:reference>/history/", views.DocumentHistory.as_view(), name="document-history"),
    path("certificates/", include("knowledge.certificates.check_urls")),
    path("certificates/", include("knowledge.certificates.upkeep_urls")),
    path("documents/<slug:reference>/", include("knowledge.citing.urls")),
    path("", include("knowledge.reports.urls")),
    path("", include("knowledge.collection.urls")),
    path("decisions/", DecisionList.as_view(), name="decision-list"),
    path("legislation/", include("knowledge.legislation.urls")),
    path("glossary/", views.Glossary.as_view(), name="glossary"),
    path("", include("knowledge.minutes.urls")),
]
