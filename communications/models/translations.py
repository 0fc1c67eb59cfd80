"""Which translations were read against the text that they follow."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from asm_portal.models import User
from asm_portal.visibility import EVERYBODY, NOBODY, Open, VisibleQuerySet
from knowledge.models import Rendition

CHECKED = _("A check is neither changed nor taken back: another text needs one of its own.")


class TranslationCheckQuerySet(VisibleQuerySet):
    """Checks of translations; no row of theirs is written over or deleted."""

    def delete(self):
        raise TypeError("checks stay")


class TranslationCheck(Open):
    """That somebody read exactly this text against the one that it follows, at an instant (UTC). `digest` is of the text as it
    was then; a text that is written over, and that of a later revision, is not checked."""

    rendition = models.ForeignKey(Rendition, models.PROTECT, related_name="+", verbose_name=_("text"))
    digest = models.CharField(_("SHA-256 of the text"), max_length=64)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("checked by"))
    at = models.DateTimeField(_("checked at (UTC)"), default=timezone.now)

    objects = TranslationCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("check of a translation")
        verbose_name_plural = _("checks of translations")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["rendition", "digest"], name="a_text_is_checked_once"),
        ]

    def __str__(self):
        return f"{self.rendition}, {self.at:%Y-%m-%d %H:%M} UTC"

    @classmethod
    def readable(cls, standing):
        return EVERYBODY if standing.secretariat else NOBODY

    @classmethod
    def changeable(cls, standing):
        return NOBODY

    def save(self, *args, **kwargs):
        if self.pk:
            raise ValidationError(CHECKED)
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise ValidationError(CHECKED)
