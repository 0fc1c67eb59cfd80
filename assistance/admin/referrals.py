"""Referrals for the secretariat to look up; they are made and answered on the site."""

from django.contrib import admin

from asm_portal.admin.accounts import ShownOnly
from asm_portal.administration.base import SecretariatAdmin
from asm_portal.administration.filters import work_list_filter
from assistance.models import Referral
from assistance.referrals.panels import LISTS


@admin.register(Referral)
class ReferralAdmin(ShownOnly, SecretariatAdmin):
    list_display = ("reference", "body", "request", "state", "respond_by", "made_at", "answered_at")
    list_filter = (work_list_filter(*LISTS), "state", "body")
    list_select_related = ("body", "request")
    search_fields = (
        "reference",
        "request__reference",
        "request__subject",
        "body__code",
        "purpose",
        "reason",
        "provider",
    )
    date_hierarchy = "made_at"
