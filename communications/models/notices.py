"""Notices from the Chair (mandate 2b): what they say, how far they are, who may know of them."""

from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from asm_portal.dated import today
from asm_portal.members import offset_words
from asm_portal.models import Organisation, User
from asm_portal.models.organisations import LANGUAGE_CHOICES
from asm_portal.models.people import check_time_zone
from asm_portal.models.search import Indexed
from asm_portal.references import new_reference
from asm_portal.templatetags.portal import date_words
from asm_portal.tracked import Tracked
from asm_portal.visibility import EVERYBODY, NOBODY, Audience, Open, Through, VisibleQuerySet
from asm_portal.zones import city
from knowledge.models import Document, FraudNotice, TextApproval
from knowledge.models.approvals import bears_its_own_approval
from logistics.models import Meeting, ReportingPeriod

# The series that notices to several recipients are numbered in.
SELECTED = "selected"


def addressing(standing):
    """The recipients among whom the reader would be today."""
    belongs = {Audience.PROCESS: standing.process, Audience.PARTICIPANTS: standing.participant}
    audiences = [audience for audience, is_in in belongs.items() if is_in]
    found = Q(audience__in=audiences) if audiences else NOBODY
    for name, held in (
        ("body", standing.bodies),
        ("office", standing.offices),
        ("organisation", standing.organisations),
    ):
        if held:
            found |= Q(**{f"{name}__in": held})
    return found


class NoticeQuerySet(VisibleQuerySet):
    """Notices by their state."""

    def sent(self):
        """Those that have gone out, or are going out."""
        return self.filter(state__in=Notice.OUT)

    def for_display(self):
        """With all that a row shows, in a constant number of queries."""
        return self.prefetch_related(
            "texts", "recipients__body", "recipients__office__body", "recipients__organisation__names"
        )


