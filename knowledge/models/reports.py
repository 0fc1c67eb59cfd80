"""Reports on a Participant and a period, when they are due, and confidential ones with their redacted public version."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from asm_portal.dated import Precision
from asm_portal.models.bodies import in_language
from asm_portal.tracked import Sourced, Tracked
from asm_portal.visibility import Open, Through
from knowledge.models.documents import Document, DocumentKind


class ReportDeadline(Open, Tracked, Sourced):
    """By which day of the following year a kind of report is due. The secretariat changes it when the rule changes."""

    kind = models.OneToOneField(DocumentKind, models.PROTECT, related_name="deadline", verbose_name=_("kind"))
    month = models.PositiveSmallIntegerField(_("month"))
    day = models.PositiveSmallIntegerField(_("day"))
    rule_en = models.CharField(_("rule in English"), max_length=200)
    rule_fr = models.CharField(_("rule in French"), max_length=200)

    class Meta:
        verbose_name = _("deadline of a kind of report")
        verbose_name_plural = _("deadlines of reports")
        ordering = ["kind"]

    def __str__(self):
        return self.rule

    @property
    def rule(self):
        return in_language(self, "rule")

    def clean(self):
        super().clean()
        try:
            self.after(2000)
        except (TypeError, ValueError):
            raise ValidationError(_("There is no such day in every year.")) from None

    def after(self, year):
        """The day on which a report on a year is due."""
        return date(year + 1, self.month, self.day)


class Report(Through, Tracked):
    """What a report is about besides its Participant (the document's organisation): a year, a span of days, or a visit.

    `period_precision` says whether the period is a year, months or days. `period_until` is its last day.
    """

    visible_through = "document"

    document = models.OneToOneField(Document, models.PROTECT, related_name="report", verbose_name=_("document"))
    period_from = models.DateField(_("first day of the period or visit"))
    period_until = models.DateField(_("last day of the period or visit"))
    period_precision = models.CharField(
        _("precision of the period"), max_length=7, choices=Precision, default=Precision.YEAR
    )
    received_on = models.DateField(_("received on"), null=True, blank=True)

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = [F("period_from").desc(), "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(period_from__lte=F("period_until")),
                name="a_report_covers_a_period_that_begins_before_it_ends",
                violation_error_message=_("The period ends before it begins."),
            )
        ]

    def __str__(self):
        return str(self.document)

    @property
    def year(self):
        return self.period_from.year

    @property
    def due_on(self):
        """The day it was due by the rule for its kind; None where the rules name none. Asked of `document.kind.deadline`."""
        deadline = getattr(self.document.kind, "deadline", None)
        return deadline.after(self.period_until.year) if deadline else None


class Redaction(Through, Tracked):
    """A confidential report and its redacted public version, made public as an approved pair.

    The public version is a draft → circulated to those who consent and approve → final. Consent and approvals are of exactly
    one text (`knowledge.approvals.digest`): another revision needs them anew. What was taken out is for those who may see the
    original.
    """

    visible_through = "original"

    class Consent(models.TextChoices):
        NOT_ASKED = "not_asked", _("not asked for yet")
        ASKED = "asked", _("asked for")
        GIVEN = "given", _("given")
        REFUSED = "refused", _("refused")

    class Channel(models.TextChoices):
        PORTAL = "portal", _("on this portal")
        LETTER = "letter", _("by letter")
        MAIL = "mail", _("by e-mail")
        TELEPHONE = "telephone", _("by telephone")
        MEETING = "meeting", _("in a meeting")

    original = models.ForeignKey(Document, models.PROTECT, related_name="redactions", verbose_name=_("original"))
    public_version = models.OneToOneField(
        Document, models.PROTECT, related_name="redaction", verbose_name=_("redacted version")
    )
    asked_on = models.DateField(_("asked for on"), null=True, blank=True)
    consent = models.CharField(
        _("consent of the Participant"), max_length=9, choices=Consent, default=Consent.NOT_ASKED
    )
    consent_by = models.CharField(_("who consented or refused"), max_length=200, blank=True)
    consent_on = models.DateField(_("on"), null=True, blank=True)
    consent_channel = models.CharField(_("how"), max_length=9, choices=Channel, blank=True)
    consent_letter = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("letter or document")
    )
    consent_sha256 = models.CharField(_("SHA-256 of the text"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("redacted version of a report")
        verbose_name_plural = _("redacted versions of reports")
        ordering = ["original", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(original=F("public_version")), name="a_redacted_version_is_another_document"
            ),
            models.CheckConstraint(
                condition=~Q(consent__in=["given", "refused"])
                | Q(consent_on__isnull=False) & ~Q(consent_by="") & ~Q(consent_channel="") & ~Q(consent_sha256=""),
                name="a_consent_says_whose_when_and_how",
                violation_error_message=_("Say who consented or refused, when and how."),
            ),
        ]

    def __str__(self):
        return str(self.public_version)


class RedactionEntry(Through, Tracked):
    """What was taken out: where, what kind of content in neutral words, and on what ground. Never the content itself."""

    visible_through = "redaction"

    class Content(models.TextChoices):
        PERSONAL = "personal", _("personal data")
        COMMERCIAL = "commercial", _("commercial information")
        SECURITY = "security", _("security arrangements")
        INVESTIGATION = "investigation", _("an investigation under way")
        CONFIDENCE = "confidence", _("something said in confidence")
        OTHER = "other", _("other")

    redaction = models.ForeignKey(Redaction, models.PROTECT, related_name="entries", verbose_name=_("redacted version"))
    place = models.CharField(_("where (page, paragraph)"), max_length=120)
    content = models.CharField(_("kind of content"), max_length=13, choices=Content)
    ground = models.CharField(
        _("ground"), max_length=300, help_text=_("Why it is taken out, without repeating what stood there.")
    )

    class Meta:
        verbose_name = _("entry of the log of what was redacted")
        verbose_name_plural = _("log of what was redacted")
        ordering = ["redaction", "pk"]

    def __str__(self):
        return f"{self.place}: {self.get_content_display()}"
