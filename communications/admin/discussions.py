"""Discussions for the secretariat to look up, with their history, removed posts among them; they are led on the site."""

from django.contrib import admin

from asm_portal.admin.accounts import ShownOnly
from asm_portal.administration.base import SecretariatAdmin, SecretariatInline
from communications.models import DiscussionMail, Post, PostAttachment, Topic


class AttachmentInline(ShownOnly, SecretariatInline):
    model = PostAttachment
    fields = ("document",)


@admin.register(Topic)
class TopicAdmin(ShownOnly, SecretariatAdmin):
    list_display = ("reference", "title", "body", "opened_at", "closed_at", "is_pinned", "is_demonstration")
    list_filter = ("is_pinned", "closed_at", "body")
    list_select_related = ("body",)
    search_fields = ("reference", "title", "body__code")
    date_hierarchy = "opened_at"


@admin.register(Post)
class PostAdmin(ShownOnly, SecretariatAdmin):
    list_display = ("topic", "number", "author", "organisation", "at", "edited_at", "removed_at")
    list_filter = ("removed_at", "language")
    list_select_related = ("topic", "author", "organisation")
    prefetched = ("organisation__names",)
    search_fields = ("topic__reference", "topic__title", "text", "author__family_name", "organisation__code")
    date_hierarchy = "at"
    exclude = ("html",)
    inlines = (AttachmentInline,)


@admin.register(DiscussionMail)
class DiscussionMailAdmin(ShownOnly, SecretariatAdmin):
    list_display = ("person", "body", "frequency")
    list_filter = ("frequency", "body")
    list_select_related = ("person", "body")
    search_fields = ("person__given_name", "person__family_name", "body__code")
