"""Addresses that bear no language: those that are printed, and those of files."""

from django.urls import path, re_path

from knowledge import views

urlpatterns = [
    path("permalink/<slug:reference>/", views.Permalink.as_view(), name="permalink"),
    re_path(
        r"^files/(?P<reference>[-\w]+)/r(?P<number>\d{1,4})/(?P<language>[a-z]{2})-(?P<role>[a-z]+)\.(?P<extension>[a-z]+)$",
        views.FileView.as_view(),
        name="file",
    ),
    path(
        "files/<slug:reference>/images/<slug:name>.<slug:extension>",
        views.DocumentImageView.as_view(),
        name="document-image",
    ),
]
