"""Addresses of discussions."""

from django.urls import path

from communications.discussions import post_views, views

urlpatterns = [
    path("bodies/<slug:code>/discussions/", views.TopicList.as_view(), name="topic-list"),
    path("bodies/<slug:code>/discussions/new/", views.TopicNew.as_view(), name="topic-new"),
    path("bodies/<slug:code>/discussions/mail/", views.MailChoice.as_view(), name="discussion-mail"),
    path("discussions/leave/<str:token>/", views.DiscussionLeave.as_view(), name="discussion-leave"),
    path("discussions/<slug:reference>/", views.TopicDetail.as_view(), name="topic-detail"),
    path("discussions/<slug:reference>/rename/", views.TopicRename.as_view(), name="topic-rename"),
    path("discussions/<slug:reference>/state/", views.TopicState.as_view(), name="topic-state"),
    path("discussions/<slug:reference>/<int:number>/edit/", post_views.PostEdit.as_view(), name="post-edit"),
    path("discussions/<slug:reference>/<int:number>/history/", post_views.PostHistory.as_view(), name="post-history"),
    path("discussions/<slug:reference>/<int:number>/remove/", post_views.PostRemove.as_view(), name="post-remove"),
]
