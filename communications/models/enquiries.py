"""Enquiries of the public and the media (mandate 2c): what was asked, by whom, and what came in later."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from asm_portal.dated import today
from asm_portal.models import User
from asm_portal.models.organisations import LANGUAGE_CHOICES
from asm_portal.references import new_reference
from asm_portal.tracked import Tracked
from asm_portal.visibility import EVERYBODY, NOBODY, Open, Through, VisibleQuerySet


class Stage(models.TextChoices):
    """Whom an open enquiry waits for, or how it ended."""

    UNINSTRUCTED = "uninstructed", _("waits for the Chair’s instruction")
    DRAFTING = "drafting", _("to be drafted")
    RETURNED = "returned", _("returned by the Chair")
    DECIDING = "deciding", pgettext_lazy("reply", "before the Chair")
    SENDING = "sending", _("approved, to be sent")
    ANSWERED = "answered", pgettext_lazy("enquiry", "answered")
    CONVERTED = "converted", pgettext_lazy("enquiry", "taken over as a request for assistance")
    CLOSED = "closed", _("closed without an answer")


TONES = {
    Stage.UNINSTRUCTED: "warn", Stage.DRAFTING: "warn", Stage.RETURNED: "warn", Stage.DECIDING: "info",
    Stage.SENDING: "warn", Stage.ANSWERED: "ok", Stage.CONVERTED: "mute", Stage.CLOSED: "mute",
}  # fmt: skip


class ForTheChair(Open):
    """A record for those who prepare answers, the secretariat, and those who give them, the KP Chair's office."""

    class Meta:
        abstract = True

    @classmethod
    def readable(cls, standing):
        return EVERYBODY if standing.secretariat or standing.chair else NOBODY


class EnquiryQuerySet(VisibleQuerySet):
    """Enquiries by what is to be done about them; their stages are in `communications.enquiries.stages`."""

    def open(self):
        """Those that wait for an answer."""
        return self.filter(closed_at=None)


class Enquiry(ForTheChair, Tracked):
    """A question that somebody outside put to the Process. Who asked is in `Enquirer`, which is forgotten after a time.

    It is open until it has an outcome: answered, taken over as a request for assistance (`converted_to` is that record's
    reference), or closed without an answer. `waiting_since` is when it was asked, or when what made it be taken up again came in.
    """

    class Kind(models.TextChoices):
        PUBLIC = "public", pgettext_lazy("enquiry", "member of the public")
        MEDIA = "media", pgettext_lazy("enquiry", "media")

    class Channel(models.TextChoices):
        PORTAL = "portal", pgettext_lazy("enquiry", "portal")
        MAIL = "mail", _("mail")
        TELEPHONE = "telephone", _("telephone")
        LETTER = "letter", _("letter")

    class Outcome(models.TextChoices):
        ANSWERED = "answered", pgettext_lazy("enquiry", "answered")
        CONVERTED = "converted", pgettext_lazy("enquiry", "taken over as a request for assistance")
        WITHDRAWN = "withdrawn", pgettext_lazy("enquiry", "withdrawn")
        DUPLICATE = "duplicate", pgettext_lazy("enquiry", "asked twice")
        SPAM = "spam", pgettext_lazy("enquiry", "spam")

    # Those with which an enquiry is closed without an answer.
    UNANSWERED = (Outcome.WITHDRAWN, Outcome.DUPLICATE, Outcome.SPAM)

    reference = models.CharField(_("reference"), max_length=24, unique=True, editable=False)
    kind = models.CharField(_("who asks"), max_length=8, choices=Kind)
    channel = models.CharField(_("came by"), max_length=10, choices=Channel, default=Channel.PORTAL)
    language = models.CharField(_("language of the answer"), max_length=2, choices=LANGUAGE_CHOICES)
    question = models.TextField(_("question"))
    received_at = models.DateTimeField(_("received at (UTC)"), default=timezone.now)
    waiting_since = models.DateTimeField(_("waiting since (UTC)"), default=timezone.now, editable=False)
    filed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("filed by")
    )
    closed_at = models.DateTimeField(_("closed at (UTC)"), null=True, blank=True, editable=False)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, blank=True, editable=False)
    remark = models.TextField(_("remark on the closing"), blank=True, editable=False)
    duplicate_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("asked twice: see"), editable=False
    )  # fmt: skip
    converted_to = models.CharField(_("request for assistance"), max_length=24, blank=True, editable=False)
    is_demonstration = models.BooleanField(_("demonstration"), default=False, editable=False)

    objects = EnquiryQuerySet.as_manager()

    class Meta:
        verbose_name = _("enquiry")
        verbose_name_plural = _("enquiries")
        ordering = ["-received_at", "-pk"]
        base_manager_name = "objects"
        indexes = [models.Index(fields=["closed_at", "waiting_since"], name="enquiry_waiting")]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", closed_at=None) | ~Q(outcome="") & Q(closed_at__isnull=False),
                name="a_closed_enquiry_says_when_and_how",
            ),
            models.CheckConstraint(
                condition=Q(outcome="duplicate", duplicate_of__isnull=False)
                | ~Q(outcome="duplicate") & Q(duplicate_of=None),
                name="an_enquiry_asked_twice_names_the_other",
                violation_error_message=_("Say which enquiry it repeats."),
            ),
            models.CheckConstraint(
                condition=Q(outcome="converted") & ~Q(converted_to="") | ~Q(outcome="converted") & Q(converted_to=""),
                name="a_converted_enquiry_names_the_request",
            ),
        ]

    def __str__(self):
        return self.reference

    def save(self, *args, **kwargs):
        if not self.reference:
            self.reference = new_reference("ENQ", today().year)
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("communications:enquiry-detail", args=[self.reference])

    @property
    def is_open(self):
        return self.closed_at is None

    @property
    def stage_label(self):
        """How far it is, in words; asked of what `with_stage` found."""
        return Stage(self.stage).label

    @property
    def stage_tone(self):
        return TONES[self.stage]

    @property
    def asker(self):
        """Who asked; None once that is forgotten."""
        return getattr(self, "enquirer", None)


