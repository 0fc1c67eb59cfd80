"""Searches that a reader keeps, to be told by mail of what is new in them."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class SavedSearch(models.Model):
    """A search of one reader. Nobody else sees it: there is no page of the administration for it and its mails are secret.

    `query` is the canonical query string. What could be found before `told_until`, a UTC instant, has been told of.
    """

    class Frequency(models.TextChoices):
        DAILY = "daily", _("every day")
        WEEKLY = "weekly", _("every Monday")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_searches", verbose_name=_("account")
    )
    name = models.CharField(_("name"), max_length=120)
    query = models.CharField(_("search"), max_length=2_000, editable=False)
    frequency = models.CharField(_("e-mail"), max_length=6, choices=Frequency, default=Frequency.WEEKLY)
    is_paused = models.BooleanField(_("paused"), default=False)
    told_until = models.DateTimeField(_("told until"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "query"], name="a_search_is_saved_once"),
        ]

    def __str__(self):
        return self.name

    def pause(self):
        self.is_paused = True
        self.save(update_fields=["is_paused"])

    def resume(self):
        """Tell again of what comes from now on: the time between is not made up for."""
        self.is_paused, self.told_until = False, timezone.now()
        self.save(update_fields=["is_paused", "told_until"])
