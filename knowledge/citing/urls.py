"""Addresses about a document."""

from django.urls import path

from knowledge.citing import views

urlpatterns = [
    path("print/", views.Print.as_view(), name="document-print"),
    path("cite/", views.Cite.as_view(), name="document-cite"),
    path("cite.bib", views.Bibtex.as_view(), name="document-bibtex"),
    path("cite.ris", views.Ris.as_view(), name="document-ris"),
]
