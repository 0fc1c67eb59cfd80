"""What the reference data last said of a record, so that loading them again can tell a change of ours from one of staff."""

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _


class ReferenceRow(models.Model):
    """A row of the reference data, the record made from it, the values as last loaded. It outlives a record that staff remove."""

    key = models.CharField(_("key"), max_length=160, unique=True)
    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+", verbose_name=_("kind of record"))
    object_id = models.PositiveBigIntegerField(_("record"))
    values = models.JSONField(_("values as last loaded"))

    class Meta:
        verbose_name = _("row of the reference data")
        verbose_name_plural = _("rows of the reference data")
        ordering = ["key"]

    def __str__(self):
        return self.key
