"""Focal points, and what they are for."""

from django.contrib import admin

from asm_portal.administration.base import SecretariatAdmin
from asm_portal.administration.filters import work_list_filter
from asm_portal.attention import UNCONFIRMED_POINTS
from asm_portal.editing import ReasonedForm
from asm_portal.forms import HoursField, LanguagesField, TimeZoneField
from asm_portal.models import FocalPoint, FocalPointKind


class FocalPointForm(ReasonedForm):
    """Languages and time zone from lists, hours by day of the week."""

    languages = LanguagesField()
    time_zone = TimeZoneField()
    hours = HoursField()


@admin.register(FocalPointKind)
class FocalPointKindAdmin(SecretariatAdmin):
    list_display = ("code", "name_en", "name_fr", "for_officers")
    list_filter = ("for_officers",)
    search_fields = ("code", "name_en", "name_fr")


@admin.register(FocalPoint)
class FocalPointAdmin(SecretariatAdmin):
    form = FocalPointForm
    list_display = (
        "organisation",
        "kind",
        "authority",
        "person",
        "telephone",
        "contact_is_public",
        "last_confirmed_on",
    )
    list_filter = (work_list_filter(UNCONFIRMED_POINTS), "kind", "contact_is_public")
    list_select_related = ("kind", "organisation", "authority", "person")
    search_fields = (
        "organisation__code",
        "organisation__names__name",
        "authority__names__name",
        "person__family_name",
        "telephone",
        "email",
    )
    date_hierarchy = "last_confirmed_on"
    prefetched = ("organisation__names", "authority__names")
