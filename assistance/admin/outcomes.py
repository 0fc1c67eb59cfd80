"""How cases ended, for the secretariat to look up; all of it is made on the site."""

from django.contrib import admin

from asm_portal.admin.accounts import ShownOnly
from asm_portal.administration.base import SecretariatAdmin, SecretariatInline
from asm_portal.administration.filters import work_list_filter
from assistance.models import Contest, Delivery, HelpQuestion, Outcome, Result, ResultConsent
from assistance.outcomes.panels import CONTESTED
from assistance.results.panels import WAITING

OF_REQUEST = ("request__reference", "request__subject")


class OfCaseAdmin(ShownOnly, SecretariatAdmin):
    """A record that hangs on a request."""

    list_select_related = ("request",)


@admin.register(Delivery)
class DeliveryAdmin(OfCaseAdmin):
    list_display = ("request", "kind", "by_whom", "start_date", "end_date")
    list_filter = ("kind",)
    search_fields = (*OF_REQUEST, "by_whom", "text")


@admin.register(Outcome)
class OutcomeAdmin(OfCaseAdmin):
    list_display = ("request", "kind", "text", "at")
    list_filter = ("kind",)
    search_fields = (*OF_REQUEST, "text")


@admin.register(Contest)
class ContestAdmin(OfCaseAdmin):
    list_display = ("request", "kind", "text", "at", "answered_at", "is_reopened")
    list_filter = (work_list_filter(CONTESTED), "kind", "is_reopened")
    search_fields = (*OF_REQUEST, "text", "answer")


@admin.register(HelpQuestion)
class HelpQuestionAdmin(OfCaseAdmin):
    list_display = ("request", "asked_at", "reminded_at", "answer", "answered_at")
    list_filter = ("answer",)
    search_fields = (*OF_REQUEST, "text")


class ConsentInline(ShownOnly, SecretariatInline):
    model = ResultConsent
    fk_name = "result"
    fields = ("word", "text", "channel", "person", "name", "noted_by", "at")


@admin.register(Result)
class ResultAdmin(OfCaseAdmin):
    list_display = ("document", "request", "asked_at", "checked_at", "published_at")
    list_filter = (work_list_filter(WAITING), "published_at")
    list_select_related = ("request", "document")
    prefetched = ("document__titles",)
    search_fields = (*OF_REQUEST, "document__reference", "document__titles__title")
    inlines = (ConsentInline,)
