"""Offers of assistance for the secretariat to look up; they are kept on the site."""

from django.contrib import admin

from asm_portal.admin.accounts import ShownOnly
from asm_portal.administration.base import SecretariatAdmin, SecretariatInline
from asm_portal.administration.filters import work_list_filter
from assistance.models import Offer, OfferContact, OfferPlace, Provider
from assistance.offers.panels import LISTS


class PlaceInline(ShownOnly, SecretariatInline):
    model = OfferPlace
    fields = ("organisation",)


class ContactInline(ShownOnly, SecretariatInline):
    model = OfferContact
    fields = ("name", "email", "phone", "language")


@admin.register(Offer)
class OfferAdmin(ShownOnly, SecretariatAdmin):
    list_display = (
        "reference",
        "title",
        "provider",
        "valid_until",
        "consent_until",
        "withdrawn_on",
        "is_demonstration",
    )
    list_filter = (work_list_filter(*LISTS), "level", "mode")
    list_select_related = ("provider__organisation",)
    prefetched = ("provider__organisation__names",)
    search_fields = ("reference", "title", "text", "provider__name", "provider__organisation__names__name")
    inlines = (PlaceInline, ContactInline)


@admin.register(Provider)
class ProviderAdmin(ShownOnly, SecretariatAdmin):
    list_display = ("__str__", "organisation", "name")
    list_filter = ("organisation__kind",)
    list_select_related = ("organisation",)
    prefetched = ("organisation__names",)
    search_fields = ("name", "organisation__code", "organisation__names__name")
