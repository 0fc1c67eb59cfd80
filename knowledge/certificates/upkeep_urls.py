"""Addresses of the pages by which Participants keep their specimens and signatories, and of the pictures."""

from django.urls import path

from knowledge.certificates import images, upkeep

urlpatterns = [
    path("images/<uuid:key>/", images.SpecimenPicture.as_view(), name="specimen-image"),
    path("signatures/<uuid:key>/", images.SignaturePicture.as_view(), name="signature-image"),
    path("upkeep/", upkeep.UpkeepIndex.as_view(), name="upkeep-index"),
    path("upkeep/signatories/<uuid:key>/", upkeep.SignatoryPage.as_view(), name="signatory"),
    path("upkeep/signatories/<uuid:key>/correct/", upkeep.CorrectSignatory.as_view(), name="signatory-correct"),
    path("upkeep/specimens/<uuid:key>/", upkeep.SpecimenPage.as_view(), name="specimen"),
    path("upkeep/specimens/<uuid:key>/correct/", upkeep.CorrectSpecimen.as_view(), name="specimen-correct"),
    path("upkeep/<slug:code>/", upkeep.UpkeepPage.as_view(), name="upkeep"),
    path("upkeep/<slug:code>/signatory/", upkeep.ProposeSignatory.as_view(), name="signatory-propose"),
    path("upkeep/<slug:code>/specimen/", upkeep.ProposeSpecimen.as_view(), name="specimen-propose"),
]
