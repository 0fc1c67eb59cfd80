"""Addresses of results."""

from django.urls import path

from assistance.results import consenting, views

RESULT = "results/<slug:reference>/"

urlpatterns = [
    path("requests/<slug:reference>/results/new/", views.ResultNew.as_view(), name="result-new"),
    path("results/", views.ResultList.as_view(), name="result-list"),
    path("results/agree/<str:token>/", consenting.ConsentLink.as_view(), name="consent-link"),
    path("results/agree/<str:token>/<slug:language>/", consenting.ConsentLink.as_view(), name="consent-link-file"),
    path(RESULT, views.ResultDetail.as_view(), name="result-detail"),
    path(f"{RESULT}work/", views.ResultWork.as_view(), name="result-work"),
    path(f"{RESULT}change/", views.ResultChange.as_view(), name="result-change"),
    path(f"{RESULT}put/", views.ResultPut.as_view(), name="result-put"),
    path(f"{RESULT}take-back/", views.ResultTakeBack.as_view(), name="result-take-back"),
    path(f"{RESULT}decide/", views.ResultDecide.as_view(), name="result-decide"),
    path(f"{RESULT}consent/", consenting.ResultConsentView.as_view(), name="result-consent"),
    path(f"{RESULT}note/", consenting.ResultNote.as_view(), name="result-note"),
    path(f"{RESULT}file/<slug:language>/", views.ResultFile.as_view(), name="result-file"),
]
