"""Addresses of what certificates are, the check, false ones and suspect ones."""

from django.urls import path

from knowledge.certificates import check, fraud, suspect_views

urlpatterns = [
    path("", fraud.CertificatesPage.as_view(), name="certificates"),
    path("check/", check.CertificateCheckView.as_view(), name="certificate-check"),
    path("checks/", check.CheckHistory.as_view(), name="check-list"),
    path("notices/", fraud.FraudNoticeList.as_view(), name="fraud-notice-list"),
    path("notices/images/<uuid:key>/", fraud.FraudPicture.as_view(), name="fraud-image"),
    path("notices/<slug:reference>/", fraud.FraudNoticeDetail.as_view(), name="fraud-notice"),
    path("suspects/", suspect_views.SuspectList.as_view(), name="suspect-list"),
    path("suspects/new/", suspect_views.SuspectCreate.as_view(), name="suspect-new"),
    path("suspects/photos/<uuid:key>/", suspect_views.SuspectPicture.as_view(), name="suspect-photo"),
    path("suspects/<slug:reference>/", suspect_views.SuspectDetail.as_view(), name="suspect"),
    path("suspects/<slug:reference>/examine/", suspect_views.SuspectExamine.as_view(), name="suspect-examine"),
    path("suspects/<slug:reference>/decide/", suspect_views.SuspectDecide.as_view(), name="suspect-decide"),
    path("suspects/<slug:reference>/tell/", suspect_views.SuspectTell.as_view(), name="suspect-tell"),
]
