"""Workshops for the secretariat to look up; they are written on the site."""

from django.contrib import admin

from asm_portal.admin.accounts import ShownOnly
from asm_portal.administration.base import SecretariatAdmin, SecretariatInline
from asm_portal.administration.filters import work_list_filter
from assistance.models import (
    Workshop,
    WorkshopAudience,
    WorkshopBeneficiary,
    WorkshopFigure,
    WorkshopItem,
    WorkshopMaterial,
    WorkshopPart,
    WorkshopPoint,
    WorkshopText,
)
from assistance.workshops.panels import LISTS


class TextInline(ShownOnly, SecretariatInline):
    model = WorkshopText
    fields = ("language", "title", "summary")


class BeneficiaryInline(ShownOnly, SecretariatInline):
    model = WorkshopBeneficiary
    fields = ("organisation",)


class PartInline(ShownOnly, SecretariatInline):
    model = WorkshopPart
    fields = ("role", "organisation", "name_en", "name_fr", "part_en", "part_fr")


class AudienceInline(ShownOnly, SecretariatInline):
    model = WorkshopAudience
    fields = ("category", "words_en", "words_fr", "count")


class ItemInline(ShownOnly, SecretariatInline):
    model = WorkshopItem
    fields = ("kind", "position", "text_en", "text_fr")


class PointInline(ShownOnly, SecretariatInline):
    model = WorkshopPoint
    fields = ("number", "kind", "text_en", "text_fr", "accepted_by", "action")


class MaterialInline(ShownOnly, SecretariatInline):
    model = WorkshopMaterial
    fields = ("document",)


class FigureInline(ShownOnly, SecretariatInline):
    model = WorkshopFigure
    fields = ("label_en", "label_fr", "value", "out_of")


@admin.register(Workshop)
class WorkshopAdmin(ShownOnly, SecretariatAdmin):
    list_display = ("reference", "__str__", "kind", "start_date", "country", "stage", "is_recorded", "is_demonstration")
    list_filter = (work_list_filter(*LISTS), "stage", "is_recorded")
    list_select_related = ("country",)
    prefetched = ("texts", "country__names")
    search_fields = ("reference", "texts__title", "texts__summary", "city_en", "city_fr", "source")
    date_hierarchy = "start_date"
    inlines = (
        TextInline,
        BeneficiaryInline,
        PartInline,
        AudienceInline,
        ItemInline,
        PointInline,
        MaterialInline,
        FigureInline,
    )
