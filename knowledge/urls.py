"""Addresses of the archive under a language."""

from django.urls import path

from knowledge import views
from knowledge.views_minutes import MinutesList

app_name = "knowledge"
urlpatterns = [
    path("documents/", views.DocumentList.as_view(), name="document-list"),
    path("documents/<slug:reference>/", views.DocumentDetail.as_view(), name="document-detail"),
    path("decisions/", views.DecisionList.as_view(), name="decision-list"),
    path("glossary/", views.Glossary.as_view(), name="glossary"),
    path("bodies/<slug:code>/minutes/", MinutesList.as_view(), name="minutes-list"),
]
