"""Addresses of acknowledgements and of what follows from a notice."""

from django.urls import path

from communications.acknowledgements import following
from communications.acknowledgements.views import AcknowledgeView, LinkView

urlpatterns = [
    path("notices/acknowledge/<str:token>/", LinkView.as_view(), name="notice-link"),
    path("notices/<slug:reference>/acknowledge/", AcknowledgeView.as_view(), name="notice-acknowledge"),
    path("notices/<slug:reference>/calls/", following.CallSheetView.as_view(), name="notice-calls"),
    path("notices/<slug:reference>/calls/<slug:code>/", following.CallView.as_view(), name="notice-call"),
    path("notices/<slug:reference>/distribution/", following.DistributionView.as_view(), name="notice-progress"),
    path(
        "notices/<slug:reference>/distribution.csv", following.DistributionSheet.as_view(), name="notice-progress-csv"
    ),
    path(
        "notices/<slug:reference>/distribution/send-again/", following.SendAgainView.as_view(), name="notice-send-again"
    ),
    path("notices/<slug:reference>/take-back/<slug:code>/", following.TakeBackView.as_view(), name="notice-take-back"),
]
