"""Requests for assistance for the secretariat to look up; they are worked on on the site."""

from django.contrib import admin

from asm_portal.admin.accounts import ShownOnly
from asm_portal.administration.base import SecretariatAdmin, SecretariatInline
from asm_portal.administration.filters import work_list_filter
from assistance.analysis import waiting as analysis
from assistance.models import AssistanceRequest, Beneficiary
from assistance.requests.attention import LISTS


class BeneficiaryInline(ShownOnly, SecretariatInline):
    model = Beneficiary
    fields = ("organisation",)


@admin.register(AssistanceRequest)
class AssistanceRequestAdmin(ShownOnly, SecretariatAdmin):
    list_display = ("reference", "subject", "organisation", "channel", "submitted_at", "closed_at", "is_demonstration")
    list_filter = (work_list_filter(*LISTS, analysis.LATE), "channel", "language")
    list_select_related = ("organisation",)
    prefetched = ("organisation__names",)
    search_fields = ("reference", "subject", "name", "email", "origin", "text")
    date_hierarchy = "submitted_at"
    inlines = (BeneficiaryInline,)
