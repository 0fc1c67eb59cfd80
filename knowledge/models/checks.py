"""What somebody asked of a certificate, and what somebody suspects of one."""

import uuid
from urllib.parse import urlencode

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from asm_portal.models import Office, Organisation, User
from asm_portal.references import new_reference
from asm_portal.tracked import Tracked
from asm_portal.visibility import EVERYBODY, NOBODY, Open, Through
from knowledge.models.certificates import Picture
from knowledge.models.fraud import FraudNotice

# What the address of a check says for an issuer that is not on the register.
OTHER_ISSUER = "other"
# The Chair of the WGM decides with the KP Chair and the secretariat; in the demonstration, the Chair of a fictional group does.
DECIDING_OFFICES = ("wgm-chair", "XWA-CHAIR")


def decides_on_fraud(standing):
    """Whether the reader is one of those who look into suspect certificates and decide when the claimed issuer is told."""
    if standing.secretariat or standing.chair:
        return True
    held = Office.objects.filter(pk__in=standing.offices, code__in=DECIDING_OFFICES)
    return bool(standing.offices) and held.exists()


class Verdict(models.TextChoices):
    """What the register says of an issuer on a day. It says nothing of the certificate: only the issuing authority can."""

    PARTICIPANT = "participant", _("Participant")
    RESTRICTIONS = "restrictions", _("restrictions applied")
    PROVISIONAL = "provisional", _("provisionally listed")
    COVERED = "covered", _("another Participant issues its certificates")
    NOT_PARTICIPANT = "not_participant", _("not a Participant")
    UNCONFIRMED = "unconfirmed", _("to be confirmed")

    @property
    def tone(self):
        return {
            self.PARTICIPANT: "ok",
            self.RESTRICTIONS: "warn",
            self.PROVISIONAL: "warn",
            self.COVERED: "info",
            self.NOT_PARTICIPANT: "bad",
            self.UNCONFIRMED: "mute",
        }[self]


class CertificateCheck(Open):
    """A question about a certificate and what the register said then. It stays in the history of the one who asked; the same
    question, asked again on the same day with the same verdict, is the same check."""

    number = models.CharField(_("number of the check"), max_length=24, unique=True, editable=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("who"))
    at = models.DateTimeField(_("when (UTC)"), default=timezone.now)
    on = models.DateField(_("day (UTC)"))
    participant = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("claimed issuer")
    )
    issued_on = models.DateField(_("date of issue"))
    certificate_number = models.CharField(_("number of the certificate"), max_length=60, blank=True)
    verdict = models.CharField(_("verdict"), max_length=16, choices=Verdict)
    question = models.CharField(_("question"), max_length=120, editable=False)

    class Meta:
        verbose_name = _("check of a certificate")
        verbose_name_plural = _("checks of certificates")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "on", "question"], name="a_question_of_a_day_is_one_check"),
        ]

    def __str__(self):
        return self.number

    def save(self, *args, **kwargs):
        if not self.number:
            self.number = new_reference("V", self.on.year)
        super().save(*args, **kwargs)

    @classmethod
    def readable(cls, standing):
        return EVERYBODY if standing.secretariat else Q(user=standing.user_id)

    @property
    def tone(self):
        return Verdict(self.verdict).tone

    @property
    def address(self):
        """Where the same is asked again."""
        asked = {
            "participant": self.participant.code if self.participant else OTHER_ISSUER,
            "day": self.issued_on.day,
            "month": self.issued_on.month,
            "year": self.issued_on.year,
            "number": self.certificate_number,
        }
        return f"{reverse('knowledge:certificate-check')}?{urlencode(asked)}"


