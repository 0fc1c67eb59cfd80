"""Who took the file of a text that is not public, or read a report that is not."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from asm_portal.models import User
from asm_portal.visibility import EVERYBODY, NOBODY, Open
from knowledge.models.texts import Rendition


class TextReading(Open):
    """That somebody was given a text that not everyone may read, and when: its file, or its words on a page. Written only, by
    `knowledge.readings`; for the secretariat."""

    class Form(models.TextChoices):
        FILE = "file", _("file")
        PAGE = "page", _("on the page")

    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("who"))
    rendition = models.ForeignKey(Rendition, models.PROTECT, related_name="readings", verbose_name=_("text"))
    form = models.CharField(_("as"), max_length=4, choices=Form)
    at = models.DateTimeField(_("when (UTC)"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("reading of a restricted text")
        verbose_name_plural = _("readings of restricted texts")
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.user}, {self.at:%Y-%m-%d %H:%M}"

    @classmethod
    def readable(cls, standing):
        return EVERYBODY if standing.secretariat else NOBODY

    @classmethod
    def changeable(cls, standing):
        return NOBODY

    def save(self, *args, **kwargs):
        if self.pk:
            raise ValidationError(_("What was logged is not changed."))
        super().save(*args, **kwargs)
