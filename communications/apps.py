from django.apps import AppConfig
from django.core.checks import register
from django.utils.translation import gettext_lazy as _

from communications.checks import chair_address


class CommunicationsConfig(AppConfig):
    name = "communications"
    verbose_name = _("Communications")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        register(chair_address, deploy=True)