class SuspectReport(Open, Tracked):
    """The case of a certificate that somebody suspects to be false: received → under examination → confirmed as false | found
    genuine; or closed without a finding. Only `knowledge.certificates.suspects` sets the state.

    It is known to its reporter and to those who decide on it (the secretariat, the Chair's office, the Chair of the WGM). The
    claimed issuer knows of it once they have told it, and not who reported it.
    """

    class State(models.TextChoices):
        RECEIVED = "received", _("received")
        UNDER_EXAMINATION = "under_examination", _("under examination")
        CONFIRMED_FALSE = "confirmed_false", _("confirmed as false")
        FOUND_GENUINE = "found_genuine", _("found genuine")
        CLOSED = "closed", _("closed without a finding")

    OPEN_STATES = (State.RECEIVED, State.UNDER_EXAMINATION)

    reference = models.CharField(_("reference"), max_length=24, unique=True, editable=False)
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.RECEIVED, editable=False)
    reporter = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("reported by"))
    received_at = models.DateTimeField(_("received at (UTC)"), default=timezone.now, editable=False)
    claimed_issuer = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("claimed issuer")
    )
    other_issuer = models.CharField(_("claimed issuer that is not in the list"), max_length=120, blank=True)
    issued_on = models.DateField(_("date of issue on the certificate"), null=True, blank=True)
    certificate_number = models.CharField(_("number of the certificate"), max_length=60, blank=True)
    seen = models.TextField(_("what was seen"))
    asked_in = models.ForeignKey(
        CertificateCheck, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("check before it")
    )
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided at (UTC)"), null=True, blank=True)
    remark = models.TextField(_("remark on the decision"), blank=True)
    issuer_told_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("issuer told by")
    )
    issuer_told_at = models.DateTimeField(_("issuer told at (UTC)"), null=True, blank=True)
    notice = models.ForeignKey(
        FraudNotice, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("notice made of it")
    )
    is_demonstration = models.BooleanField(_("demonstration"), default=False, editable=False)

    class Meta:
        verbose_name = _("suspect certificate")
        verbose_name_plural = _("suspect certificates")
        ordering = ["-received_at", "-pk"]
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(
                condition=Q(claimed_issuer__isnull=False, other_issuer="")
                | (Q(claimed_issuer__isnull=True) & ~Q(other_issuer="")),
                name="a_suspect_certificate_names_one_claimed_issuer",
                violation_error_message=_("Choose the claimed issuer, or write its name where it is not in the list."),
            ),
            models.CheckConstraint(
                condition=Q(issuer_told_at=None, issuer_told_by=None)
                | Q(issuer_told_at__isnull=False, issuer_told_by__isnull=False, claimed_issuer__isnull=False),
                name="whoever_told_the_claimed_issuer_is_named",
            ),
        ]

    def __str__(self):
        return self.reference

    def save(self, *args, **kwargs):
        if not self.reference:
            self.reference = new_reference("SUS", self.received_at.year)
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("knowledge:suspect", args=[self.reference])

    @classmethod
    def readable(cls, standing):
        if decides_on_fraud(standing):
            return EVERYBODY
        told = Q(issuer_told_at__isnull=False, claimed_issuer__in=standing.organisations)
        return Q(reporter=standing.user_id) | told

    @classmethod
    def changeable(cls, standing):
        return EVERYBODY if decides_on_fraud(standing) else NOBODY

    @property
    def is_open(self):
        return self.state in self.OPEN_STATES

    @property
    def issuer_name(self):
        return str(self.claimed_issuer) if self.claimed_issuer else self.other_issuer


class SuspectPhoto(Picture, Through, Tracked):
    """A photograph of a suspect certificate."""

    DISPLAY_SIDE, DISPLAY_BYTES = 1000, 56 * 1024

    visible_through = "report"

    report = models.ForeignKey(
        SuspectReport, models.PROTECT, related_name="photos", verbose_name=_("suspect certificate")
    )
    key = models.UUIDField(_("key"), default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        verbose_name = _("photograph of a suspect certificate")
        verbose_name_plural = _("photographs of suspect certificates")
        ordering = ["report", "pk"]

    def __str__(self):
        return str(self.report)

    def get_absolute_url(self):
        """The address of the photograph; it is given out with the reader's name over it, and logged."""
        return reverse("knowledge:suspect-photo", args=[self.key])
