"""Addresses of notices."""

from django.urls import path

from communications.notices import deciding, views, writing

urlpatterns = [
    path("notices/", views.NoticeList.as_view(), name="notice-list"),
    path("notices/new/", writing.NoticeNew.as_view(), name="notice-new"),
    path("notices/<slug:reference>/", views.NoticeDetail.as_view(), name="notice-detail"),
    path("notices/<slug:reference>/edit/", writing.NoticeEdit.as_view(), name="notice-edit"),
    path("notices/<slug:reference>/check/", deciding.NoticeCheck.as_view(), name="notice-check"),
    path("notices/<slug:reference>/preview/", views.NoticePreview.as_view(), name="notice-preview"),
    path("notices/<slug:reference>/decide/", deciding.NoticeDecide.as_view(), name="notice-decide"),
]
