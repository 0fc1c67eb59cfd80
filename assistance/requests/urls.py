"""Addresses of the way in and of requests, under "assistance/"."""

from django.urls import path

from assistance.requests import views, writing

urlpatterns = [
    path("", views.Home.as_view(), name="home"),
    path("requests/", views.RequestList.as_view(), name="request-list"),
    path("requests.csv", views.RequestSheet.as_view(), name="request-csv"),
    path("requests/new/", writing.RequestNew.as_view(), name="request-new"),
    path("requests/file/", writing.RequestFile.as_view(), name="request-file"),
    path("requests/status/<str:token>/", views.RequestStatus.as_view(), name="request-status"),
    path("requests/<slug:reference>/", views.RequestDetail.as_view(), name="request-detail"),
    path("requests/<slug:reference>/change/", writing.RequestChange.as_view(), name="request-change"),
    path("requests/<slug:reference>/facts/", writing.RequestFacts.as_view(), name="request-facts"),
    path("requests/<slug:reference>/discard/", views.RequestDiscard.as_view(), name="request-discard"),
    path("requests/<slug:reference>/take-up/", views.RequestTakeUp.as_view(), name="request-take-up"),
    path("requests/<slug:reference>/listing/", views.RequestListing.as_view(), name="request-listing"),
    path("requests/<slug:reference>/withdraw/", views.RequestWithdraw.as_view(), name="request-withdraw"),
]
