"""Addresses of the register of laws."""

from django.urls import path

from knowledge.legislation import views

urlpatterns = [
    path("", views.LegislationList.as_view(), name="legislation-list"),
    path("laws/<slug:reference>/checked/", views.CheckLaw.as_view(), name="law-checked"),
    path("laws/<slug:reference>/publish/", views.PublishLaw.as_view(), name="law-publish"),
    path("laws/<slug:reference>/return/", views.DeclineLaw.as_view(), name="law-return"),
    path("<slug:code>/", views.LegislationDetail.as_view(), name="legislation"),
    path("<slug:code>/propose/", views.ProposeLaw.as_view(), name="law-propose"),
]
