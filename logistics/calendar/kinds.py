"""What the entries of the calendar are."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EntryKind(models.TextChoices):
    """What a calendar entry is; one filters by it."""

    MEETING = "meeting", _("meeting")
    VISIT = "visit", _("review visit or mission")
    REPORT = "report", _("report due")
    ACTION = "action", _("action due")
    PROCEDURE = "procedure", _("written procedure ends")
    REFERRAL = "referral", _("answer to a referral due")
    WORKSHOP = "workshop", _("workshop or training")
