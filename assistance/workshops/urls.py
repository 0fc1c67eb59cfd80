"""Addresses of workshops."""

from django.urls import path

from assistance.workshops import deciding, editing, editing_parts, views

WORKSHOP = "workshops/<slug:reference>/"
urlpatterns = [
    path("workshops/", views.WorkshopList.as_view(), name="workshop-list"),
    path("workshops/new/", editing.WorkshopNew.as_view(), name="workshop-new"),
    path(WORKSHOP, views.WorkshopDetail.as_view(), name="workshop-detail"),
    path(f"{WORKSHOP}change/", editing.WorkshopChange.as_view(), name="workshop-change"),
    path(f"{WORKSHOP}source/", editing.WorkshopSource.as_view(), name="workshop-source"),
    path(f"{WORKSHOP}texts/<slug:language>/", editing.WorkshopTextEdit.as_view(), name="workshop-text"),
    path(f"{WORKSHOP}lists/", editing.WorkshopLists.as_view(), name="workshop-lists"),
    path(f"{WORKSHOP}audience/", editing.WorkshopAudienceEdit.as_view(), name="workshop-audience"),
    path(f"{WORKSHOP}parts/add/", editing_parts.PartEdit.as_view(), name="workshop-part-add"),
    path(f"{WORKSHOP}parts/<int:row>/", editing_parts.PartEdit.as_view(), name="workshop-part"),
    path(f"{WORKSHOP}parts/<int:row>/remove/", editing_parts.PartRemove.as_view(), name="workshop-part-remove"),
    path(f"{WORKSHOP}figures/add/", editing_parts.FigureEdit.as_view(), name="workshop-figure-add"),
    path(f"{WORKSHOP}figures/<int:row>/", editing_parts.FigureEdit.as_view(), name="workshop-figure"),
    path(f"{WORKSHOP}figures/<int:row>/remove/", editing_parts.FigureRemove.as_view(), name="workshop-figure-remove"),
    path(f"{WORKSHOP}points/add/", editing_parts.PointEdit.as_view(), name="workshop-point-add"),
    path(f"{WORKSHOP}points/<int:row>/", editing_parts.PointEdit.as_view(), name="workshop-point"),
    path(f"{WORKSHOP}points/<int:row>/remove/", editing_parts.PointRemove.as_view(), name="workshop-point-remove"),
    path(f"{WORKSHOP}points/<int:row>/settle/", editing_parts.PointSettle.as_view(), name="workshop-point-settle"),
    path(f"{WORKSHOP}materials/add/", editing_parts.MaterialAdd.as_view(), name="workshop-material-add"),
    path(
        f"{WORKSHOP}materials/<int:row>/remove/",
        editing_parts.MaterialRemove.as_view(),
        name="workshop-material-remove",
    ),
    path(f"{WORKSHOP}agree/", editing_parts.WorkshopAgree.as_view(), name="workshop-agree"),
    path(f"{WORKSHOP}submit/", editing_parts.WorkshopSubmit.as_view(), name="workshop-submit"),
    path(f"{WORKSHOP}decide/", deciding.WorkshopDecide.as_view(), name="workshop-decide"),
    path(f"{WORKSHOP}publish/", editing_parts.WorkshopPublish.as_view(), name="workshop-publish"),
    path(f"{WORKSHOP}take-back/", editing_parts.WorkshopTakeBack.as_view(), name="workshop-take-back"),
]
