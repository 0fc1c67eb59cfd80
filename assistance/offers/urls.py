"""Addresses of offers."""

from django.urls import path

from assistance.offers import views

urlpatterns = [
    path("offers/", views.OfferList.as_view(), name="offer-list"),
    path("offers.csv", views.OfferSheet.as_view(), name="offer-csv"),
    path("offers/new/", views.OfferNew.as_view(), name="offer-new"),
    path("offers/renew/<str:token>/", views.OfferLink.as_view(), name="offer-link"),
    path("offers/<slug:reference>/", views.OfferDetail.as_view(), name="offer-detail"),
    path("offers/<slug:reference>/change/", views.OfferChange.as_view(), name="offer-change"),
    path("offers/<slug:reference>/renew/", views.OfferRenew.as_view(), name="offer-renew"),
    path("offers/<slug:reference>/withdraw/", views.OfferWithdraw.as_view(), name="offer-withdraw"),
]
