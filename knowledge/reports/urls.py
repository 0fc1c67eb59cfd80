"""Addresses of reports."""

from django.urls import path

from knowledge.reports import views

urlpatterns = [
    path("reports/", views.ReportList.as_view(), name="report-list"),
    path("participants/<slug:code>/reports/", views.ParticipantReports.as_view(), name="participant-reports"),
    path("documents/<slug:reference>/redaction/", views.RedactionDetail.as_view(), name="redaction"),
    path("documents/<slug:reference>/redaction/consent/", views.Consent.as_view(), name="redaction-consent"),
    path("documents/<slug:reference>/redaction/approve/", views.Approve.as_view(), name="redaction-approve"),
    path("documents/<slug:reference>/audience/", views.DecideAudience.as_view(), name="document-audience"),
]
