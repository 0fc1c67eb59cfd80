"""What the secretariat makes of a request (mandate 4a): whether it is eligible, what is asked back, noted and merged."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from asm_portal.models import Person, User
from asm_portal.tracked import Tracked
from asm_portal.visibility import EVERYBODY, NOBODY, Open, Through, VisibleQuerySet
from assistance.models.requests import AssistanceRequest
from assistance.themes import check_themes


class PartOfRequest(Through):
    """What is read with its request."""

    visible_through = "request"

    class Meta:
        abstract = True


class ForStaff(Open):
    """For the secretariat alone: neither who asks nor a body, nor the KP Chair's office reads it."""

    class Meta:
        abstract = True

    @classmethod
    def readable(cls, standing):
        return EVERYBODY if standing.secretariat else NOBODY


class Analysis(PartOfRequest, Tracked):
    """What the requester is told of the analysis: whether the request is eligible, and why. `themes` are those under which it is
    found and counted."""

    request = models.OneToOneField(
        AssistanceRequest, models.PROTECT, related_name="analysis", verbose_name=_("request for assistance")
    )
    is_eligible = models.BooleanField(_("eligible"))
    reason = models.TextField(_("reason, as told to the requester"), blank=True)
    themes = models.JSONField(_("themes"), default=list, blank=True, validators=[check_themes])
    at = models.DateTimeField(_("decided at (UTC)"), default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("decided by"))

    class Meta:
        verbose_name = _("analysis of a request")
        verbose_name_plural = _("analyses of requests")
        ordering = ["-at", "-pk"]
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(
                condition=Q(is_eligible=True) | ~Q(reason=""),
                name="a_request_that_is_not_eligible_is_told_why",
                violation_error_message=_("Say why the request is not eligible: the requester is told."),
            )
        ]

    def __str__(self):
        return self.request.reference


class Assessment(ForStaff, Tracked):
    """How urgent the secretariat finds a request, and what it thinks will be needed."""

    class Priority(models.TextChoices):
        LOW = "low", pgettext_lazy("priority", "low")
        NORMAL = "normal", pgettext_lazy("priority", "normal")
        HIGH = "high", pgettext_lazy("priority", "high")

    request = models.OneToOneField(
        AssistanceRequest, models.PROTECT, related_name="assessment", verbose_name=_("request for assistance")
    )
    priority = models.CharField(_("priority"), max_length=6, choices=Priority, default=Priority.NORMAL)
    estimated_need = models.TextField(_("estimated need"), blank=True)

    class Meta:
        verbose_name = _("internal assessment of a request")
        verbose_name_plural = _("internal assessments of requests")
        ordering = ["request"]
        base_manager_name = "objects"

    def __str__(self):
        return self.request.reference


class RequestNote(ForStaff, Tracked):
    """What the secretariat notes for itself."""

    request = models.ForeignKey(
        AssistanceRequest, models.PROTECT, related_name="notes", verbose_name=_("request for assistance")
    )
    text = models.TextField(_("text"))
    at = models.DateTimeField(_("at (UTC)"), default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("written by"))

    class Meta:
        verbose_name = _("internal note on a request")
        verbose_name_plural = _("internal notes on requests")
        ordering = ["request", "at", "pk"]
        base_manager_name = "objects"

    def __str__(self):
        return f"{self.request.reference}, {self.at:%Y-%m-%d %H:%M} UTC"


class ClarificationQuerySet(VisibleQuerySet):
    """Questions to the requester."""

    def open(self):
        """Those that wait for an answer: the clock of the case stands."""
        return self.filter(ended_at=None)

    def waiting(self):
        """Those of which anybody is still reminded: not of a case that was withdrawn meanwhile."""
        return self.open().filter(request__closed_at=None)


class Clarification(PartOfRequest, Tracked):
    """Something that the requester is asked. Until `ended_at` the clock of the case stands: until the first answer, or until the
    secretariat goes on without one. What is answered later is taken all the same."""

    request = models.ForeignKey(
        AssistanceRequest, models.PROTECT, related_name="clarifications", verbose_name=_("request for assistance")
    )
    question = models.TextField(_("question"))
    asked_at = models.DateTimeField(_("asked at (UTC)"), default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("asked by"))
    ended_at = models.DateTimeField(_("the clock runs again since (UTC)"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("reminded at (UTC)"), null=True, blank=True)

    objects = ClarificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("question to the requester")
        verbose_name_plural = _("questions to the requester")
        ordering = ["request", "asked_at", "pk"]
        base_manager_name = "objects"

    def __str__(self):
        return f"{self.request.reference}, {self.asked_at:%Y-%m-%d %H:%M} UTC"

    @property
    def is_open(self):
        return self.ended_at is None


class ClarificationAnswer(Through, Tracked):
    """An answer to a question: the first ends the pause, and what somebody else sent at the same time is kept beside it.
    `person` gave it, or somebody who is not in the register; `noted_by` is who of the secretariat wrote it down."""

    class Channel(models.TextChoices):
        PORTAL = "portal", pgettext_lazy("answer to a question", "on the portal")
        LINK = "link", _("by the link in the mail")
        MAIL = "mail", _("by mail")
        TELEPHONE = "telephone", _("by telephone")
        LETTER = "letter", _("by letter")

    # Those by which an answer comes that the secretariat writes down.
    NOTED = (Channel.MAIL, Channel.TELEPHONE, Channel.LETTER)

    visible_through = "clarification"

    clarification = models.ForeignKey(
        Clarification, models.PROTECT, related_name="answers", verbose_name=_("question to the requester")
    )
    text = models.TextField(_("answer"))
    at = models.DateTimeField(_("at (UTC)"), default=timezone.now)
    channel = models.CharField(_("how it came"), max_length=9, choices=Channel)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("answered by")
    )
    noted_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("noted by")
    )
    seen_at = models.DateTimeField(_("read at (UTC)"), null=True, blank=True)

    class Meta:
        verbose_name = _("answer of a requester")
        verbose_name_plural = _("answers of requesters")
        ordering = ["clarification", "at", "pk"]
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(
                condition=Q(channel__in=["portal", "link"], noted_by=None)
                | Q(channel__in=["mail", "telephone", "letter"], noted_by__isnull=False),
                name="an_answer_that_came_elsewhere_says_who_noted_it",
            )
        ]

    def __str__(self):
        return f"{self.clarification.request.reference}, {self.at:%Y-%m-%d %H:%M} UTC"


class Merge(PartOfRequest, Tracked):
    """Since when a case was handled together with another one, and until when. Why is an internal note of both: it may name the
    other requester."""

    request = models.ForeignKey(
        AssistanceRequest, models.PROTECT, related_name="merges", verbose_name=_("request for assistance")
    )
    into = models.ForeignKey(AssistanceRequest, models.PROTECT, related_name="+", verbose_name=_("case that goes on"))
    at = models.DateTimeField(_("merged at (UTC)"), default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("merged by"))
    undone_at = models.DateTimeField(_("taken apart at (UTC)"), null=True, blank=True)

    class Meta:
        verbose_name = _("merge of two cases")
        verbose_name_plural = _("merges of cases")
        ordering = ["-at", "-pk"]
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                fields=["request"], condition=Q(undone_at=None), name="a_case_is_merged_into_one_other"
            ),
        ]

    def __str__(self):
        return f"{self.request.reference} → {self.into.reference}"
