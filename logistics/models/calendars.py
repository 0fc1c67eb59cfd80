"""Calendars that a reader's own programs subscribe to."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class CalendarToken(models.Model):
    """The private address of a reader's calendar feed; of the token in it only a hash is kept. Without the row it is closed.

    Nobody else sees it: there is no page of the administration for it.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_tokens", verbose_name=_("account")
    )
    label = models.CharField(_("name"), max_length=80)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    only_mine = models.BooleanField(_("only what concerns my bodies and organisations"), default=False)
    made_at = models.DateTimeField(_("made at"), default=timezone.now, editable=False)
    last_used_on = models.DateField(_("last used on"), null=True, editable=False)

    class Meta:
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")
        ordering = ["label", "pk"]

    def __str__(self):
        return self.label
