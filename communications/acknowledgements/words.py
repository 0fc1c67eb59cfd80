"""An acknowledgement in words."""

from django.utils.translation import gettext as _

from asm_portal.templatetags.portal import date_words


def in_words(acknowledgement):
    """For which organisation, by whom, how and when it was acknowledged, as a sentence."""
    told = {
        "organisation": acknowledgement.organisation,
        "person": acknowledgement.person or _("somebody who is not on record"),
        "how": acknowledgement.get_channel_display(),
        "day": date_words(acknowledgement.at),
        "time": f"{acknowledgement.at:%H:%M}",
    }
    return _("%(organisation)s acknowledged this notice on %(day)s at %(time)s UTC: %(person)s, %(how)s.") % told
