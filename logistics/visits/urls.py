"""Addresses of visits and of what else the monitoring body asks for."""

from django.urls import path

from logistics.visits import planning, reporting, requests, views, workspace

VISIT = "<slug:reference>/"
urlpatterns = [
    path("", views.VisitList.as_view(), name="visit-list"),
    path("new/", planning.PlanVisit.as_view(), name="visit-new"),
    path("requests/", requests.RequestList.as_view(), name="logistics-request-list"),
    path("requests/new/", requests.AskSecretariat.as_view(), name="logistics-request-new"),
    path("requests/<slug:reference>/", requests.RequestDetail.as_view(), name="logistics-request"),
    path(VISIT, views.VisitDetail.as_view(), name="visit-detail"),
    path(f"{VISIT}answer/", planning.AnswerDays.as_view(), name="visit-answer"),
    path(f"{VISIT}days/", planning.ProposeDays.as_view(), name="visit-days"),
    path(f"{VISIT}confirm/", planning.ConfirmVisit.as_view(), name="visit-confirm"),
    path(f"{VISIT}postpone/", planning.PostponeVisit.as_view(), name="visit-postpone"),
    path(f"{VISIT}cancel/", planning.CancelVisit.as_view(), name="visit-cancel"),
    path(f"{VISIT}show/", planning.ShowVisit.as_view(), name="visit-show"),
    path(f"{VISIT}terms/", workspace.EditBriefing.as_view(), name="visit-terms"),
    path(f"{VISIT}team/add/", workspace.AddMember.as_view(), name="visit-member-add"),
    path(f"{VISIT}team/<int:member>/", workspace.ReplaceMember.as_view(), name="visit-member-replace"),
    path(f"{VISIT}team/<int:member>/travel/", workspace.EditTravel.as_view(), name="visit-travel"),
    path(f"{VISIT}itinerary/", workspace.EditItinerary.as_view(), name="visit-itinerary"),
    path(f"{VISIT}papers/add/", workspace.AddPaper.as_view(), name="visit-paper-add"),
    path(f"{VISIT}papers/<int:paper>/remove/", workspace.RemovePaper.as_view(), name="visit-paper-remove"),
    path(f"{VISIT}report/draft/", reporting.FileDraft.as_view(), name="visit-draft"),
    path(f"{VISIT}report/send/", reporting.SendForComments.as_view(), name="visit-draft-send"),
    path(f"{VISIT}report/comment/", reporting.CommentOnDraft.as_view(), name="visit-draft-comment"),
    path(f"{VISIT}report/final/", reporting.FileReport.as_view(), name="visit-report"),
    path(f"{VISIT}report/publish/", reporting.PublishReport.as_view(), name="visit-report-publish"),
    path(f"{VISIT}reply/", reporting.FileReply.as_view(), name="visit-reply"),
    path(f"{VISIT}recommendations/add/", reporting.Recommend.as_view(), name="visit-recommend"),
    path(
        f"{VISIT}recommendations/<int:number>/", reporting.SettleRecommendation.as_view(), name="visit-recommendation"
    ),
]
