"""The ledger of everything that was sent: one row per recipient, key and channel."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from asm_portal.models.people import Person


class Delivery(models.Model):
    """One message to one recipient through one channel; the unique row is what makes it go once. The recipient is a person of the
    register, or an address: that of somebody who asked for these mails, or asked a question.

    States: queued → sending → sent | failed | dropped; `sent` → bounced. A row still `sending` after a crash becomes `uncertain`:
    it may have gone, so it is shown to staff and never sent again by itself. `dropped` is what was no longer needed when its turn
    came. `reached` is what staff note after a call or in person. `set_aside` is what failed, came back or is uncertain and
    need not be sent any more; the log of the administration says who decided so, and why.
    """

    class Channel(models.TextChoices):
        MAIL = "mail", _("mail")
        TELEPHONE = "telephone", _("telephone")
        IN_PERSON = "in_person", _("in person")

    class State(models.TextChoices):
        QUEUED = "queued", _("queued")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")
        BOUNCED = "bounced", _("bounced")
        UNCERTAIN = "uncertain", _("may or may not have gone")
        REACHED = "reached", _("reached")
        DROPPED = "dropped", _("no longer needed")
        SET_ASIDE = "set_aside", _("set aside")

    key = models.CharField(_("key"), max_length=200, help_text=_("What is sent, for example invitation:42."))
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="deliveries", verbose_name=_("person")
    )
    channel = models.CharField(_("channel"), max_length=10, choices=Channel, default=Channel.MAIL)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.QUEUED)
    address = models.CharField(_("address"), max_length=254, blank=True)
    language = models.CharField(_("language"), max_length=2)
    subject = models.CharField(_("subject"), max_length=250, blank=True)
    text = models.TextField(_("text"), blank=True)
    html = models.TextField(_("HTML"), blank=True)
    is_secret = models.BooleanField(
        _("holds a secret"),
        default=False,
        help_text=_("The text holds a link that opens something; it is erased once sent."),
    )
    is_written_when_sent = models.BooleanField(
        _("is written when it is sent"),
        default=False,
        help_text=_("What it says, and whether it is still needed, is asked when its turn comes."),
    )
    from_name = models.CharField(_("in whose name"), max_length=120, blank=True)
    reply_to = models.CharField(_("where answers go"), max_length=254, blank=True)
    calendar = models.TextField(_("calendar file"), blank=True)
    leave_url = models.CharField(_("where one stops these mails"), max_length=500, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    error = models.TextField(_("error"), blank=True)
    queued_at = models.DateTimeField(_("queued at"), auto_now_add=True)
    claimed_at = models.DateTimeField(_("claimed at"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["-queued_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["key", "person", "channel"], name="a_message_goes_once_to_a_person"),
            models.UniqueConstraint(
                fields=["key", "address", "channel"],
                condition=Q(person=None),
                name="a_message_goes_once_to_an_address",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | ~Q(address=""), name="a_message_has_a_person_or_an_address"
            ),
        ]
        indexes = [models.Index(fields=["state", "queued_at"], name="delivery_state")]

    def __str__(self):
        return f"{self.key} → {self.person or _('somebody outside the register')}"