class PartOfEnquiry(Through):
    """What is seen with its enquiry."""

    visible_through = "enquiry"

    class Meta:
        abstract = True


class Enquirer(PartOfEnquiry):
    """Who asked, and where the answer goes; without an address it is read to them or posted. Kept without a history, and deleted
    ENQUIRER_DATA_DAYS after the enquiry was closed."""

    enquiry = models.OneToOneField(Enquiry, models.PROTECT, related_name="enquirer", verbose_name=_("enquiry"))
    name = models.CharField(_("name"), max_length=120)
    outlet = models.CharField(_("outlet"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    reached_at = models.CharField(_("telephone number or postal address"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("enquirer")
        verbose_name_plural = _("enquirers")
        ordering = ["enquiry"]

    def __str__(self):
        return self.name


class EnquiryMessage(PartOfEnquiry):
    """What came in about an enquiry later; deleted with its Enquirer. `seen_at` is when staff had read it."""

    enquiry = models.ForeignKey(Enquiry, models.PROTECT, related_name="messages", verbose_name=_("enquiry"))
    sender = models.CharField(_("sender"), max_length=254)
    text = models.TextField(_("text"))
    at = models.DateTimeField(_("received at (UTC)"), default=timezone.now)
    seen_at = models.DateTimeField(_("read at (UTC)"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("later message")
        verbose_name_plural = _("later messages")
        ordering = ["enquiry", "at", "pk"]

    def __str__(self):
        return f"{self.enquiry}, {self.at:%Y-%m-%d %H:%M} UTC"


class InternalNote(PartOfEnquiry):
    """What staff note for each other: for the secretariat alone, not for the Chair's office; deleted with its Enquirer."""

    enquiry = models.ForeignKey(Enquiry, models.PROTECT, related_name="notes", verbose_name=_("enquiry"))
    text = models.TextField(_("text"))
    at = models.DateTimeField(_("at (UTC)"), default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("written by"))

    class Meta:
        verbose_name = _("internal note")
        verbose_name_plural = _("internal notes")
        ordering = ["enquiry", "at", "pk"]

    def __str__(self):
        return f"{self.enquiry}, {self.at:%Y-%m-%d %H:%M} UTC"

    @classmethod
    def readable(cls, standing):
        return EVERYBODY if standing.secretariat else NOBODY
