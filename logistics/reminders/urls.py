"""Addresses of what is overdue and of the letters about it."""

from django.urls import path, re_path

from logistics.reminders.views import DeclineView, LetterPaper, LetterView, OverdueView, SentView

urlpatterns = [
    path("overdue/", OverdueView.as_view(), name="report-overdue"),
    path("letters/<slug:reference>/", LetterView.as_view(), name="escalation-letter"),
    path("letters/<slug:reference>/sent/", SentView.as_view(), name="escalation-letter-sent"),
    path("letters/<slug:reference>/not-sent/", DeclineView.as_view(), name="escalation-letter-decline"),
    re_path(
        r"^letters/(?P<reference>[-\w]+)/(?P<language>en|fr)\.pdf$", LetterPaper.as_view(), name="escalation-letter-pdf"
    ),
]
