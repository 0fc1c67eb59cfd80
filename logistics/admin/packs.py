"""Packs for the secretariat: who had which one built, and what became of it."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from asm_portal.admin.accounts import ShownOnly
from asm_portal.administration.base import SecretariatAdmin
from logistics.models import Pack


@admin.register(Pack)
class PackAdmin(ShownOnly, SecretariatAdmin):
    """They are ordered and fetched on their page; the rows of those that ended stay."""

    list_display = ("reference", "kind", "readers", "ordered_by", "built_at", "ended_at", "ending")
    list_filter = ("kind", "audience", "ending")
    list_select_related = ("audience_body", "audience_organisation", "ordered_by__person")
    prefetched = ("audience_organisation__names",)
    search_fields = ("reference", "ordered_by__email", "audience_body__code", "audience_organisation__code")
    date_hierarchy = "ordered_at"
    fields = readonly_fields = (
        "reference", "kind", "readers", "languages", "ordered_by", "ordered_at", "built_at", "size", "sha256", "problem",
        "ended_at", "ending",
    )  # fmt: skip

    @admin.display(description=_("for"))
    def readers(self, pack):
        return str(pack.role)
