"""Addresses under `/communiques/`."""

from django.urls import path

from communications.communiques import feeds, making, views

urlpatterns = [
    path("", views.CommuniqueListView.as_view(), name="communique-list"),
    path("feed/", feeds.CommuniqueFeedView.as_view(), name="communique-feed"),
    path("new/", making.CommuniqueNew.as_view(), name="communique-new"),
    path("<slug:reference>/corrigendum/", making.CorrigendumNew.as_view(), name="communique-corrigendum"),
    path("<slug:reference>/", views.CommuniqueDetailView.as_view(), name="communique-detail"),
]
