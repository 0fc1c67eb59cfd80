"""Addresses of minutes at work, and of what revisions say differently."""

from django.urls import path

from knowledge.minutes import commenting, comparing, summaries, views

urlpatterns = [
    path("bodies/<slug:code>/minutes/", views.MinutesList.as_view(), name="minutes-list"),
    path("bodies/<slug:code>/minutes/new/", views.MinutesNew.as_view(), name="minutes-new"),
    path("documents/<slug:reference>/compare/", comparing.DocumentCompare.as_view(), name="document-compare"),
    path("documents/<slug:reference>/text/<slug:language>/", views.DraftText.as_view(), name="document-text"),
    path("documents/<slug:reference>/drafting/", views.MinutesWork.as_view(), name="minutes-work"),
    path("documents/<slug:reference>/drafting/circulate/", views.MinutesCirculate.as_view(), name="minutes-circulate"),
    path("documents/<slug:reference>/drafting/adopt/", views.MinutesAdopt.as_view(), name="minutes-adopt"),
    path("documents/<slug:reference>/drafting/summary/", summaries.SummaryNew.as_view(), name="minutes-summary"),
    path("documents/<slug:reference>/summary/", summaries.SummaryWork.as_view(), name="summary-work"),
    path("documents/<slug:reference>/comments/", commenting.MinutesComments.as_view(), name="minutes-comments"),
    path(
        "documents/<slug:reference>/comments/<int:pk>/settle/",
        commenting.CommentSettle.as_view(),
        name="comment-settle",
    ),
    path(
        "documents/<slug:reference>/comments/<int:pk>/withdraw/",
        commenting.CommentWithdraw.as_view(),
        name="comment-withdraw",
    ),
]
