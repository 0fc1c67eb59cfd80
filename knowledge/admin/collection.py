"""Requests for documents, for the secretariat."""

from django.contrib import admin

from asm_portal.administration.base import SecretariatAdmin
from asm_portal.editing import AudienceForm
from knowledge.models import CollectionRequest


@admin.register(CollectionRequest)
class CollectionRequestAdmin(SecretariatAdmin):
    form = AudienceForm
    list_display = ("reference", "sought", "asked_of", "asked_on", "answer", "answered_on")
    list_filter = ("answer", "channel")
    list_select_related = ("document", "specimen__authority", "asked_organisation", "asked_person")
    prefetched = ("document__titles", "specimen__authority__names", "asked_organisation__names")
    search_fields = (
        "reference", "document__reference", "document__titles__title", "specimen__series", "asked_archive",
    )  # fmt: skip
    date_hierarchy = "asked_on"
    readonly_fields = ("by",)

    def has_add_permission(self, request):
        """A request is noted from the collection list, which knows what is missing."""
        return False