class Notice(Indexed, Open, Tracked):
    """A notice that goes out in the Chair's name, to whoever it is addressed to on the day it is sent.

    States: draft → submitted → approved → sending → sent; a returned one is a draft again, with the remark, and an edit of a
    submitted or approved one makes it a draft again. What is approved is `communications.notices.content`: class, texts,
    recipients, documents, deadline. `sending` ends when everybody has a Delivery. The number runs per `series` (the one
    recipient, or `selected` for several) and year; it is given when the notice is sent, so that no draft leaves a gap.
    `confirm_by` is an instant (UTC); `confirm_zone` is the zone in which it was announced.
    `prepared_for` and `prepared_on`: prepared by the portal after a change of signatures of that authority, once a day.
    """

    class Kind(models.TextChoices):
        INFORMATION = "information", pgettext_lazy("class of notice", "information")
        MEETING = "meeting", pgettext_lazy("class of notice", "meeting")
        ALERT = "alert", _("alert on fraudulent certificates")
        REPORT_DUE = "report_due", _("report due")

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("notice", "draft")
        SUBMITTED = "submitted", pgettext_lazy("notice", "before the Chair")
        APPROVED = "approved", pgettext_lazy("notice", "approved")
        SENDING = "sending", pgettext_lazy("notice", "being sent")
        SENT = "sent", pgettext_lazy("notice", "sent")

    # What goes out, or has gone out.
    OUT = (State.SENDING, State.SENT)
    # The classes that may go under a standing instruction of the Chair, where there is one.
    UNDER_INSTRUCTION = (Kind.REPORT_DUE,)

    reference = models.CharField(_("reference"), max_length=24, unique=True, editable=False)
    kind = models.CharField(_("class"), max_length=12, choices=Kind, default=Kind.INFORMATION)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT, editable=False)
    series = models.CharField(_("series"), max_length=60, blank=True, editable=False)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True, editable=False)
    number = models.PositiveIntegerField(_("number"), null=True, blank=True, editable=False)
    confirm_by = models.DateTimeField(_("confirm by (UTC)"), null=True, blank=True)
    confirm_zone = models.CharField(
        _("time zone of the deadline"), max_length=40, default="UTC", validators=[check_time_zone]
    )
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("meeting")
    )
    fraud_notice = models.ForeignKey(
        FraudNotice, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("public summary")
    )
    period = models.ForeignKey(
        ReportingPeriod, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("report due")
    )
    prepared_for = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("prepared for"),
        editable=False,
    )  # fmt: skip
    prepared_on = models.DateField(_("prepared on"), null=True, blank=True, editable=False)
    submitted_at = models.DateTimeField(_("submitted at (UTC)"), null=True, blank=True, editable=False)
    returned_at = models.DateTimeField(_("returned at (UTC)"), null=True, blank=True, editable=False)
    remark = models.TextField(_("remark of the Chair’s office"), blank=True, editable=False)
    approval = models.OneToOneField(
        TextApproval, models.PROTECT, to_field="key", null=True, blank=True, related_name="+",
        verbose_name=_("approval"), editable=False,
    )  # fmt: skip
    sent_at = models.DateTimeField(_("sent at (UTC)"), null=True, blank=True, editable=False)
    sent_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("sent by"), editable=False
    )
    is_demonstration = models.BooleanField(_("demonstration"), default=False, editable=False)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = [F("sent_at").desc(nulls_first=True), "-pk"]
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                fields=["series", "year", "number", "is_demonstration"], name="a_number_is_given_to_one_notice"
            ),
            models.UniqueConstraint(
                fields=["prepared_for", "prepared_on"], name="one_notice_a_day_is_prepared_for_an_authority"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "submitted"], approval=None)
                | Q(state__in=["approved", "sending", "sent"], approval__isnull=False),
                name="a_notice_goes_out_as_it_was_approved",
            ),
            bears_its_own_approval("a_notice_bears_its_own_approval", "notice"),
            models.CheckConstraint(
                condition=Q(state__in=["sending", "sent"], number__isnull=False, year__isnull=False, sent_at__isnull=False)
                & ~Q(series="")
                | ~Q(state__in=["sending", "sent"]) & Q(number=None, year=None, sent_at=None, series=""),
                name="a_notice_has_a_number_once_it_goes_out",
            ),
            models.CheckConstraint(
                condition=Q(kind="meeting", meeting__isnull=False) | ~Q(kind="meeting") & Q(meeting=None),
                name="a_notice_of_a_meeting_names_it",
                violation_error_message=_("Choose the meeting that the notice is about."),
            ),
            models.CheckConstraint(
                condition=Q(kind="alert", fraud_notice__isnull=False) | ~Q(kind="alert") & Q(fraud_notice=None),
                name="an_alert_has_a_public_summary",
                violation_error_message=_("Choose the notice of the false certificate that the alert is about."),
            ),
            models.CheckConstraint(
                condition=Q(kind="report_due") | Q(period=None), name="a_notice_of_a_report_due_names_it"
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.title or self.reference

    def save(self, *args, **kwargs):
        if not self.reference:
            self.reference = new_reference("NOT", today().year)
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("communications:notice-detail", args=[self.reference])

    @classmethod
    def readable(cls, standing):
        """Sent: whoever would be addressed today, and whoever got it for an organisation that they still represent and that still
        takes part. The Chair’s office knows of all that was ever submitted to it, the secretariat of all."""
        if standing.secretariat:
            return EVERYBODY
        if standing.chair:
            return Q(state__in=cls.OUT) | Q(submitted_at__isnull=False)
        now = cls.recipients.rel.related_model.objects.filter(addressing(standing))
        found = Q(pk__in=now.values("notice"))
        if standing.process and standing.person_id:
            then = cls.addressees.rel.related_model.objects.filter(
                person=standing.person_id, organisation__in=standing.organisations
            )
            found |= Q(pk__in=then.values("notice"))
        return Q(state__in=cls.OUT) & found

    def text_in(self, language):
        """The text in the language, else the other one; None before one is written. Asked of prefetched `texts`."""
        by_language = {text.language: text for text in self.texts.all()}
        return by_language.get(language) or by_language.get("en") or next(iter(by_language.values()), None)

    def title_in(self, language):
        text = self.text_in(language)
        return text.title if text else ""

    @property
    def title(self):
        """The title in the reader's language, else in the other one."""
        return self.title_in(get_language())

    @property
    def is_out(self):
        return self.state in self.OUT

    @property
    def shown_language(self):
        """The language of the title that a reader is shown."""
        text = self.text_in(get_language())
        return text.language if text else get_language()

    @property
    def deadline(self):
        """The deadline as it is announced: 24 November 2026, 23:59 (Luanda, UTC+1)."""
        moment = self.confirm_by.astimezone(ZoneInfo(self.confirm_zone))
        is_utc = self.confirm_zone == "UTC"
        place = "UTC" if is_utc else f"({city(self.confirm_zone)}, {offset_words(moment)})"
        return f"{date_words(moment.date())}, {moment:%H:%M} {place}"

    @property
    def short_label(self):
        """Its number, for the subject of a mail: “Notice 2026/14”."""
        return _("Notice %(year)s/%(number)s") % {"number": self.number, "year": self.year}

    @property
    def label(self):
        """What it is called: “Notice 2026/14 to Participants”; without a number before it is sent."""
        if not self.is_out:
            return _("Notice, not yet sent")
        words = {"number": self.number, "year": self.year}
        if self.series == SELECTED:
            return _("Notice %(year)s/%(number)s to selected recipients") % words
        return _("Notice %(year)s/%(number)s to: %(recipient)s") % (words | {"recipient": self.recipients.all()[0]})


class PartOfNotice(Through, Tracked):
    """What a notice is made of; nobody changes it once the notice goes out."""

    visible_through = "notice"

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        self.refuse_late_change()
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        self.refuse_late_change()
        return super().delete(*args, **kwargs)

    def refuse_late_change(self):
        """Raise ValidationError where the notice has gone out."""
        if self.notice.is_out:
            raise ValidationError(_("This notice has gone out: its text, recipients and documents stay as they are."))


class NoticeText(Indexed, PartOfNotice):
    """The title and the text (Markdown) of a notice in a language."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="texts", verbose_name=_("notice"))
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGE_CHOICES)
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("text"))

    class Meta:
        verbose_name = _("text of a notice")
        verbose_name_plural = _("texts of notices")
        ordering = ["notice", "language"]
        constraints = [
            models.UniqueConstraint(fields=["notice", "language"], name="a_notice_has_one_text_per_language"),
        ]

    def __str__(self):
        return self.title

    def found_as(self):
        """A notice is found by its texts."""
        return [self.notice]


class NoticeDocument(PartOfNotice):
    """A document that a notice links to, for those recipients who may know of it."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="documents", verbose_name=_("notice"))
    document = models.ForeignKey(Document, models.PROTECT, related_name="+", verbose_name=_("document"))

    class Meta:
        verbose_name = _("document of a notice")
        verbose_name_plural = _("documents of notices")
        ordering = ["notice", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["notice", "document"], name="a_notice_links_to_a_document_once"),
        ]

    def __str__(self):
        return str(self.document)

    @classmethod
    def readable(cls, standing):
        known = Document.objects.filter(Document.readable(standing)).values("pk")
        return super().readable(standing) & Q(document__in=known)
