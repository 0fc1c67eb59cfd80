"""Requests for assistance: who asks for what, for whom, and where it came from (mandate 4a)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from asm_portal.dated import today
from asm_portal.models import Organisation, Person, User
from asm_portal.models.search import Indexed
from asm_portal.references import new_reference
from asm_portal.tracked import Tracked
from asm_portal.visibility import NOBODY, Open, Through, VisibleQuerySet
from assistance.models.referrals import Referral
from knowledge.models import Document
from logistics.models import Recommendation


class Stage(models.TextChoices):
    """Where a request stands."""

    DRAFT = "draft", pgettext_lazy("request for assistance", "draft")
    RECEIVED = "received", pgettext_lazy("request for assistance", "received")
    ANALYSIS = "analysis", _("being analysed")
    WAITING = "waiting", _("waiting for the requester")
    REFERRED = "referred", pgettext_lazy("request for assistance", "referred")
    DELIVERY = "delivery", _("in delivery")
    OUTCOME = "outcome", _("outcome told")
    CLOSED = "closed", pgettext_lazy("request for assistance", "closed")


TONES = {
    Stage.DRAFT: "mute", Stage.RECEIVED: "warn", Stage.ANALYSIS: "info", Stage.WAITING: "warn", Stage.REFERRED: "info",
    Stage.DELIVERY: "info", Stage.OUTCOME: "info", Stage.CLOSED: "mute",
}  # fmt: skip


class AssistanceRequestQuerySet(VisibleQuerySet):
    """Requests; their stages are in `assistance.requests.stages`."""

    def submitted(self):
        return self.filter(submitted_at__isnull=False)

    def open(self):
        """Those that wait for an outcome."""
        return self.submitted().filter(closed_at=None, merged_into=None)

    def of_kind(self, kind):
        return self.filter(**{f"wants_{kind}": True})

    def for_display(self):
        """With all that a row shows, in a constant number of queries."""
        return self.select_related("organisation", "asked_by").prefetch_related(
            "organisation__names", "beneficiaries__organisation__names"
        )


class AssistanceRequest(Indexed, Open, Tracked):
    """What somebody asks for, in their own words. A draft until `submitted_at`, which for a letter or a call is when it was
    received; `taken_up_at` is when somebody of the secretariat began to work on it; `merged_into` names the case that goes on.

    Whoever asks is `asked_by`, or a `name` where they are not in the register. `origin` is the reference of the record it came
    with, for example of an enquiry. One that started from a recommendation or a passage of a report goes in only with the
    consent of the Participant, given by `consent_by`.
    """

    class Kind(models.TextChoices):
        """What may be asked for, exactly as in the mandate (4a)."""

        TRAINING = "training", _("training")
        DATA = "data", pgettext_lazy("request for assistance", "data")
        SUPPORT = "support", _("assistance or technical support")
        RESEARCH = "research", _("research")

    class Level(models.TextChoices):
        TECHNICAL = "technical", pgettext_lazy("level of assistance", "technical")
        PROFESSIONAL = "professional", pgettext_lazy("level of assistance", "professional")

    class Channel(models.TextChoices):
        PORTAL = "portal", pgettext_lazy("request for assistance", "portal")
        MAIL = "mail", _("mail")
        TELEPHONE = "telephone", _("telephone")
        LETTER = "letter", _("letter")
        ENQUIRY = "enquiry", _("enquiry")

    reference = models.CharField(_("reference"), max_length=24, unique=True, editable=False)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("organisation that asks")
    )
    asked_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("asked by")
    )
    name = models.CharField(_("who asks"), max_length=160, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    channel = models.CharField(_("came by"), max_length=10, choices=Channel, default=Channel.PORTAL)
    filed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("filed by")
    )
    wants_training = models.BooleanField(Kind.TRAINING.label, default=False)
    wants_data = models.BooleanField(Kind.DATA.label, default=False)
    wants_support = models.BooleanField(Kind.SUPPORT.label, default=False)
    wants_research = models.BooleanField(Kind.RESEARCH.label, default=False)
    level = models.CharField(_("level"), max_length=12, choices=Level, blank=True)
    subject = models.CharField(_("subject"), max_length=160, blank=True)
    text = models.TextField(_("need"), blank=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.CONTENT_LANGUAGES)
    recommendation = models.ForeignKey(
        Recommendation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("recommendation")
    )
    report = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("report")
    )
    passage = models.TextField(_("passage of the report"), blank=True)
    consent_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("consent given by")
    )
    consented_at = models.DateTimeField(_("consent given at (UTC)"), null=True, blank=True)
    origin = models.CharField(_("came with"), max_length=24, blank=True)
    submitted_at = models.DateTimeField(_("received at (UTC)"), null=True, blank=True)
    taken_up_at = models.DateTimeField(_("taken up at (UTC)"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed at (UTC)"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", verbose_name=_("handled together with")
    )
    may_be_listed = models.BooleanField(_("may be shown in the public register"), default=False)
    is_demonstration = models.BooleanField(_("demonstration"), default=False, editable=False)

    objects = AssistanceRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for assistance")
        verbose_name_plural = _("requests for assistance")
        ordering = [F("submitted_at").desc(nulls_first=True), "-pk"]
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                fields=["origin"], condition=~Q(origin=""), name="a_record_brings_one_request_for_assistance"
            ),
            models.CheckConstraint(
                condition=Q(submitted_at=None)
                | Q(wants_training=True)
                | Q(wants_data=True)
                | Q(wants_support=True)
                | Q(wants_research=True)
                | Q(channel="enquiry", taken_up_at=None),
                name="a_request_says_what_kind_of_assistance",
                violation_error_message=_("Choose at least one kind of assistance."),
            ),
            models.CheckConstraint(
                condition=Q(submitted_at=None) | ~Q(text="") & (~Q(asked_by=None) | ~Q(name="")),
                name="a_request_says_who_needs_what",
                violation_error_message=_("Say who asks, and what is needed."),
            ),
            models.CheckConstraint(
                condition=Q(submitted_at=None)
                | Q(recommendation=None, report=None)
                | Q(consent_by__isnull=False, consented_at__isnull=False),
                name="a_request_from_a_report_has_the_consent",
                violation_error_message=_("A request that starts from a report needs the Participant’s consent."),
            ),
            models.CheckConstraint(
                condition=Q(report=None, passage="") | Q(report__isnull=False, recommendation=None),
                name="a_request_starts_from_one_place",
            ),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=False) | Q(taken_up_at=None, closed_at=None, merged_into=None),
                name="a_draft_request_is_not_worked_on",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")),
                name="a_request_is_not_merged_into_itself",
                violation_error_message=_("A request cannot be merged into itself."),
            ),
        ]

    def __str__(self):
        return f"{self.reference}, {self.subject}" if self.subject else self.reference

    def save(self, *args, **kwargs):
        if not self.reference:
            self.reference = new_reference("TA", today().year)
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("assistance:request-detail", args=[self.reference])

    @classmethod
    def readable(cls, standing):
        """A submitted one: the secretariat, the KP Chair's office, who speaks for the organisation that asks or for one of those
        it is for, and the members of a body to which it was referred. A draft: whoever wrote it, and who speaks for its
        organisation."""
        sent = Q(submitted_at__isnull=False)
        if standing.user_id is None and not (
            standing.secretariat or standing.chair or standing.organisations or standing.bodies
        ):
            return NOBODY
        if standing.secretariat or standing.chair:
            return sent | cls.of_requester(standing)
        return cls.of_requester(standing) | sent & Q(pk__in=Referral.opening_requests_to(standing))

    @classmethod
    def of_requester(cls, standing):
        """The reader's own: of an organisation for which they speak, written by them, or made for those for which they speak."""
        made_for = Beneficiary.objects.filter(organisation__in=standing.organisations).values("request")
        own = Q(organisation__in=standing.organisations) | cls.written_by(standing)
        return own | Q(submitted_at__isnull=False, pk__in=made_for)

    @classmethod
    def written_by(cls, standing):
        """Drafts that the reader began, and what they asked for as nobody's representative."""
        if standing.user_id is None:
            return NOBODY
        draft, alone = Q(submitted_at=None), Q(organisation=None)
        return Q(asked_by=standing.person_id) & (draft | alone) | Q(filed_by=standing.user_id) & draft

    @classmethod
    def changeable(cls, standing):
        """A draft: whoever may read it. One that was sent: the secretariat."""
        return super().changeable(standing) | Q(submitted_at=None)

    @property
    def kinds(self):
        """The kinds that are asked for, in the order of the mandate."""
        return [kind for kind in self.Kind if getattr(self, f"wants_{kind}")]

    @kinds.setter
    def kinds(self, chosen):
        for kind in self.Kind:
            setattr(self, f"wants_{kind}", kind in chosen)

    @property
    def stage_label(self):
        """Where it stands, in words; asked of what `with_stages` found."""
        return Stage(self.stage).label

    @property
    def stage_tone(self):
        return TONES[self.stage]

    @property
    def kinds_in_words(self):
        return ", ".join(str(kind.label) for kind in self.kinds)

    @property
    def who(self):
        """Who asks, as a name."""
        return str(self.asked_by) if self.asked_by else self.name

    @property
    def is_draft(self):
        return self.submitted_at is None

    @property
    def is_open(self):
        return not self.is_draft and self.closed_at is None and self.merged_into_id is None

    @property
    def started_from(self):
        """The recommendation or the report that it started from, if any."""
        return self.recommendation or self.report


class Beneficiary(Through, Indexed, Tracked):
    """A Participant that a request is for."""

    visible_through = "request"

    request = models.ForeignKey(
        AssistanceRequest, models.PROTECT, related_name="beneficiaries", verbose_name=_("request for assistance")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("Participant that it is for")
    )

    class Meta:
        verbose_name = _("Participant that a request is for")
        verbose_name_plural = _("Participants that a request is for")
        ordering = ["request", "organisation__code"]
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                fields=["request", "organisation"],
                name="a_request_is_for_a_participant_once",
                violation_error_message=_("This Participant is named already."),
            )
        ]

    def __str__(self):
        return f"{self.request.reference}, {self.organisation}"

    def found_as(self):
        """The request is found by the names of those whom it is for."""
        return [self.request]
