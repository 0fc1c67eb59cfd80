"""Meetings for the secretariat."""

from django.contrib import admin
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from asm_portal import search
from asm_portal.admin.accounts import ShownOnly
from asm_portal.administration.base import SecretariatAdmin, SecretariatInline
from asm_portal.administration.transfer import TransferMixin
from asm_portal.editing import AudienceForm
from asm_portal.forms import LanguagesField, TimeZoneField
from knowledge.admin.documents import GrantInline, ShareInline, changed_rows, save_grants, save_shares
from logistics.meetings.importing import MeetingResource
from logistics.meetings.readers import keep_readers
from logistics.models import Meeting, MeetingBody, MeetingEvent, MeetingGrant, MeetingShare

READERS = {"audience", "audience_body", "audience_organisation"}
# Once a meeting has an event these are moved on its own page, so that it is known from when to when, and why.
MOVED = ("start_date", "end_date", "zone", "start_time", "end_time")


class MeetingForm(AudienceForm):
    """Languages and time zone from lists."""

    languages = LanguagesField(label=_("Languages with interpretation"))
    zone = TimeZoneField(label=_("Time zone of the venue"), required=False, initial="")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "zone" in self.fields:
            self.fields["zone"].choices = [("", "–"), *self.fields["zone"].choices]


class MeetingBodyInline(SecretariatInline):
    """What there is on record of the meeting is said on the page of the minutes debt."""

    model = MeetingBody
    fields = ("body", "minutes", "no_minutes_reason_en", "no_minutes_reason_fr")
    readonly_fields = ("minutes", "no_minutes_reason_en", "no_minutes_reason_fr")


class MeetingEventInline(ShownOnly, SecretariatInline):
    """What became of the meeting; it is proposed, convened, moved and cancelled on its own pages."""

    model = MeetingEvent
    fields = (
        "kind", "at", "by", "reason_en", "reason_fr", "old_start_date", "old_end_date", "new_start_date", "new_end_date",
    )  # fmt: skip


class MeetingGrantInline(GrantInline):
    model = MeetingGrant


class MeetingShareInline(ShareInline):
    model = MeetingShare


@admin.register(Meeting)
class MeetingAdmin(TransferMixin, SecretariatAdmin):
    form = MeetingForm
    resource_classes = [MeetingResource]
    list_display = ("reference", "kind", "start_date", "end_date", "city_en", "shown_audience", "is_demonstration")
    list_filter = ("kind", "audience", "format")
    list_select_related = ("audience_body", "audience_organisation")
    prefetched = ("audience_organisation__names",)
    search_fields = (
        "reference",
        "title_en",
        "title_fr",
        "city_en",
        "city_fr",
        "of_bodies__body__code",
        "of_bodies__body__name_en",
        "of_bodies__body__name_fr",
    )
    date_hierarchy = "start_date"
    inlines = (MeetingBodyInline, MeetingEventInline, MeetingGrantInline, MeetingShareInline)

    @admin.display(description=_("audience"), ordering="audience")
    def shown_audience(self, meeting):
        of = meeting.audience_body or meeting.audience_organisation
        return f"{meeting.get_audience_display()}{gettext(':')} {of}" if of else meeting.get_audience_display()

    def get_readonly_fields(self, request, obj=None):
        return MOVED if obj and obj.events.exists() else ()

    def save_formset(self, request, form, formset, change):
        savers = {MeetingGrant: save_grants, MeetingShare: save_shares}
        if formset.model not in savers:
            return super().save_formset(request, form, formset, change)
        return savers[formset.model](form.instance, changed_rows(formset), request.user)

    def save_related(self, request, form, formsets, change):
        """A meeting is found by its bodies, also by one that was taken out."""
        super().save_related(request, form, formsets, change)
        of_bodies = (formset for formset in formsets if formset.model is MeetingBody)
        if READERS & set(form.changed_data) or any(formset.has_changed() for formset in of_bodies):
            keep_readers(form.instance, request.user)
        search.index(form.instance)
