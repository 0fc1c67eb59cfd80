"""Addresses of actions."""

from django.urls import path

from logistics.follow_up import record_views, report_views, views

urlpatterns = [
    path("actions/", views.ActionList.as_view(), name="action-list"),
    path("actions.csv", views.ActionSheet.as_view(), name="action-csv"),
    path("actions/board/", views.ActionBoard.as_view(), name="action-board"),
    path("actions/overdue/", views.ActionOverdue.as_view(), name="action-overdue"),
    path("actions/overdue/remind/", views.ActionRemind.as_view(), name="action-remind"),
    path("actions/report/", report_views.ReportPage.as_view(), name="action-report"),
    path("actions/report.pdf", report_views.ReportPdf.as_view(), name="action-report-pdf"),
    path("actions/report.docx", report_views.ReportDocx.as_view(), name="action-report-docx"),
    path("actions/new/", record_views.ActionNew.as_view(), name="action-new"),
    path("actions/digest/<str:token>/", record_views.DigestLeave.as_view(), name="action-digest"),
    path("actions/<slug:reference>/", record_views.ActionDetail.as_view(), name="action-detail"),
    path("actions/<slug:reference>/change/", record_views.ActionChange.as_view(), name="action-change"),
    path("actions/<slug:reference>/progress/", record_views.ActionProgress.as_view(), name="action-progress"),
    path("actions/<slug:reference>/propose/", record_views.ActionPropose.as_view(), name="action-propose"),
    path("actions/<slug:reference>/return/", record_views.ActionReturn.as_view(), name="action-return"),
    path("actions/<slug:reference>/close/", record_views.ActionClose.as_view(), name="action-close"),
    path("actions/<slug:reference>/reopen/", record_views.ActionReopen.as_view(), name="action-reopen"),
]
