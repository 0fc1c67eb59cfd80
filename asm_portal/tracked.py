"""Records that keep their history: who changed what, when and why.

Every way of writing that would leave no history row is refused, so that the audit trail has no holes.
"""

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class TrackedQuerySet(models.QuerySet):
    """A queryset whose silent bulk writes are refused: they would leave no history row."""

    def update(self, **kwargs):
        raise TypeError("update() leaves no history: save() each record")

    def bulk_create(self, objs, *args, **kwargs):
        raise TypeError("bulk_create() leaves no history: save() each record")

    def bulk_update(self, objs, fields, *args, **kwargs):
        raise TypeError("bulk_update() leaves no history: save() each record")


class Tracked(models.Model):
    """A record with a history and a version; the version is what two editors compare."""

    version = models.PositiveIntegerField(_("version"), default=0, editable=False)
    history = HistoricalRecords(
        inherit=True, history_change_reason_field=models.TextField(null=True), related_name="past"
    )

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        """Write the record and its history row together, as the next version."""
        self.version += 1
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "version"}
        with transaction.atomic():
            super().save(*args, **kwargs)


class Certainty(models.TextChoices):
    """How sure we are of a fact taken from a source."""

    HIGH = "high", _("high")
    MEDIUM = "medium", _("medium")
    LOW = "low", _("low")


class Sourced(models.Model):
    """A fact with its source; source, certainty and note are for staff, never for public pages."""

    source = models.TextField(_("source"), blank=True)
    certainty = models.CharField(_("certainty"), max_length=6, choices=Certainty, blank=True)
    note = models.TextField(_("note for staff"), blank=True)

    class Meta:
        abstract = True
