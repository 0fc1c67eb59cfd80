"""Mail that comes in: what answers an enquiry goes there, the rest is held for the secretariat. Nothing is dropped."""

import uuid

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from asm_portal.models import User
from asm_portal.visibility import EVERYBODY, NOBODY, Open
from communications.models.enquiries import Enquiry


def stored_name(mail, _filename):
    """A name that tells nothing."""
    return f"inbound/{uuid.uuid4().hex}"


class InboundMail(Open):
    """A message as it came in; `raw` is all of it, but for one that is too large to be kept, which lies in the mailbox.

    States: held → attached to an enquiry (by itself, where it answers one) | filed as a new one | set aside with a reason → held.
    It is for the secretariat, and is deleted with what it was about: hence it keeps no history. `fingerprint` tells a message
    that was read before; `sent_at` is what the message itself says, `size` is in bytes.
    """

    class Nature(models.TextChoices):
        LETTER = "letter", _("message")
        AUTO_REPLY = "auto_reply", _("automatic answer")
        BOUNCE = "bounce", _("mail that came back")

    class State(models.TextChoices):
        HELD = "held", _("held")
        ATTACHED = "attached", _("attached to an enquiry")
        FILED = "filed", _("filed as an enquiry")
        SET_ASIDE = "set_aside", _("set aside")

    fingerprint = models.CharField(_("fingerprint"), max_length=64, unique=True, editable=False)
    message_id = models.CharField(_("Message-ID"), max_length=250, blank=True)
    sender_name = models.CharField(_("name of the sender"), max_length=120, blank=True)
    sender = models.CharField(_("address of the sender"), max_length=254, blank=True)
    subject = models.CharField(_("subject"), max_length=400, blank=True)
    text = models.TextField(_("text"), blank=True)
    sent_at = models.DateTimeField(_("sent at (UTC)"), null=True, blank=True)
    received_at = models.DateTimeField(_("read at (UTC)"), default=timezone.now)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    raw = models.FileField(_("whole message"), upload_to=stored_name, blank=True, max_length=120)
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True)
    nature = models.CharField(_("what it is"), max_length=10, choices=Nature, default=Nature.LETTER)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.HELD)
    enquiry = models.ForeignKey(
        Enquiry, models.PROTECT, null=True, blank=True, related_name="mails", verbose_name=_("enquiry")
    )
    reason = models.CharField(_("why it was set aside"), max_length=300, blank=True)
    settled_at = models.DateTimeField(_("settled at (UTC)"), null=True, blank=True)
    settled_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("settled by")
    )

    class Meta:
        verbose_name = _("incoming mail")
        verbose_name_plural = _("incoming mail")
        ordering = ["-received_at", "-pk"]
        base_manager_name = "objects"
        indexes = [models.Index(fields=["state", "received_at"], name="inbound_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="held", settled_at=None) | ~Q(state="held") & Q(settled_at__isnull=False),
                name="mail_that_is_held_is_not_settled",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["attached", "filed"], enquiry__isnull=False)
                | Q(state__in=["held", "set_aside"], enquiry=None),
                name="mail_that_is_placed_names_its_enquiry",
            ),
            models.CheckConstraint(
                condition=~Q(state="set_aside") | ~Q(reason=""), name="mail_that_is_set_aside_has_a_reason"
            ),
        ]

    def __str__(self):
        """Without its subject: the log of the administration keeps what stands here."""
        return gettext("message of %(moment)s UTC") % {"moment": f"{self.received_at:%Y-%m-%d %H:%M}"}

    @classmethod
    def readable(cls, standing):
        return EVERYBODY if standing.secretariat else NOBODY

    @property
    def file_url(self):
        """The address of the whole message."""
        return reverse("communications:inbound-mail", args=[self.pk])
