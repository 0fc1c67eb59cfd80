"""Addresses of the feeds and of the e-mail subscription."""

from django.urls import path

from communications.subscriptions import feeds, views

urlpatterns = [
    path("feeds/<slug:kind>/", feeds.KindFeedView.as_view(), name="feed"),
    path("subscribe/", views.Subscribe.as_view(), name="subscribe"),
    path("subscribe/sent/", views.SubscribeSent.as_view(), name="subscribe-sent"),
    path("subscribe/confirm/<str:token>/", views.SubscriptionConfirm.as_view(), name="subscription-confirm"),
    path("subscribe/change/<str:token>/", views.SubscriptionChange.as_view(), name="subscription"),
    path("subscribe/stop/<str:token>/", views.SubscriptionStop.as_view(), name="subscription-stop"),
]
