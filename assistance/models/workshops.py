"""Workshops and training sessions: what was held, for whom, and what it says in each language (mandate 4c)."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from asm_portal.dated import Precision
from asm_portal.models import Organisation
from asm_portal.models.bodies import in_language
from asm_portal.models.organisations import LANGUAGE_CHOICES
from asm_portal.models.search import Indexed
from asm_portal.references import new_reference
from asm_portal.tracked import Sourced, Tracked
from asm_portal.visibility import EVERYBODY, NOBODY, Open, Through, VisibleQuerySet
from assistance.themes import Theme, check_themes
from knowledge.models import TextApproval
from knowledge.models.approvals import bears_its_own_approval
from knowledge.rendering import Rendered, render
from logistics.meetings.times import days_in_words


class WorkshopQuerySet(VisibleQuerySet):
    """Workshops as lists and pages show them."""

    def published(self):
        return self.filter(stage=Workshop.Stage.PUBLISHED)

    def for_display(self):
        """With all that a row shows, in a constant number of queries."""
        return self.select_related("country").prefetch_related(
            "texts", "country__names", "beneficiaries__organisation__names"
        )


class Workshop(Indexed, Open, Tracked, Sourced):
    """A workshop or training session; `end_date` is its last day. It may exist without a request.

    States: draft (the secretariat’s; the KP Chair’s office reads it from `submitted_at` on) → published (everyone’s). It is
    published once the organisers or the requester have agreed to exactly what the page says, or as it was already made public
    elsewhere (`is_recorded`, with a source); what came of a request needs the approval of the KP Chair’s office besides. To
    change what is published one takes it back first.

    A source may not print the whole date: `date_as_printed` is what it prints, `inferred` which part is ours, and why.
    """

    class Kind(models.TextChoices):
        WORKSHOP = "workshop", _("workshop")
        TRAINING = "training", pgettext_lazy("kind of workshop", "training")

    class Stage(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("workshop", "draft")
        PUBLISHED = "published", pgettext_lazy("workshop", "published")

    class Inferred(models.TextChoices):
        YEAR = "year", _("the year")
        DAYS = "days", _("the days")

    class AgreedBy(models.TextChoices):
        ORGANISERS = "organisers", _("the organisers")
        REQUESTER = "requester", _("the requester")

    reference = models.CharField(_("reference"), max_length=24, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.WORKSHOP)
    request = models.ForeignKey(
        "assistance.AssistanceRequest", models.PROTECT, null=True, blank=True, related_name="workshops",
        verbose_name=_("request for assistance"),
    )  # fmt: skip
    start_date = models.DateField(_("first day"))
    end_date = models.DateField(_("last day"))
    date_precision = models.CharField(
        _("precision of the dates"), max_length=7, choices=Precision, default=Precision.DAY
    )
    date_as_printed_en = models.CharField(_("date as the source prints it, in English"), max_length=80, blank=True)
    date_as_printed_fr = models.CharField(_("date as the source prints it, in French"), max_length=80, blank=True)
    inferred = models.CharField(_("part of the date that is inferred"), max_length=4, choices=Inferred, blank=True)
    inferred_why_en = models.CharField(_("inferred from what, in English"), max_length=200, blank=True)
    inferred_why_fr = models.CharField(_("inferred from what, in French"), max_length=200, blank=True)
    country = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("Participant where it was held"),
    )  # fmt: skip
    city_en = models.CharField(_("town in English"), max_length=80, blank=True)
    city_fr = models.CharField(_("town in French"), max_length=80, blank=True)
    place_note_en = models.CharField(_("note on the place, in English"), max_length=200, blank=True)
    place_note_fr = models.CharField(_("note on the place, in French"), max_length=200, blank=True)
    theme_codes = models.JSONField(_("themes"), default=list, blank=True, validators=[check_themes])
    people = models.PositiveIntegerField(_("people who were present"), null=True, blank=True)
    no_points_note_en = models.CharField(
        _("why no concern or recommendation is recorded, in English"), max_length=300, blank=True
    )
    no_points_note_fr = models.CharField(
        _("why no concern or recommendation is recorded, in French"), max_length=300, blank=True
    )
    is_recorded = models.BooleanField(_("made public elsewhere, recorded from there"), default=False)
    source_line_en = models.CharField(_("source line in English"), max_length=300, blank=True)
    source_line_fr = models.CharField(_("source line in French"), max_length=300, blank=True)
    source_url = models.URLField(_("address of the source"), max_length=400, blank=True)
    agreed_by = models.CharField(_("agreed by"), max_length=10, choices=AgreedBy, blank=True)
    agreed_on = models.DateField(_("agreed on"), null=True, blank=True)
    agreed_sha256 = models.CharField(_("SHA-256 of what was agreed to"), max_length=64, blank=True, editable=False)
    agreement_note = models.TextField(_("who agreed, and how"), blank=True)
    stage = models.CharField(_("stage"), max_length=9, choices=Stage, default=Stage.DRAFT, editable=False)
    submitted_at = models.DateTimeField(
        _("before the KP Chair’s office since (UTC)"), null=True, blank=True, editable=False
    )
    remark = models.TextField(_("why the KP Chair’s office gave it back"), blank=True, editable=False)
    approval = models.OneToOneField(
        TextApproval, models.PROTECT, to_field="key", null=True, blank=True, related_name="+",
        verbose_name=_("approval"), editable=False,
    )  # fmt: skip
    published_at = models.DateTimeField(_("published at (UTC)"), null=True, blank=True, editable=False)
    is_demonstration = models.BooleanField(_("demonstration"), default=False, editable=False)

    objects = WorkshopQuerySet.as_manager()

    class Meta:
        verbose_name = _("workshop")
        verbose_name_plural = _("workshops")
        ordering = ["-start_date", "-pk"]
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(
                condition=Q(start_date__lte=F("end_date")),
                name="a_workshop_ends_after_it_begins",
                violation_error_message=_("The end must come after the beginning."),
            ),
            models.CheckConstraint(
                condition=Q(inferred="") | ~Q(inferred_why_en="", inferred_why_fr=""),
                name="an_inferred_date_says_from_what",
                violation_error_message=_("Say from what the date is inferred, in one language at least."),
            ),
            models.CheckConstraint(
                condition=Q(agreed_by="", agreed_on=None) | ~Q(agreed_by="") & Q(agreed_on__isnull=False),
                name="an_agreement_to_a_workshop_has_its_day",
                violation_error_message=_("Say who agreed, and on which day."),
            ),
            models.CheckConstraint(
                condition=Q(is_recorded=False) | ~Q(source_line_en="", source_line_fr=""),
                name="a_recorded_workshop_names_its_source",
                violation_error_message=_("What was made public elsewhere needs its source line."),
            ),
            models.CheckConstraint(
                condition=Q(stage="draft") | Q(is_recorded=True) | Q(agreed_on__isnull=False),
                name="a_published_workshop_was_agreed_to_or_public_before",
            ),
            models.CheckConstraint(
                condition=Q(stage="draft") | Q(request=None) | Q(approval__isnull=False),
                name="a_published_workshop_of_a_request_was_approved",
            ),
            bears_its_own_approval("a_workshop_bears_its_own_approval", "workshop"),
        ]

    def __str__(self):
        return self.title or self.reference

    def save(self, *args, **kwargs):
        if not self.reference:
            self.reference = new_reference("WSH", self.start_date.year)
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("assistance:workshop-detail", args=[self.reference])

    @classmethod
    def readable(cls, standing):
        """A published one: everyone. A draft: the secretariat, and the KP Chair’s office once it is to approve it."""
        if standing.secretariat:
            return EVERYBODY
        published = Q(stage=cls.Stage.PUBLISHED)
        return published | (Q(submitted_at__isnull=False) if standing.decides_for_chair else NOBODY)

    @property
    def shown_text(self):
        """The row of texts in the reader's language, else English, else any; asked of prefetched `texts`."""
        by_language = {row.language: row for row in self.texts.all()}
        return by_language.get(get_language()) or by_language.get("en") or next(iter(by_language.values()), None)

    @property
    def title(self):
        return self.shown_text.title if self.shown_text else ""

    @property
    def is_draft(self):
        return self.stage == self.Stage.DRAFT

    @property
    def days(self):
        """The days in words, as exactly as they are known."""
        return days_in_words(self.start_date, self.end_date, self.date_precision)

    @property
    def city(self):
        return in_language(self, "city")

    @property
    def place(self):
        """Town and Participant, by the name that it bore then; "" where neither is known."""
        country = self.country.name_on(self.start_date) if self.country else ""
        return ", ".join(filter(None, [self.city, country]))

    @property
    def themes(self):
        """The labels of its themes, in the order of the list."""
        return [theme.label for theme in Theme if theme in self.theme_codes]


