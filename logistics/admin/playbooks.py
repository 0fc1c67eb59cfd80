"""Playbooks for the secretariat. The tasks of a meeting or a visit are kept on its own page."""

from django.contrib import admin
from django.db.models import Count

from asm_portal.administration.base import SecretariatAdmin, SecretariatInline
from logistics.models import Playbook, PlaybookTask


class PlaybookTaskInline(SecretariatInline):
    """What is done on which day, and by whom."""

    model = PlaybookTask
    fields = ("offset", "title_en", "title_fr", "owner")


@admin.register(Playbook)
class PlaybookAdmin(SecretariatAdmin):
    list_display = ("kind", "tasks_in_it", "source")
    list_filter = ("kind",)
    search_fields = ("tasks__title_en", "tasks__title_fr")
    inlines = (PlaybookTaskInline,)

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(count=Count("tasks", distinct=True))

    @admin.display(description=PlaybookTask._meta.verbose_name_plural)
    def tasks_in_it(self, playbook):
        return playbook.count

    def has_delete_permission(self, request, obj=None):
        """What was planned from a playbook names it."""
        return False
