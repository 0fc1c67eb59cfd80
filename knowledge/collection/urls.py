"""Addresses of the collection list."""

from django.urls import path

from knowledge.collection.views import AskView, CollectionSheet, CollectionView, RequestView

urlpatterns = [
    path("collection/", CollectionView.as_view(), name="collection"),
    path("collection.csv", CollectionSheet.as_view(), name="collection-csv"),
    path("collection/<uuid:key>/ask/", AskView.as_view(), name="collection-ask"),
    path("collection/<slug:reference>/ask/", AskView.as_view(), name="collection-ask"),
    path("collection/requests/<slug:reference>/", RequestView.as_view(), name="collection-request"),
]
