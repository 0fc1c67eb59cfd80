"""Communiqués for the secretariat; their texts and titles are edited with their document."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from asm_portal.administration.base import SecretariatAdmin
from asm_portal.administration.verbs import Verb
from communications.actions import publish
from communications.models import Communique
from knowledge.models import Document


@admin.register(Communique)
class CommuniqueAdmin(SecretariatAdmin):
    list_display = ("title", "date", "state", "audience", "published_at")
    list_filter = ("document__state", "published_at")
    list_select_related = ("document",)
    prefetched = ("document__titles",)
    search_fields = ("document__titles__title", "document__reference", "document__official_number")
    date_hierarchy = "published_at"
    fields = ("document", "text", "published_at")
    readonly_fields = ("text", "published_at")
    verbs = (
        Verb(
            code="publish",
            label=_("Publish"),
            explanation=_("Everyone reads it from now on, in the languages that there are; the feeds show it."),
            do=lambda communique, by: publish(communique=communique, by=by),
            is_offered=lambda communique: communique.document.state == Document.State.DRAFT,
        ),
    )

    @admin.display(description=_("title"))
    def title(self, communique):
        return str(communique.document)

    @admin.display(description=_("date"), ordering="document__date")
    def date(self, communique):
        return communique.document.date

    @admin.display(description=_("state"), ordering="document__state")
    def state(self, communique):
        return communique.document.get_state_display()

    @admin.display(description=_("audience"), ordering="document__audience")
    def audience(self, communique):
        return communique.document.get_audience_display()

    @admin.display(description=_("titles and texts"))
    def text(self, communique):
        if not communique.pk:
            return _("Choose the document first.")
        address = reverse("admin:knowledge_document_change", args=[communique.document_id])
        return format_html('<a href="{}">{}</a>', address, _("Edit them with the document"))
