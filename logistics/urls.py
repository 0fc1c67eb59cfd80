"""Addresses of meetings."""

from django.urls import path

from logistics.views import MeetingListView
from logistics.views_debts import CommuniqueAccountView, MinutesAccountView, MinutesDebtSheet, MinutesDebtView

app_name = "logistics"

urlpatterns = [
    path("", MeetingListView.as_view(), name="meeting-list"),
    path("minutes-debt/", MinutesDebtView.as_view(), name="minutes-debt"),
    path("minutes-debt.csv", MinutesDebtSheet.as_view(), name="minutes-debt-csv"),
    path("<slug:reference>/minutes/<slug:code>/", MinutesAccountView.as_view(), name="minutes-account"),
    path("<slug:reference>/communique/", CommuniqueAccountView.as_view(), name="communique-account"),
]
