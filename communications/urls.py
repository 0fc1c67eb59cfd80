"""Addresses under `/communiques/`."""

from django.urls import path

from communications import feeds, views

app_name = "communications"
urlpatterns = [
    path("", views.CommuniqueListView.as_view(), name="communique-list"),
    path("feed/", feeds.CommuniqueFeedView.as_view(), name="communique-feed"),
    path("<slug:reference>/", views.CommuniqueDetailView.as_view(), name="communique-detail"),
]
