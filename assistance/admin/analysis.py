"""What the analysis left on record, for the secretariat to look up; it is worked on on the site."""

from django.contrib import admin

from asm_portal.admin.accounts import ShownOnly
from asm_portal.administration.base import SecretariatAdmin, SecretariatInline
from asm_portal.administration.filters import work_list_filter
from assistance.analysis.waiting import SILENT
from assistance.models import Analysis, Assessment, Clarification, ClarificationAnswer, Merge, RequestNote

OF_REQUEST = ("request__reference", "request__subject")


class OfRequestAdmin(ShownOnly, SecretariatAdmin):
    """A record that hangs on a request."""

    list_select_related = ("request", "by__person")


@admin.register(Analysis)
class AnalysisAdmin(OfRequestAdmin):
    list_display = ("request", "is_eligible", "themes", "at", "by")
    list_filter = ("is_eligible",)
    search_fields = (*OF_REQUEST, "reason")


@admin.register(Assessment)
class AssessmentAdmin(OfRequestAdmin):
    list_display = ("request", "priority", "estimated_need")
    list_filter = ("priority",)
    list_select_related = ("request",)
    search_fields = (*OF_REQUEST, "estimated_need")


class AnswerInline(ShownOnly, SecretariatInline):
    model = ClarificationAnswer
    fields = ("text", "channel", "person", "noted_by", "at", "seen_at")


@admin.register(Clarification)
class ClarificationAdmin(OfRequestAdmin):
    list_display = ("request", "question", "asked_at", "by", "reminded_at", "ended_at")
    list_filter = (work_list_filter(SILENT), "asked_at")
    search_fields = (*OF_REQUEST, "question", "answers__text")
    inlines = (AnswerInline,)


@admin.register(RequestNote)
class RequestNoteAdmin(OfRequestAdmin):
    list_display = ("request", "text", "at", "by")
    list_filter = ("at",)
    search_fields = (*OF_REQUEST, "text")


@admin.register(Merge)
class MergeAdmin(OfRequestAdmin):
    list_display = ("request", "into", "at", "by", "undone_at")
    list_filter = ("at",)
    list_select_related = ("request", "into", "by__person")
    search_fields = (*OF_REQUEST, "into__reference")
