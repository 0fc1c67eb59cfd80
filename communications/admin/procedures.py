"""Written procedures for the secretariat to look up, with their history; they are led on the site."""

from django.contrib import admin

from asm_portal.admin.accounts import ShownOnly
from asm_portal.administration.base import SecretariatAdmin, SecretariatInline
from communications.models import Declaration, Position, ProcedureExtension, WrittenProcedure


class ExtensionInline(ShownOnly, SecretariatInline):
    model = ProcedureExtension
    fields = ("closes_at", "reason", "by", "at")


class PositionInline(ShownOnly, SecretariatInline):
    model = Position
    fields = ("organisation", "kind", "text", "channel", "by", "at")


class DeclarationInline(ShownOnly, SecretariatInline):
    model = Declaration
    fields = ("outcome", "remark", "office", "by", "at", "supports", "no_objections", "objections", "missing", "needed")


@admin.register(WrittenProcedure)
class WrittenProcedureAdmin(ShownOnly, SecretariatAdmin):
    list_display = ("reference", "question_en", "body", "opens_at", "closes_at", "audience", "is_demonstration")
    list_filter = ("rule", "audience", "is_demonstration")
    list_select_related = ("body",)
    search_fields = ("reference", "question_en", "question_fr", "body__code")
    date_hierarchy = "closes_at"
    inlines = (ExtensionInline, PositionInline, DeclarationInline)
