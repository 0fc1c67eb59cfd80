"""Addresses of written procedures."""

from django.urls import path

from communications.procedures import leading, views

urlpatterns = [
    path("procedures/", views.ProcedureList.as_view(), name="procedure-list"),
    path("procedures/new/", leading.ProcedureNew.as_view(), name="procedure-new"),
    path("procedures/<slug:reference>/", views.ProcedureDetail.as_view(), name="procedure-detail"),
    path("procedures/<slug:reference>/tally/", views.ProcedureTally.as_view(), name="procedure-tally"),
    path("procedures/<slug:reference>/tally.csv", views.ProcedureSheet.as_view(), name="procedure-csv"),
    path("procedures/<slug:reference>/position/", views.ProcedureAnswer.as_view(), name="procedure-position"),
    path("procedures/<slug:reference>/note/", views.ProcedureNote.as_view(), name="procedure-note"),
    path("procedures/<slug:reference>/take-back/", views.ProcedureTakeBack.as_view(), name="procedure-take-back"),
    path("procedures/<slug:reference>/edit/", leading.ProcedureEdit.as_view(), name="procedure-edit"),
    path("procedures/<slug:reference>/put/", leading.ProcedurePut.as_view(), name="procedure-put"),
    path("procedures/<slug:reference>/extend/", leading.ProcedureExtend.as_view(), name="procedure-extend"),
    path("procedures/<slug:reference>/withdraw/", leading.ProcedureWithdraw.as_view(), name="procedure-withdraw"),
    path("procedures/<slug:reference>/declare/", leading.ProcedureDeclare.as_view(), name="procedure-declare"),
    path("procedures/<slug:reference>/decision/", leading.ProcedureDecision.as_view(), name="procedure-decision"),
]
