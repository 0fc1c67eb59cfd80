"""Named exceptions to the access rule: a record opened to a person or to another body, for a reason, until an instant.

The one door for object permissions: nothing else in the portal assigns or asks for them.
"""

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from guardian.models import UserObjectPermissionBase
from simple_history.models import HistoricalRecords

from asm_portal.tracked import TrackedQuerySet


class AccessException(models.Model):
    """What every exception records. It holds from `valid_from` until `until`, both UTC instants."""

    valid_from = models.DateTimeField(_("from"), default=timezone.now)
    until = models.DateTimeField(_("until"))
    reason = models.TextField(_("reason"))
    by = models.ForeignKey("asm_portal.User", models.PROTECT, related_name="+", verbose_name=_("granted by"))
    history = HistoricalRecords(
        inherit=True, history_change_reason_field=models.TextField(null=True), related_name="past"
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="%(app_label)s_%(class)s_has_a_reason"),
            models.CheckConstraint(
                condition=Q(valid_from__lte=F("until")), name="%(app_label)s_%(class)s_ends_after_it_begins"
            ),
        ]

    def revoke(self):
        """End the exception now."""
        self.until = timezone.now()
        self.valid_from = min(self.valid_from, self.until)
        self.save()


class PersonGrant(UserObjectPermissionBase, AccessException):
    """A record opened to a named person; concrete rows name `content_object` with `related_name="grants"`."""

    user = models.ForeignKey("asm_portal.User", models.PROTECT, related_name="+", verbose_name=_("account"))

    objects = TrackedQuerySet.as_manager()

    class Meta(AccessException.Meta):
        abstract = True
        unique_together = [("user", "permission", "content_object")]

    def __str__(self):
        return f"{self.content_object} – {self.user.person}"


class SharedWith(AccessException):
    """A record opened to another body; concrete rows name `content_object` with `related_name="shares"`."""

    body = models.ForeignKey("asm_portal.Body", models.PROTECT, related_name="+", verbose_name=_("body"))

    objects = TrackedQuerySet.as_manager()

    class Meta(AccessException.Meta):
        abstract = True

    def __str__(self):
        return f"{self.content_object} – {self.body}"


@transaction.atomic
def grant(*, record, user, until, reason, by):
    """Open the record to the account until the instant; a second grant replaces the end and the reason of the first."""
    model = record._meta.get_field("grants").related_model
    permission = Permission.objects.get(
        content_type=ContentType.objects.get_for_model(record), codename=f"view_{record._meta.model_name}"
    )
    row, _made = model.objects.update_or_create(
        content_object=record,
        user=user,
        permission=permission,
        defaults={"until": until, "reason": reason, "by": by},
    )
    return row
