"""Requests for assistance for the secretariat."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from asm_portal.administration.base import SecretariatAdmin
from asm_portal.administration.filters import work_list_filter
from asm_portal.administration.verbs import Verb
from assistance.models import AssistanceRequest
from assistance.requests.actions import take_up
from assistance.requests.attention import RECEIVED


@admin.register(AssistanceRequest)
class AssistanceRequestAdmin(SecretariatAdmin):
    list_display = ("reference", "name", "organisation", "state", "received_at", "origin")
    list_filter = (work_list_filter(RECEIVED), "state", "language")
    list_select_related = ("organisation",)
    prefetched = ("organisation__names",)
    search_fields = ("reference", "name", "email", "origin", "text")
    date_hierarchy = "received_at"
    fields = ("reference", "state", "name", "email", "organisation", "language", "text", "origin", "received_at")
    readonly_fields = ("reference", "state", "name", "email", "language", "text", "origin", "received_at")
    verbs = (
        Verb(
            code="take-up",
            label=_("Take up"),
            explanation=_("It leaves the list of requests that wait. Who asked is not told by the portal."),
            do=lambda request, by: take_up(request=request, by=by),
            is_offered=lambda request: request.state == AssistanceRequest.State.RECEIVED,
        ),
    )

    def has_add_permission(self, request):
        """They come from where they were asked."""
        return False
