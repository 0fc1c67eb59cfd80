"""Addresses of the minutes debt, below those of meetings."""

from django.urls import path

from logistics.minutes_debt.views import CommuniqueAccountView, MinutesAccountView, MinutesDebtSheet, MinutesDebtView

urlpatterns = [
    path("minutes-debt/", MinutesDebtView.as_view(), name="minutes-debt"),
    path("minutes-debt.csv", MinutesDebtSheet.as_view(), name="minutes-debt-csv"),
    path("<slug:reference>/minutes/<slug:code>/", MinutesAccountView.as_view(), name="minutes-account"),
    path("<slug:reference>/communique/", CommuniqueAccountView.as_view(), name="communique-account"),
]
