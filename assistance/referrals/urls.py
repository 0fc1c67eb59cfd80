"""Addresses of referrals, under "assistance/"."""

from django.urls import path

from assistance.referrals import staff_views, views

urlpatterns = [
    path("requests/<slug:reference>/refer/", staff_views.ReferView.as_view(), name="referral-new"),
    path("referrals/", views.ReferralList.as_view(), name="referral-list"),
    path("referrals/answer/<str:token>/", views.LinkView.as_view(), name="referral-link"),
    path("referrals/<slug:reference>/", views.ReferralDetail.as_view(), name="referral-detail"),
    path("referrals/<slug:reference>/withdraw/", staff_views.WithdrawView.as_view(), name="referral-withdraw"),
    path("referrals/<slug:reference>/remind/", staff_views.RemindView.as_view(), name="referral-remind"),
]
