"""Enquiries and the bank of answers for the secretariat to look up; they are worked on on the site."""

from django.contrib import admin

from asm_portal.admin.accounts import ShownOnly
from asm_portal.administration.base import SecretariatAdmin, SecretariatInline
from asm_portal.administration.filters import work_list_filter
from communications.enquiries.panels import LISTS
from communications.models import (
    BankedAnswer,
    BankedAnswerCitation,
    ChairInstruction,
    Enquirer,
    Enquiry,
    EnquiryMessage,
    InternalNote,
    Reply,
    ReplyDraft,
)


class EnquirerInline(ShownOnly, SecretariatInline):
    model = Enquirer
    fields = ("name", "outlet", "email", "reached_at")


class MessageInline(ShownOnly, SecretariatInline):
    model = EnquiryMessage
    fields = ("sender", "text", "at", "seen_at")


class NoteInline(ShownOnly, SecretariatInline):
    model = InternalNote
    fields = ("text", "by", "at")


class DraftInline(ShownOnly, SecretariatInline):
    model = ReplyDraft
    fields = ("number", "text", "state", "instruction", "is_by_chair", "by", "at", "remark", "approval")


class ReplyInline(ShownOnly, SecretariatInline):
    model = Reply
    fields = ("approval", "channel", "asked_at", "sent_at", "by")


@admin.register(Enquiry)
class EnquiryAdmin(ShownOnly, SecretariatAdmin):
    list_display = (
        "reference",
        "kind",
        "channel",
        "language",
        "received_at",
        "outcome",
        "closed_at",
        "is_demonstration",
    )
    list_filter = (work_list_filter(*LISTS), "kind", "outcome")
    search_fields = ("reference", "question", "enquirer__name", "enquirer__outlet")
    date_hierarchy = "received_at"
    inlines = (EnquirerInline, MessageInline, NoteInline, DraftInline, ReplyInline)


@admin.register(ChairInstruction)
class ChairInstructionAdmin(ShownOnly, SecretariatAdmin):
    list_display = ("words", "enquiry", "kind", "given_by", "given_on", "how", "ended_on")
    list_filter = ("kind", "how")
    list_select_related = ("enquiry",)
    search_fields = ("words", "given_by", "enquiry__reference")


class CitationInline(ShownOnly, SecretariatInline):
    model = BankedAnswerCitation
    fields = ("document",)


@admin.register(BankedAnswer)
class BankedAnswerAdmin(ShownOnly, SecretariatAdmin):
    list_display = ("reference", "question", "language", "state", "is_demonstration")
    list_filter = ("state", "language")
    search_fields = ("reference", "question", "text")
    inlines = (CitationInline,)