class OfWorkshop(Through, Tracked):
    """A row of a workshop, for whoever may know of the workshop."""

    visible_through = "workshop"

    class Meta:
        abstract = True


class WorkshopText(Indexed, OfWorkshop):
    """What a workshop says in a language: title, summary, and the account in Markdown, which may stand in one language only."""

    workshop = models.ForeignKey(Workshop, models.PROTECT, related_name="texts", verbose_name=_("workshop"))
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGE_CHOICES)
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("summary"), blank=True)
    text = models.TextField(_("account"), blank=True)
    html = models.TextField(_("account as HTML"), blank=True, editable=False)

    class Meta:
        verbose_name = _("text of a workshop")
        verbose_name_plural = _("texts of workshops")
        ordering = ["workshop", "language"]
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                fields=["workshop", "language"],
                name="a_workshop_has_one_text_per_language",
                violation_error_message=_("This workshop already has a text in this language."),
            )
        ]

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        self.html = render(self.text)
        super().save(*args, **kwargs)

    def found_as(self):
        return [self.workshop]

    @property
    def rendered(self):
        """The account as a page prints it."""
        return Rendered(self.html)


class WorkshopBeneficiary(Indexed, OfWorkshop):
    """A Participant whom a workshop was for."""

    workshop = models.ForeignKey(Workshop, models.PROTECT, related_name="beneficiaries", verbose_name=_("workshop"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("Participant that it was for")
    )

    class Meta:
        verbose_name = _("Participant that a workshop was for")
        verbose_name_plural = _("Participants that a workshop was for")
        ordering = ["workshop", "organisation__code"]
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                fields=["workshop", "organisation"],
                name="a_workshop_is_for_a_participant_once",
                violation_error_message=_("This Participant is named already."),
            )
        ]

    def __str__(self):
        return f"{self.workshop.reference}, {self.organisation}"

    def found_as(self):
        return [self.workshop]
