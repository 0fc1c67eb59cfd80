"""Addresses of the end of a case."""

from django.urls import path

from assistance.outcomes import answering, views

CASE = "requests/<slug:reference>/"

urlpatterns = [
    path("outcomes/contest/<str:token>/", answering.ContestLink.as_view(), name="contest-link"),
    path("outcomes/help/<str:token>/", answering.HelpLink.as_view(), name="help-link"),
    path(f"{CASE}deliveries/new/", views.DeliveryNew.as_view(), name="delivery-new"),
    path(f"{CASE}deliveries/<int:number>/", views.DeliveryChange.as_view(), name="delivery-change"),
    path(f"{CASE}deliveries/<int:number>/take-out/", views.DeliveryTakeOut.as_view(), name="delivery-take-out"),
    path(f"{CASE}outcome/", views.OutcomeView.as_view(), name="request-outcome"),
    path(f"{CASE}close/", views.CloseView.as_view(), name="request-close"),
    path(f"{CASE}contest/", answering.ContestView.as_view(), name="request-contest"),
    path(f"{CASE}contest/answer/", views.ContestAnswer.as_view(), name="contest-answer"),
    path(f"{CASE}help/", answering.HelpView.as_view(), name="request-help"),
]
