"""Communiqués for the secretariat; their texts and titles are edited with their document."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from asm_portal.administration.base import SecretariatAdmin
from asm_portal.administration.filters import work_list_filter
from asm_portal.administration.verbs import Verb
from communications.communiques.actions import record_issued
from communications.communiques.panels import LATE
from communications.models import Communique
from communications.models.public_texts import Stage


@admin.register(Communique)
class CommuniqueAdmin(SecretariatAdmin):
    list_display = ("title", "date", "stage", "audience", "published_at")
    list_filter = (work_list_filter(LATE), "stage", "published_at")
    list_select_related = ("document",)
    prefetched = ("document__titles",)
    search_fields = ("document__titles__title", "document__reference", "document__official_number")
    date_hierarchy = "published_at"
    fields = ("document", "text", "stage", "release_at", "release_zone", "published_at", "approval", "is_recorded")
    readonly_fields = ("text", "stage", "release_at", "release_zone", "published_at", "approval", "is_recorded")
    verbs = (
        Verb(
            code="record",
            label=_("Record as issued"),
            explanation=_(
                "Only for what the Chair issued elsewhere on an earlier day; the source of the document says where. Everyone "
                "reads it from now on. What is new goes to the KP Chair’s office."
            ),
            do=lambda communique, by: record_issued(communique=communique, by=by),
            is_offered=lambda communique: communique.stage == Stage.DRAFTING and not communique.is_out,
        ),
    )

    @admin.display(description=_("title"))
    def title(self, communique):
        return str(communique.document)

    @admin.display(description=_("date"), ordering="document__date")
    def date(self, communique):
        return communique.document.date

    @admin.display(description=_("audience"), ordering="document__audience")
    def audience(self, communique):
        return communique.document.get_audience_display()

    @admin.display(description=_("titles and texts"))
    def text(self, communique):
        if not communique.pk:
            return _("Choose the document first.")
        address = reverse("communications:text-work", args=[communique.document.reference])
        return format_html('<a href="{}">{}</a>', address, _("Work on the text"))
