"""The address of incoming mail; staff work on it in the administration."""

from django.urls import path

from communications.inbound import views

urlpatterns = [
    path("inbound/<int:pk>/message.eml", views.InboundMailFile.as_view(), name="inbound-mail"),
]
