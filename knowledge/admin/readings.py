"""The log of who was given restricted texts, to look up."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from asm_portal.admin.accounts import ShownOnly
from asm_portal.administration.base import SecretariatAdmin
from knowledge.models import TextReading


@admin.register(TextReading)
class TextReadingAdmin(ShownOnly, SecretariatAdmin):
    list_display = ("at", "user", "document", "rendition", "form")
    list_filter = ("form", "at")
    list_select_related = ("user", "rendition__revision__document")
    search_fields = ("user__email", "rendition__revision__document__reference")
    date_hierarchy = "at"

    @admin.display(description=_("document"))
    def document(self, reading):
        return reading.rendition.revision.document.reference
