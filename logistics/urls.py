"""Addresses of meetings."""

from django.urls import path

from logistics.views import MeetingListView

app_name = "logistics"

urlpatterns = [path("", MeetingListView.as_view(), name="meeting-list")]
