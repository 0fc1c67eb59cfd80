"""Visits for the secretariat to look up, with their history. They are planned on the site; what took place before it could be, is
entered here."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from asm_portal.admin.accounts import ShownOnly
from asm_portal.administration.base import SecretariatAdmin, SecretariatInline
from asm_portal.dated import today
from asm_portal.editing import AudienceForm
from logistics.models import (
    ItineraryStop,
    LogisticsRequest,
    Recommendation,
    Visit,
    VisitEvent,
    VisitGrant,
    VisitMember,
    VisitPaper,
)

AGREED_ON_THE_SITE = (
    "kind", "subject_en", "subject_fr", "participant", "body", "start_date", "end_date", "date_precision", "audience",
    "audience_body", "audience_organisation",
)  # fmt: skip


class VisitForm(AudienceForm):
    """A visit that took place before it could be planned on the site."""

    def clean(self):
        given = super().clean()
        if not self.instance.pk and given.get("end_date") and given["end_date"] >= today():
            raise ValidationError(
                _("A visit to come is planned on the site, where the Participant agrees to its days.")
            )
        return given


class EventInline(ShownOnly, SecretariatInline):
    model = VisitEvent
    fields = ("kind", "capacity", "channel", "at", "by", "words")


class MemberInline(ShownOnly, SecretariatInline):
    model = VisitMember
    fields = ("person", "organisation", "role", "joined_on", "left_on", "left_because")


class StopInline(ShownOnly, SecretariatInline):
    model = ItineraryStop
    fields = ("day_number", "time", "place", "what")


class PaperInline(ShownOnly, SecretariatInline):
    model = VisitPaper
    fields = ("document", "revision")


class RecommendationInline(ShownOnly, SecretariatInline):
    model = Recommendation
    fields = ("number", "text_en", "text_fr", "action", "no_action_reason_en", "no_action_reason_fr")


class GrantInline(ShownOnly, SecretariatInline):
    model = VisitGrant
    fields = ("user", "valid_from", "until", "reason", "by")


@admin.register(Visit)
class VisitAdmin(SecretariatAdmin):
    form = VisitForm
    list_display = ("reference", "kind", "participant", "start_date", "end_date", "state", "is_demonstration")
    list_filter = ("state", "kind")
    list_select_related = ("participant",)
    prefetched = ("participant__names",)
    search_fields = ("reference", "participant__code", "participant__names__name", "subject_en", "subject_fr")
    date_hierarchy = "start_date"
    inlines = (MemberInline, EventInline, StopInline, PaperInline, RecommendationInline, GrantInline)

    def get_readonly_fields(self, request, obj=None):
        """What was agreed on the site is changed there."""
        return AGREED_ON_THE_SITE if obj and obj.events.exists() else ()

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not (obj and obj.events.exists())

    def save_model(self, request, obj, form, change):
        if not change:
            obj.state = Visit.State.CONFIRMED
        super().save_model(request, obj, form, change)


@admin.register(LogisticsRequest)
class LogisticsRequestAdmin(ShownOnly, SecretariatAdmin):
    list_display = ("reference", "body", "needed_by", "state", "visit")
    list_filter = ("state",)
    list_select_related = ("body", "visit__participant")
    prefetched = ("visit__participant__names",)
    search_fields = ("reference", "text")
    date_hierarchy = "needed_by"
