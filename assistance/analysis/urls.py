"""Addresses of the analysis, under "assistance/"."""

from django.urls import path

from assistance.analysis import answering, views

CASE = "requests/<slug:reference>/"
QUESTION = f"{CASE}analysis/questions/<int:number>/"

urlpatterns = [
    path("answer/<str:token>/", answering.LinkView.as_view(), name="clarification-link"),
    path(f"{CASE}questions/<int:number>/", answering.AnswerView.as_view(), name="clarification-answer"),
    path(f"{CASE}analysis/", views.AnalysisView.as_view(), name="analysis"),
    path(f"{CASE}analysis/note/", views.NoteView.as_view(), name="analysis-note"),
    path(f"{CASE}analysis/ask/", views.AskView.as_view(), name="analysis-ask"),
    path(f"{CASE}analysis/read/", views.ReadView.as_view(), name="analysis-read"),
    path(f"{CASE}analysis/merge/", views.MergeView.as_view(), name="analysis-merge"),
    path(f"{CASE}analysis/unmerge/", views.UnmergeView.as_view(), name="analysis-unmerge"),
    path(f"{QUESTION}answer/", views.NoteAnswerView.as_view(), name="analysis-answer"),
    path(f"{QUESTION}go-on/", views.GoOnView.as_view(), name="analysis-go-on"),
]
