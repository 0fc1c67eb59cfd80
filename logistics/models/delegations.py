"""What comes with a delegation: its credentials, what it asks for once registration is closed, and the logs of what was given out
and deleted."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from asm_portal.tracked import Tracked
from asm_portal.uploads import check_upload
from asm_portal.visibility import EVERYBODY, NOBODY, Open, Through
from logistics.models.registration import Delegate, Delegation, Registration


def stored_name(_credentials, _filename):
    """A name that tells nothing."""
    return f"credentials/{uuid.uuid4().hex}"


class Credentials(Through, Tracked):
    """The document by which an organisation accredits its delegation; the newest one counts."""

    visible_through = "delegation"

    class State(models.TextChoices):
        WAITING = "waiting", _("to be checked")
        ACCEPTED = "accepted", _("in order")
        RETURNED = "returned", _("returned")

    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="credentials", verbose_name=_("delegation"))
    file = models.FileField(_("file"), upload_to=stored_name, max_length=120, validators=[check_upload])
    media_type = models.CharField(_("media type"), max_length=100, editable=False)
    extension = models.CharField(_("extension"), max_length=8, editable=False)
    size = models.PositiveBigIntegerField(_("size in bytes"), editable=False)
    sha256 = models.CharField(_("SHA-256"), max_length=64, editable=False)
    received_at = models.DateTimeField(_("received at"), default=timezone.now, editable=False)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING)
    remark = models.CharField(_("what is missing"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("credentials")
        verbose_name_plural = _("credentials")
        ordering = ["delegation", "-received_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="returned") | ~Q(remark=""),
                name="returned_credentials_say_what_is_missing",
                violation_error_message=_("Say what is missing."),
            )
        ]

    def __str__(self):
        return str(self.delegation)

    @property
    def filename(self):
        return f"{self.delegation.reference}-credentials.{self.extension}"


class DelegationRequest(Through, Tracked):
    """What a delegation asks for once registration is closed: a change, a withdrawal. The secretariat settles it."""

    visible_through = "delegation"

    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="requests", verbose_name=_("delegation"))
    text = models.TextField(_("what is asked for"), max_length=2000)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked by"))
    made_at = models.DateTimeField(_("asked at"), default=timezone.now)
    answer = models.CharField(_("answer"), max_length=500, blank=True)
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)

    class Meta:
        verbose_name = _("request of a delegation")
        verbose_name_plural = _("requests of delegations")
        ordering = ["made_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(settled_at=None) | ~Q(answer=""),
                name="a_settled_request_has_an_answer",
                violation_error_message=_("Say what was done."),
            )
        ]

    def __str__(self):
        return str(self.delegation)


class VisaLetter(Open, models.Model):
    """A log: a visa letter was given out. A row is written once and never changed; the letter itself is not kept."""

    delegate = models.ForeignKey(Delegate, models.PROTECT, related_name="letters", verbose_name=_("delegate"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("given to"))
    at = models.DateTimeField(_("given out at"), default=timezone.now)

    class Meta:
        verbose_name = _("visa letter")
        verbose_name_plural = _("visa letters")
        ordering = ["-at", "-pk"]

    def __str__(self):
        return str(self.delegate)

    @classmethod
    def readable(cls, standing):
        """The secretariat."""
        return EVERYBODY if standing.secretariat else NOBODY


class TravelDeletion(Open, models.Model):
    """A log: how the delegates of a meeting travelled has been deleted. A row is written once and never changed."""

    registration = models.ForeignKey(
        Registration, models.PROTECT, related_name="deletions", verbose_name=_("registration")
    )
    deleted_at = models.DateTimeField(_("deleted at"), default=timezone.now)
    count = models.PositiveIntegerField(_("delegates"))

    class Meta:
        verbose_name = _("deletion of travel data")
        verbose_name_plural = _("deletions of travel data")
        ordering = ["-deleted_at", "-pk"]

    def __str__(self):
        return str(self.registration)

    @classmethod
    def readable(cls, standing):
        """The secretariat."""
        return EVERYBODY if standing.secretariat else NOBODY
