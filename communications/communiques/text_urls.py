"""Addresses under `/texts/`: the work on public texts of every kind."""

from django.urls import path

from communications.communiques import deciding, preview, working

urlpatterns = [
    path("<slug:reference>/", working.TextWork.as_view(), name="text-work"),
    path("<slug:reference>/decide/", deciding.TextDecide.as_view(), name="text-decide"),
    path("<slug:reference>/preview/", preview.TextPreview.as_view(), name="text-preview"),
    path("<slug:reference>/submit/", working.TextSubmit.as_view(), name="text-submit"),
    path("<slug:reference>/take-back/", working.TextTakeBack.as_view(), name="text-take-back"),
    path("<slug:reference>/schedule/", working.TextSchedule.as_view(), name="text-schedule"),
    path("<slug:reference>/unschedule/", working.TextUnschedule.as_view(), name="text-unschedule"),
    path("<slug:reference>/publish/", working.TextPublish.as_view(), name="text-publish"),
    path("<slug:reference>/correct/", working.TextCorrect.as_view(), name="text-correct"),
    path("<slug:reference>/drop/", working.TextDropCorrection.as_view(), name="text-drop"),
    path("<slug:reference>/discard/", working.TextDiscard.as_view(), name="text-discard"),
    path("<slug:reference>/archive/", working.TextArchive.as_view(), name="text-archive"),
    path("<slug:reference>/picture/", working.TextPicture.as_view(), name="text-picture"),
    path("<slug:reference>/<slug:language>/", working.TextWrite.as_view(), name="text-write"),
]
