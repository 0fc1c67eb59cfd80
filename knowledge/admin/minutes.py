"""What was said to minutes and who approved which text, for the secretariat to look up: neither is written here."""

from django.contrib import admin

from asm_portal.admin.accounts import ShownOnly
from asm_portal.administration.base import SecretariatAdmin
from knowledge.models import Approval, MinutesComment, TextApproval


@admin.register(MinutesComment)
class MinutesCommentAdmin(ShownOnly, SecretariatAdmin):
    list_display = ("document", "organisation", "kind", "at", "withdrawn_at", "settled_at")
    list_filter = ("kind",)
    search_fields = ("document__reference", "document__titles__title", "text")
    list_select_related = ("organisation",)
    prefetched = ("document__titles", "organisation__names")
    date_hierarchy = "at"


@admin.register(Approval)
class ApprovalAdmin(ShownOnly, SecretariatAdmin):
    list_display = ("revision", "purpose", "capacity", "by", "at")
    list_filter = ("purpose", "capacity")
    search_fields = ("revision__document__reference", "revision__document__titles__title")
    list_select_related = ("revision", "by__person")
    prefetched = ("revision__document__titles",)
    date_hierarchy = "at"


@admin.register(TextApproval)
class TextApprovalAdmin(ShownOnly, SecretariatAdmin):
    list_display = ("key", "capacity", "office", "by", "at")
    list_filter = ("capacity", "office")
    search_fields = ("subject", "content", "by__email")
    list_select_related = ("office", "by__person")
    date_hierarchy = "at"
