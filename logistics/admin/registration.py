"""Registration for the secretariat to look up, with its history; all of it is written on the pages of the portal."""

from django.contrib import admin

from asm_portal.admin.accounts import ShownOnly
from asm_portal.administration.base import SecretariatAdmin
from logistics.models import (
    AttendanceSheet,
    Credentials,
    Delegate,
    Delegation,
    DelegationRequest,
    Registration,
    TravelDeletion,
    VisaLetter,
)


@admin.register(Registration)
class RegistrationAdmin(ShownOnly, SecretariatAdmin):
    list_display = ("meeting", "opens_at", "closes_at", "zone")
    list_select_related = ("meeting",)
    list_filter = ("zone",)
    search_fields = ("meeting__reference",)
    date_hierarchy = "closes_at"


class OfDelegation(ShownOnly, SecretariatAdmin):
    """What belongs to a delegation."""

    list_select_related = ("delegation__registration__meeting", "delegation__organisation")
    prefetched = ("delegation__organisation__names",)
    search_fields = ("delegation__reference",)


@admin.register(Delegation)
class DelegationAdmin(ShownOnly, SecretariatAdmin):
    list_display = ("reference", "organisation", "registration", "channel", "nominated_at", "withdrawn_at")
    list_filter = ("channel",)
    list_select_related = ("registration__meeting", "organisation")
    prefetched = ("organisation__names",)
    search_fields = ("reference", "organisation__code", "organisation__names__name")
    date_hierarchy = "nominated_at"


@admin.register(Delegate)
class DelegateAdmin(OfDelegation):
    list_display = ("__str__", "function", "delegation", "is_head", "withdrawn_at")
    list_filter = ("is_head",)
    search_fields = ("delegation__reference", "family_name", "given_name", "email")


@admin.register(Credentials)
class CredentialsAdmin(OfDelegation):
    list_display = ("delegation", "received_at", "state", "remark")
    list_filter = ("state",)
    date_hierarchy = "received_at"
    exclude = ("file",)


@admin.register(DelegationRequest)
class DelegationRequestAdmin(OfDelegation):
    list_display = ("delegation", "text", "made_at", "settled_at")
    list_filter = (("settled_at", admin.EmptyFieldListFilter),)
    date_hierarchy = "made_at"


@admin.register(VisaLetter)
class VisaLetterAdmin(ShownOnly, SecretariatAdmin):
    list_display = ("delegate", "by", "at")
    list_select_related = ("delegate", "by__person")
    list_filter = ("at",)
    search_fields = ("delegate__delegation__reference", "delegate__family_name")
    date_hierarchy = "at"


@admin.register(TravelDeletion)
class TravelDeletionAdmin(ShownOnly, SecretariatAdmin):
    list_display = ("registration", "deleted_at", "count")
    list_select_related = ("registration__meeting",)
    list_filter = ("deleted_at",)
    search_fields = ("registration__meeting__reference",)
    date_hierarchy = "deleted_at"


@admin.register(AttendanceSheet)
class AttendanceSheetAdmin(ShownOnly, SecretariatAdmin):
    list_display = ("meeting", "recorded_at", "recorded_by")
    list_select_related = ("meeting", "recorded_by__person")
    list_filter = ("meeting__kind",)
    search_fields = ("meeting__reference",)
    date_hierarchy = "recorded_at"
