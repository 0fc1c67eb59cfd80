"""The site of the administration: opened by the facts, led by what needs a person."""

from functools import wraps

from django.conf import settings
from django.contrib.admin import AdminSite
from django.utils import translation
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from asm_portal.administration.base import FactsAdmin
from asm_portal.administration.history import recent_changes
from asm_portal.attention import attention


class PortalAdminSite(AdminSite):
    """The administration of the portal."""

    site_title = site_header = _("Administration")
    index_title = _("What needs a person today")
    enable_nav_sidebar = False

    def register(self, model_or_iterable, admin_class=None, **options):
        """Only admins that ask the access rule: those that libraries bring along know Django's permission rows only."""
        if admin_class and issubclass(admin_class, FactsAdmin):
            super().register(model_or_iterable, admin_class, **options)

    def has_permission(self, request):
        return request.user.is_active and request.user.is_staff

    def admin_view(self, view, cacheable=False):
        """The addresses of the administration name no language: it speaks the one that the person prefers."""
        answer = super().admin_view(view, cacheable)

        @wraps(answer)
        def in_preferred_language(request, *args, **kwargs):
            if request.user.is_authenticated:
                translation.activate(request.user.person.preferred_language)
            return answer(request, *args, **kwargs)

        return in_preferred_language

    def get_urls(self):
        """Without the shortcut from any record to its page, which asks no rule, and without a second way to change a password,
        which would not be reported to its holder."""
        left_out = {"view_on_site", "password_change", "password_change_done"}
        return [pattern for pattern in super().get_urls() if getattr(pattern, "name", "") not in left_out]

    def get_app_list(self, request, app_label=None):
        """The register first, then the tasks in the order of their dependencies. Every page is given the list, and few show it:
        it is worked out where it is shown."""
        order, apps = ["asm_portal", *settings.AREAS], super().get_app_list
        return SimpleLazyObject(lambda: sorted(apps(request, app_label), key=lambda app: order.index(app["app_label"])))

    def index(self, request, extra_context=None):
        """What needs attention, then the registers and who changed what lately."""
        shown = {"attention": attention(request.user), "changes": list(recent_changes(self, request))}
        return super().index(request, shown | (extra_context or {}))
