"""What organisations answered to notices, and the calls about them; both are made on the pages of a notice."""

from django.contrib import admin

from asm_portal.admin.accounts import ShownOnly
from asm_portal.administration.base import SecretariatAdmin
from communications.models import Acknowledgement, CallAttempt


@admin.register(Acknowledgement)
class AcknowledgementAdmin(ShownOnly, SecretariatAdmin):
    list_display = ("notice", "organisation", "person", "channel", "at")
    list_select_related = ("organisation", "person")
    prefetched = ("notice__texts", "organisation__names")
    list_filter = ("channel",)
    search_fields = ("notice__reference", "notice__texts__title", "organisation__code", "organisation__names__name")


@admin.register(CallAttempt)
class CallAttemptAdmin(ShownOnly, SecretariatAdmin):
    list_display = ("notice", "organisation", "person", "channel", "outcome", "at")
    list_select_related = ("organisation", "person")
    prefetched = ("notice__texts", "organisation__names")
    list_filter = ("outcome", "channel")
    search_fields = ("notice__reference", "notice__texts__title", "organisation__code", "organisation__names__name")
