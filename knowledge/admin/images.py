"""Pictures in texts; they are put there on the pages of the texts."""

from django.contrib import admin

from asm_portal.admin.accounts import ShownOnly
from asm_portal.administration.base import SecretariatAdmin
from knowledge.models import DocumentImage


@admin.register(DocumentImage)
class DocumentImageAdmin(ShownOnly, SecretariatAdmin):
    list_display = ("document", "name", "extension", "size")
    list_filter = ("extension",)
    list_select_related = ("document",)
    search_fields = ("document__reference", "name", "sha256")
    fields = ("document", "name", "media_type", "size", "sha256")
    readonly_fields = fields
