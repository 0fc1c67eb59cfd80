"""What assistance is about: one list for offers, cases and workshops, so that they can be found and counted together."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _


class Theme(models.TextChoices):
    """A theme of assistance."""

    SCHEME = "scheme", _("how the certification scheme works")
    CERTIFICATES = "certificates", _("certificates and their issue")
    INTERNAL_CONTROLS = "internal_controls", _("internal controls")
    ARTISANAL = "artisanal", _("artisanal and alluvial production")
    VALUATION = "valuation", _("examination and valuation of rough diamonds")
    STATISTICS = "statistics", _("statistics")
    CUSTOMS = "customs", _("customs and enforcement")
    LEGISLATION = "legislation", _("legislation and institutions")
    REPORTING = "reporting", _("reports and review visits")
    OTHER = "other", _("other")


def check_themes(codes):
    """Raise ValidationError unless it is a list of themes."""
    if not isinstance(codes, list) or set(codes) - set(Theme.values):
        raise ValidationError(_("Choose themes from the list."))
