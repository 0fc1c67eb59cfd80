"""What the bulk import has already taken in."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from knowledge.models.documents import Document


class ImportedRow(models.Model):
    """A row of a manifest that was imported, known by the SHA-256 of its cells and of its files: a second run finds it here."""

    fingerprint = models.CharField(_("fingerprint"), max_length=64, unique=True)
    document = models.ForeignKey(Document, models.CASCADE, related_name="+", verbose_name=_("document"))
    imported_at = models.DateTimeField(_("imported at (UTC)"), auto_now_add=True)

    class Meta:
        verbose_name = _("imported row")
        verbose_name_plural = _("imported rows")
        ordering = ["pk"]

    def __str__(self):
        return self.fingerprint
