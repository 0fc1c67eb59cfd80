"""Requests for assistance, as they arrive from other tasks (mandate 4a)."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from asm_portal.models import Organisation
from asm_portal.references import new_reference
from asm_portal.tracked import Tracked
from asm_portal.visibility import EVERYBODY, NOBODY, Open


class AssistanceRequest(Open, Tracked):
    """What somebody asks for, in their own words. Only the secretariat knows of it.

    States: received → taken up, once somebody of the secretariat works on it. `origin` is the reference of the record it came
    with, for example of an enquiry.
    """

    class State(models.TextChoices):
        RECEIVED = "received", _("received")
        TAKEN_UP = "taken_up", _("taken up")

    reference = models.CharField(_("reference"), max_length=24, unique=True, editable=False)
    name = models.CharField(_("who asks"), max_length=160)
    email = models.EmailField(_("e-mail address"), blank=True)
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("organisation"),
        help_text=_("For whom it is asked, where that is known."),
    )
    language = models.CharField(_("language"), max_length=2, choices=settings.CONTENT_LANGUAGES)
    text = models.TextField(_("what is asked for"))
    origin = models.CharField(_("came with"), max_length=24, blank=True)
    received_at = models.DateTimeField(_("received at (UTC)"), default=timezone.now)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.RECEIVED, editable=False)

    class Meta:
        verbose_name = _("request for assistance")
        verbose_name_plural = _("requests for assistance")
        ordering = ["-received_at", "-pk"]
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                fields=["origin"], condition=~models.Q(origin=""), name="a_record_brings_one_request_for_assistance"
            ),
        ]

    def __str__(self):
        return f"{self.reference}, {self.name}"

    def save(self, *args, **kwargs):
        if not self.reference:
            self.reference = new_reference("TA", self.received_at.year)
        super().save(*args, **kwargs)

    @classmethod
    def readable(cls, standing):
        return EVERYBODY if standing.secretariat else NOBODY
