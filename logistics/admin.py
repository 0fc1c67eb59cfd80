"""Meetings for the secretariat."""

from django.contrib import admin
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from asm_portal.administration.base import SecretariatAdmin, SecretariatInline
from asm_portal.administration.transfer import TransferMixin
from asm_portal.editing import AudienceForm
from logistics.importing import MeetingResource
from logistics.models import Meeting, MeetingBody


class MeetingBodyInline(SecretariatInline):
    """What there is on record of the meeting is said on the page of the minutes debt."""

    model = MeetingBody
    fields = ("body", "minutes", "no_minutes_reason_en", "no_minutes_reason_fr")
    readonly_fields = ("minutes", "no_minutes_reason_en", "no_minutes_reason_fr")


@admin.register(Meeting)
class MeetingAdmin(TransferMixin, SecretariatAdmin):
    form = AudienceForm
    resource_classes = [MeetingResource]
    list_display = ("reference", "kind", "start_date", "end_date", "city_en", "shown_audience", "is_demonstration")
    list_filter = ("kind", "audience", "format")
    list_select_related = ("audience_body", "audience_organisation")
    prefetched = ("audience_organisation__names",)
    search_fields = (
        "reference",
        "city_en",
        "city_fr",
        "of_bodies__body__code",
        "of_bodies__body__name_en",
        "of_bodies__body__name_fr",
    )
    date_hierarchy = "start_date"
    inlines = (MeetingBodyInline,)

    @admin.display(description=_("audience"), ordering="audience")
    def shown_audience(self, meeting):
        of = meeting.audience_body or meeting.audience_organisation
        return f"{meeting.get_audience_display()}{gettext(':')} {of}" if of else meeting.get_audience_display()
