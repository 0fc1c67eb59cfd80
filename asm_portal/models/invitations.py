"""Invitations: the only way to an account."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from asm_portal.models.accounts import User
from asm_portal.models.organisations import Organisation
from asm_portal.models.people import Person, Representation
from asm_portal.tracked import Tracked
from asm_portal.visibility import EVERYBODY, Open, VisibleQuerySet


class InvitationQuerySet(VisibleQuerySet):
    """Invitations by what can still be done with them."""

    def open(self):
        """Those whose link still opens an account."""
        return self.filter(accepted_at=None, revoked_at=None, expires_at__gt=timezone.now())


class Invitation(Open, Tracked):
    """A person asked to open an account. Of the token in the link only a hash is kept.

    Open until it is accepted or revoked, or its time is over; a new invitation of the same person revokes the one before.
    """

    class State(models.TextChoices):
        OPEN = "open", _("open")
        ACCEPTED = "accepted", _("accepted")
        REVOKED = "revoked", _("revoked")
        EXPIRED = "expired", _("expired")

    person = models.ForeignKey(Person, models.PROTECT, related_name="invitations", verbose_name=_("person"))
    address = models.EmailField(_("address"))
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    role = models.CharField(
        _("role"), max_length=20, choices=Representation.Role, default=Representation.Role.REPRESENTATIVE
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("organisation")
    )
    invited_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("invited by"))
    invited_at = models.DateTimeField(_("invited at"), default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("expires at"))
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-invited_at", "-pk"]
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(revoked_at=None), name="an_accepted_invitation_is_not_revoked"
            ),
        ]

    def __str__(self):
        return f"{self.person} ({self.state.label})"

    @classmethod
    def readable(cls, standing):
        return EVERYBODY if standing.secretariat else Q(invited_by=standing.user_id)

    @property
    def state(self):
        if self.accepted_at:
            return self.State.ACCEPTED
        if self.revoked_at:
            return self.State.REVOKED
        return self.State.OPEN if self.expires_at > timezone.now() else self.State.EXPIRED

    def revoke(self):
        """The link stops working."""
        self.revoked_at = timezone.now()
        self.save(update_fields=["revoked_at"])
