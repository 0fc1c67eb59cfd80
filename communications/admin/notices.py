"""Notices for the secretariat to look up, with their history; they are written and sent on the site. Standing instructions of the
Chair are recorded here."""

from django.contrib import admin

from asm_portal.admin.accounts import ShownOnly
from asm_portal.administration.base import SecretariatAdmin, SecretariatInline
from asm_portal.administration.filters import work_list_filter
from communications.models import (
    Notice,
    NoticeAddressee,
    NoticeDocument,
    NoticeInstruction,
    NoticeRecipient,
    NoticeText,
)
from communications.notices.panels import LISTS


class TextInline(ShownOnly, SecretariatInline):
    model = NoticeText
    fields = ("language", "title", "text")


class RecipientInline(ShownOnly, SecretariatInline):
    model = NoticeRecipient
    fields = ("audience", "body", "office", "organisation")


class DocumentInline(ShownOnly, SecretariatInline):
    model = NoticeDocument
    fields = ("document",)


@admin.register(Notice)
class NoticeAdmin(ShownOnly, SecretariatAdmin):
    list_display = ("reference", "title", "kind", "series", "year", "number", "state", "sent_at", "is_demonstration")
    list_filter = (work_list_filter(*LISTS), "state", "kind")
    search_fields = ("reference", "texts__title", "series")
    prefetched = ("texts",)
    date_hierarchy = "sent_at"
    inlines = (TextInline, RecipientInline, DocumentInline)


@admin.register(NoticeAddressee)
class NoticeAddresseeAdmin(ShownOnly, SecretariatAdmin):
    """To whom a notice went on the day it was sent; whether the mail left stands with the mail."""

    list_display = ("person", "organisation", "notice", "at")
    list_select_related = ("person", "organisation", "notice")
    list_filter = ("at",)
    prefetched = ("organisation__names", "notice__texts")
    search_fields = ("person__given_name", "person__family_name", "organisation__code", "notice__reference")


@admin.register(NoticeInstruction)
class NoticeInstructionAdmin(SecretariatAdmin):
    list_display = ("kind", "words", "valid_from", "valid_until")
    list_filter = ("kind",)
    search_fields = ("words",)
