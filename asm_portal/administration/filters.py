"""Filters of the lists: those one works from."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _


def work_list_filter(*lists):
    """A filter that offers the lists that the secretariat works from."""

    class WorkListFilter(admin.SimpleListFilter):
        title = _("list")
        parameter_name = "list"

        def lookups(self, request, model_admin):
            return [(work.code, work.title) for work in lists]

        def queryset(self, request, queryset):
            chosen = next((work for work in lists if work.code == self.value()), None)
            return chosen.narrow(queryset) if chosen else queryset

    return WorkListFilter
