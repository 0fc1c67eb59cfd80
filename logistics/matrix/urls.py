"""Addresses of who has reported."""

from django.urls import path

from logistics.matrix.views import DisclosureView, MatrixSheet, MatrixView, OwnerView, YearsView

urlpatterns = [
    path("years/", YearsView.as_view(), name="matrix-years"),
    path("disclosure/", DisclosureView.as_view(), name="report-disclosure"),
    path("<int:year>/", MatrixView.as_view(), name="matrix"),
    path("<int:year>/matrix.csv", MatrixSheet.as_view(), name="matrix-csv"),
    path("<int:year>/participants/<slug:code>/", OwnerView.as_view(), name="matrix-owner"),
]
