from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "asm_portal"
    verbose_name = _("Register")
    default_auto_field = "django.db.models.BigAutoField"


class PortalAdminConfig(admin_apps.AdminConfig):
    """Django's administration with a site of our own."""

    default = False
    default_site = "asm_portal.administration.site.PortalAdminSite"
