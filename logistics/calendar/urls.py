"""Addresses of the calendar."""

from django.urls import path

from logistics.calendar.own import AddressClose, AddressList
from logistics.calendar.views import CalendarFeedView, CalendarView, MeetingFileView, OwnFeedView

urlpatterns = [
    path("calendar/", CalendarView.as_view(), name="calendar"),
    path("calendar/feed/", CalendarFeedView.as_view(), name="calendar-feed"),
    path("calendar/feed/<str:token>/", OwnFeedView.as_view(), name="calendar-own-feed"),
    path("calendar/addresses/", AddressList.as_view(), name="calendar-address-list"),
    path("calendar/addresses/<int:pk>/close/", AddressClose.as_view(), name="calendar-address-close"),
    path("meetings/<slug:reference>/calendar.ics", MeetingFileView.as_view(), name="meeting-ics"),
]
