"""Addresses of reports that are due, below /reporting/."""

from django.urls import path

from logistics.reporting import submitting, views, views_receipts

urlpatterns = [
    path("", views.Reporting.as_view(), name="reporting"),
    path("receipts/", views_receipts.CheckReceipt.as_view(), name="receipt-check"),
    path("receipts/<slug:reference>/", views_receipts.Receipt.as_view(), name="receipt"),
    path("receipts/<slug:reference>/file/", views_receipts.ReceiptFile.as_view(), name="receipt-file"),
    path("receipts/<slug:reference>/paper/", views_receipts.ReceiptPdf.as_view(), name="receipt-pdf"),
    path("receipts/<slug:reference>/recall/", views_receipts.Recall.as_view(), name="receipt-recall"),
    path("receipts/<slug:reference>/accept/", views_receipts.Accept.as_view(), name="receipt-accept"),
    path("<int:year>/<slug:slug>/", views.ReportDetail.as_view(), name="report-detail"),
    path("<int:year>/<slug:slug>/submit/", submitting.SubmitReport.as_view(), name="report-submit"),
    path("<int:year>/<slug:slug>/submit/check/", submitting.CheckReport.as_view(), name="report-check"),
    path("<int:year>/<slug:slug>/submit/drop/", submitting.DropDraft.as_view(), name="report-drop"),
    path("<int:year>/<slug:slug>/sent/", submitting.ReportSent.as_view(), name="report-sent"),
    path("<int:year>/<slug:slug>/confirm/", submitting.ConfirmCurrent.as_view(), name="report-confirm"),
    path("<int:year>/<slug:slug>/received/", submitting.TakeDownReport.as_view(), name="report-file"),
    path("<int:year>/<slug:slug>/excuse/", views.ExcuseRequest.as_view(), name="excuse-request"),
    path("<int:year>/<slug:slug>/excuse/decide/", views.ExcuseDecide.as_view(), name="excuse-decide"),
    path("<int:year>/<slug:slug>/contest/", views.ContestStanding.as_view(), name="contest"),
]
