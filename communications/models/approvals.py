"""Approvals of texts that are no documents: a notice, a reply. What goes out has no text of its own, it has an approval."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from asm_portal.models import Office, User
from asm_portal.visibility import EVERYBODY, NOBODY, Open, VisibleQuerySet
from knowledge.models.approvals import PERMANENT


class TextApprovalQuerySet(VisibleQuerySet):
    """Approvals of texts; no row of theirs is written over or deleted."""

    def delete(self):
        raise TypeError("approvals stay")


class TextApproval(Open):
    """A person's approval of exactly one text, at an instant (UTC): by the KP Chair's office, or under a standing instruction of
    its own, which the secretariat names (mandate 2b, 2c).

    `content` is the approved text itself, with everything else that was approved with it; `sha256` is that of its UTF-8 bytes.
    """

    class Capacity(models.TextChoices):
        KP_CHAIR = "kp_chair", _("the KP Chair’s office")
        STANDING = "standing", _("a standing instruction of the KP Chair")

    purpose = models.CharField(_("purpose"), max_length=20)
    content = models.TextField(_("approved text"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    capacity = models.CharField(_("capacity"), max_length=12, choices=Capacity)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("approved by"))
    office = models.ForeignKey(
        Office, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("on behalf of the office")
    )
    at = models.DateTimeField(_("approved at (UTC)"), default=timezone.now)
    remark = models.TextField(_("remark"), blank=True)

    objects = TextApprovalQuerySet.as_manager()

    class Meta:
        verbose_name = _("approval of a text")
        verbose_name_plural = _("approvals of texts")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(capacity="kp_chair", office__isnull=False) | Q(capacity="standing", office__isnull=True),
                name="an_approval_of_the_chair_names_the_seat",
            ),
        ]

    def __str__(self):
        return f"{self.get_capacity_display()}, {self.at:%Y-%m-%d %H:%M} UTC"

    @classmethod
    def readable(cls, standing):
        """Those who prepare texts, and those who approve them."""
        return EVERYBODY if standing.secretariat or standing.chair else NOBODY

    @classmethod
    def changeable(cls, standing):
        return NOBODY

    def save(self, *args, **kwargs):
        if self.pk:
            raise ValidationError(PERMANENT)
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise ValidationError(PERMANENT)
