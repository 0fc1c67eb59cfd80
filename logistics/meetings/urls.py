"""Addresses of meetings, and of the pages on which they are planned."""

from django.urls import path

from logistics.meetings import agenda_views, planning
from logistics.meetings.views import MeetingDetail, MeetingListView

urlpatterns = [
    path("", MeetingListView.as_view(), name="meeting-list"),
    path("new/", planning.MeetingNew.as_view(), name="meeting-new"),
    path("<slug:reference>/", MeetingDetail.as_view(), name="meeting-detail"),
    path("<slug:reference>/edit/", planning.MeetingEdit.as_view(), name="meeting-edit"),
    path("<slug:reference>/convene/", planning.MeetingConvene.as_view(), name="meeting-convene"),
    path("<slug:reference>/move/", planning.MeetingMove.as_view(), name="meeting-move"),
    path("<slug:reference>/cancel/", planning.MeetingCancel.as_view(), name="meeting-cancel"),
    path("<slug:reference>/joining/", planning.MeetingJoining.as_view(), name="meeting-joining"),
    path("<slug:reference>/agenda/", agenda_views.Agenda.as_view(), name="agenda"),
    path("<slug:reference>/agenda/edit/", agenda_views.AgendaEdit.as_view(), name="agenda-edit"),
    path("<slug:reference>/agenda/new/", agenda_views.ItemNew.as_view(), name="agenda-item-new"),
    path("<slug:reference>/agenda/arising/", agenda_views.MattersArising.as_view(), name="agenda-arising"),
    path("<slug:reference>/agenda/items/<int:item>/", agenda_views.ItemEdit.as_view(), name="agenda-item"),
    path("<slug:reference>/papers/<slug:document>/", agenda_views.PaperDetail.as_view(), name="meeting-paper"),
]
