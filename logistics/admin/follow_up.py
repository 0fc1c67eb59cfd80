"""Actions for the secretariat to look up, with their history; they are recorded, changed and closed on the site."""

from django.contrib import admin

from asm_portal.admin.accounts import ShownOnly
from asm_portal.administration.base import SecretariatAdmin, SecretariatInline
from logistics.models import Action, ActionEvidence, ActionReminder, ActionUpdate


class UpdateInline(ShownOnly, SecretariatInline):
    model = ActionUpdate
    fields = ("kind", "text", "at", "by", "office", "organisation")


class EvidenceInline(ShownOnly, SecretariatInline):
    model = ActionEvidence
    fields = ("document", "added_on")


class ReminderInline(ShownOnly, SecretariatInline):
    model = ActionReminder
    fields = ("sent_on", "by")


@admin.register(Action)
class ActionAdmin(ShownOnly, SecretariatAdmin):
    list_display = ("reference", "title_en", "origin", "body", "state", "due_on", "audience", "is_demonstration")
    list_filter = ("state", "origin", "audience")
    list_select_related = ("body",)
    search_fields = ("reference", "title_en", "title_fr", "body__code")
    date_hierarchy = "opened_on"
    inlines = (UpdateInline, EvidenceInline, ReminderInline)
