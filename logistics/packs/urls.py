"""Addresses of packs."""

from django.urls import path

from logistics.packs.views import HandoverOrder, MeetingPapers, PackFile, PackList

urlpatterns = [
    path("packs/", PackList.as_view(), name="pack-list"),
    path("packs/handover/", HandoverOrder.as_view(), name="pack-handover"),
    path("packs/<slug:reference>.zip", PackFile.as_view(), name="pack-file"),
    path("meetings/<slug:reference>/papers/<str:code>.zip", MeetingPapers.as_view(), name="meeting-papers"),
]
