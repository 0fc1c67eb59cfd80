"""Addresses of enquiries and of the bank of answers, under a language."""

from django.urls import path

from communications.enquiries import bank_views, chair_views, files, verbs, views

urlpatterns = [
    path("enquiries/", views.EnquiryList.as_view(), name="enquiry-list"),
    path("enquiries/new/", views.EnquiryNew.as_view(), name="enquiry-new"),
    path("enquiries/file/", verbs.EnquiryFile.as_view(), name="enquiry-file"),
    path("enquiries/waiting/", views.EnquiryWaiting.as_view(), name="enquiry-waiting"),
    path("enquiries/instructions/", chair_views.StandingInstructions.as_view(), name="enquiry-instructions"),
    path("enquiries/instructions/<int:pk>/end/", chair_views.InstructionEnd.as_view(), name="enquiry-instruction-end"),
    path("enquiries/answers/", bank_views.AnswerList.as_view(), name="answer-list"),
    path("enquiries/answers/<slug:reference>/", bank_views.AnswerDetail.as_view(), name="answer-detail"),
    path("enquiries/answers/<slug:reference>/change/", bank_views.AnswerChange.as_view(), name="answer-change"),
    path("enquiries/answers/<slug:reference>/decide/", bank_views.AnswerDecide.as_view(), name="answer-decide"),
    path("enquiries/answers/<slug:reference>/retire/", bank_views.AnswerRetire.as_view(), name="answer-retire"),
    path("enquiries/<slug:reference>/", views.EnquiryDetail.as_view(), name="enquiry-detail"),
    path("enquiries/<slug:reference>/status/<slug:key>/", views.EnquiryStatus.as_view(), name="enquiry-status"),
    path("enquiries/<slug:reference>/instruction/", verbs.EnquiryInstruction.as_view(), name="enquiry-instruction"),
    path("enquiries/<slug:reference>/draft/", verbs.EnquiryDraft.as_view(), name="enquiry-draft"),
    path("enquiries/<slug:reference>/bank/", bank_views.EnquiryUse.as_view(), name="enquiry-use"),
    path("enquiries/<slug:reference>/keep/", bank_views.EnquiryBank.as_view(), name="enquiry-bank"),
    path("enquiries/<slug:reference>/note/", verbs.EnquiryNote.as_view(), name="enquiry-note"),
    path("enquiries/<slug:reference>/read/", verbs.EnquiryRead.as_view(), name="enquiry-read"),
    path("enquiries/<slug:reference>/address/", verbs.EnquiryAddress.as_view(), name="enquiry-address"),
    path("enquiries/<slug:reference>/sent/", verbs.EnquirySent.as_view(), name="enquiry-sent"),
    path("enquiries/<slug:reference>/close/", verbs.EnquiryClose.as_view(), name="enquiry-close"),
    path("enquiries/<slug:reference>/convert/", verbs.EnquiryConvert.as_view(), name="enquiry-convert"),
    path("enquiries/<slug:reference>/reopen/", verbs.EnquiryReopen.as_view(), name="enquiry-reopen"),
    path("enquiries/<slug:reference>/decide/", chair_views.EnquiryDecide.as_view(), name="enquiry-decide"),
    path("enquiries/<slug:reference>/answer/", chair_views.EnquiryAnswer.as_view(), name="enquiry-answer"),
    path("enquiries/<slug:reference>/reply.<slug:extension>", files.ReplyFile.as_view(), name="enquiry-reply"),
]
