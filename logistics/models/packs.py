"""Packs that were built to be taken away: what may be read of the portal where there is no network, and the Chair's hand-over."""

import uuid

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from asm_portal.models import User
from asm_portal.references import new_reference
from asm_portal.roles import Role
from asm_portal.tracked import Tracked
from asm_portal.visibility import Visible


def stored_name(pack, _filename):
    """A name that tells nothing; the name that readers see is made from the role and the day."""
    return f"packs/{uuid.uuid4().hex}"


class Pack(Visible, Tracked):
    """A ZIP with what one role may know, for those who belong to the role: its audience is the role.

    Ordered → built, or failed with a `problem` → ended, when its days were over or when something that it holds was taken from
    its role. Its file goes when it ends; the row stays and says what left the house. `contents` are the primary keys of the
    documents, renditions and meetings that it holds, by which this is found out.
    """

    class Kind(models.TextChoices):
        USB = "usb", _("USB pack")
        HANDOVER = "handover", _("hand-over pack of the Chair")

    class Ending(models.TextChoices):
        EXPIRED = "expired", _("its days were over")
        OVERTAKEN = "overtaken", _("something in it is no longer for these readers")

    reference = models.CharField(_("reference"), max_length=24, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    languages = models.JSONField(_("languages"), default=list)
    ordered_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("ordered by"))
    ordered_at = models.DateTimeField(_("ordered at (UTC)"), default=timezone.now)
    built_at = models.DateTimeField(_("built at (UTC)"), null=True, blank=True)
    file = models.FileField(_("file"), upload_to=stored_name, blank=True, max_length=120)
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0)
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True)
    contents = models.JSONField(_("contents"), default=dict, blank=True)
    problem = models.CharField(_("why it could not be built"), max_length=300, blank=True)
    ended_at = models.DateTimeField(_("ended at (UTC)"), null=True, blank=True)
    ending = models.CharField(_("why it ended"), max_length=9, choices=Ending, blank=True)

    class Meta(Visible.Meta):
        verbose_name = _("pack")
        verbose_name_plural = _("packs")
        ordering = ["-ordered_at", "-pk"]
        constraints = [
            *Visible.Meta.constraints,
            models.CheckConstraint(
                condition=Q(ended_at=None, ending="") | Q(ended_at__isnull=False, file="") & ~Q(ending=""),
                name="a_pack_that_ended_holds_no_file",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, {self.role}"

    def save(self, *args, **kwargs):
        if not self.reference:
            self.reference = new_reference("PCK", self.ordered_at.year)
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("logistics:pack-file", args=[self.reference])

    @property
    def role(self):
        """The reader whose pack it is."""
        return Role(self.audience, self.audience_body, self.audience_organisation)

    @property
    def is_ready(self):
        return bool(self.file)

    @property
    def filename(self):
        """What a reader saves it as: usb-body-wgm-2026-11-22.zip."""
        return f"{self.kind}-{self.role.slug}-{self.built_at:%Y-%m-%d}.zip"
