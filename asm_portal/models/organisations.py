"""The register of who: organisations, their names, their part in the Process over time."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from asm_portal.dated import Dated, today
from asm_portal.models.search import Indexed
from asm_portal.tracked import Sourced, Tracked
from asm_portal.visibility import DatedVisibleQuerySet, Open, VisibleQuerySet

LANGUAGE_CHOICES = settings.CONTENT_LANGUAGES


class NameStatus(models.TextChoices):
    """Whether a name or title is the official one or our translation of it."""

    OFFICIAL = "official", _("official")
    OUR_TRANSLATION = "our_translation", _("our translation")


class OrganisationQuerySet(VisibleQuerySet):
    """Organisations by their part in the Process on a day."""

    def with_status(self, statuses, day=None):
        held = ParticipationStatus.objects.valid_on(day).filter(status__in=statuses)
        return self.filter(pk__in=held.values("organisation"))

    def participants(self, day=None):
        """The Participants of the day, suspended and self-suspended ones among them, as the published totals count them."""
        return self.with_status(PARTICIPANT_STATUSES, day)

    def observers(self, day=None):
        return self.with_status(OBSERVER_STATUSES, day)

    def states_represented(self, day=None):
        """The states that take part in the Process: by themselves, through a union, or covered by another Participant."""
        participants = self.participants(day)
        states = self.filter(kind=Organisation.Kind.STATE)
        members = Affiliation.objects.valid_on(day).filter(parent__in=participants.filter(kind=Organisation.Kind.UNION))
        covered = ParticipationStatus.objects.valid_on(day).filter(covered_by__in=participants)
        return states.filter(
            Q(pk__in=participants.values("pk"))
            | Q(pk__in=members.values("organisation"))
            | Q(pk__in=covered.values("organisation"))
        )

    def facts(self):
        """Without the fictional organisations of the demonstration."""
        return self.filter(is_demonstration=False)

    def with_names(self):
        return self.prefetch_related("names")


class Organisation(Indexed, Open, Tracked, Sourced):
    """A state, union, industry or civil-society body, authority or committee. Its kind says what it is; its part in the
    Process is its dated status, its place under another organisation a dated affiliation."""

    class Kind(models.TextChoices):
        STATE = "state", pgettext_lazy("kind of organisation", "state")
        UNION = "union", _("regional economic integration organisation")
        INDUSTRY = "industry", _("industry")
        CIVIL_SOCIETY = "civil_society", _("civil society")
        INTERGOVERNMENTAL = "intergovernmental", _("intergovernmental organisation")
        NATIONAL_AUTHORITY = "national_authority", _("national authority")
        NATIONAL_COMMITTEE = "national_committee", _("national committee")
        PARTNER = "partner", _("partner")
        SECRETARIAT = "secretariat", _("secretariat")

    code = models.SlugField(
        _("code"), max_length=16, unique=True, help_text=_("ISO 3166-1 alpha-2 for states; a short acronym otherwise.")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    iso_alpha3 = models.CharField(_("ISO alpha-3 code"), max_length=3, blank=True)
    abbreviation_en = models.CharField(_("abbreviation in English"), max_length=20, blank=True)
    abbreviation_fr = models.CharField(_("abbreviation in French"), max_length=20, blank=True)
    website = models.URLField(_("website"), blank=True)
    tracked_from = models.DateField(
        _("tracked from"),
        null=True,
        blank=True,
        help_text=_("The standing of an organisation (reports, confirmations) is computed only from this day on."),
    )
    is_demonstration = models.BooleanField(_("demonstration"), default=False, editable=False)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["code"]
        base_manager_name = "objects"

    def __str__(self):
        return self.name_on() or self.code

    def get_absolute_url(self):
        return reverse("participant-detail", args=[self.code])

    def name_on(self, day=None, language=None):
        """The name of the day in the language, else in English, else any; asked of prefetched `names` where there are."""
        day, language = day or today(), language or get_language() or "en"
        names = list(self.names.all())
        current = [name for name in names if name.holds_on(day)] or names
        by_language = {name.language: name.name for name in current}
        return by_language.get(language) or by_language.get("en") or next(iter(by_language.values()), "")

    @property
    def name(self):
        """Today's name in the reader's language."""
        return self.name_on()


class OrganisationName(Indexed, Open, Dated, Sourced):
    """The name of an organisation in a language, for as long as it bore it (Swaziland, Eswatini)."""

    no_overlap = ("organisation_id", "language")

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="names", verbose_name=_("organisation"))
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGE_CHOICES)
    name = models.CharField(_("name"), max_length=200)
    status = models.CharField(_("status"), max_length=16, choices=NameStatus, default=NameStatus.OFFICIAL)

    objects = DatedVisibleQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = _("name of an organisation")
        verbose_name_plural = _("names of organisations")
        ordering = ["organisation", "language", "valid_from"]

    def __str__(self):
        return self.name

    def found_as(self):
        return [self.organisation]


class AffiliationQuerySet(DatedVisibleQuerySet):
    """Who belongs to whom."""

    def speaking(self, day=None):
        """The affiliations of the day by which belonging means speaking for: a state for its union, a national authority for its
        Participant. A national committee speaks for itself."""
        of_a_union = Q(organisation__kind=Organisation.Kind.STATE, parent__kind=Organisation.Kind.UNION)
        return self.valid_on(day).filter(of_a_union | Q(organisation__kind=Organisation.Kind.NATIONAL_AUTHORITY))


class Affiliation(Open, Dated, Sourced):
    """An organisation's place under another one: a member state in its union, an authority or committee under its Participant."""

    no_overlap = ("organisation_id", "parent_id")

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="affiliations", verbose_name=_("organisation")
    )
    parent = models.ForeignKey(Organisation, models.PROTECT, related_name="affiliates", verbose_name=_("belongs to"))

    objects = AffiliationQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = _("affiliation")
        verbose_name_plural = _("affiliations")
        ordering = ["parent", "organisation", "valid_from"]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(organisation=models.F("parent")), name="an_organisation_is_not_under_itself"
            ),
        ]

    def __str__(self):
        return f"{self.organisation} – {self.parent}"


class ParticipationStatus(Open, Dated, Sourced):
    """The part of an organisation in the Process: one at a time, in the words of the decision that made it so."""

    no_overlap = ("organisation_id",)

    class Status(models.TextChoices):
        APPLICANT = "applicant", _("applicant")
        PROVISIONALLY_LISTED = "provisionally_listed", _("provisionally listed")
        PARTICIPANT = "participant", _("Participant")
        SUSPENDED = "suspended", _("suspended")
        SELF_SUSPENDED = "self_suspended", _("self-suspended")
        PARTIAL_RESUMPTION = "partial_resumption", _("exports partly resumed")
        NO_LONGER_LISTED = "no_longer_listed", _("no longer listed")
        WITHDRAWN = "withdrawn", _("withdrawn")
        COVERED = "covered", _("covered by another Participant")
        OBSERVER = "observer", _("Observer")
        INDEPENDENT_OBSERVER = "independent_observer", _("Independent Observer")

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="statuses", verbose_name=_("organisation")
    )
    status = models.CharField(_("status"), max_length=20, choices=Status)
    covered_by = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="covers", verbose_name=_("covered by")
    )
    words_en = models.CharField(_("words of the decision, in English"), max_length=300, blank=True)
    words_fr = models.CharField(_("words of the decision, in French"), max_length=300, blank=True)

    objects = DatedVisibleQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = _("participation status")
        verbose_name_plural = _("participation statuses")
        ordering = ["organisation", "valid_from"]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(status="covered", covered_by__isnull=False)
                | (~Q(status="covered") & Q(covered_by__isnull=True)),
                name="a_covered_organisation_names_the_one_that_covers_it",
                violation_error_message=_(
                    "“Covered by another Participant” needs that Participant, and no other status has one."
                ),
            ),
        ]

    def __str__(self):
        return self.get_status_display()


PARTICIPANT_STATUSES = (
    ParticipationStatus.Status.PARTICIPANT,
    ParticipationStatus.Status.SUSPENDED,
    ParticipationStatus.Status.SELF_SUSPENDED,
    ParticipationStatus.Status.PARTIAL_RESUMPTION,
)
OBSERVER_STATUSES = (ParticipationStatus.Status.OBSERVER, ParticipationStatus.Status.INDEPENDENT_OBSERVER)


class Measure(Open, Dated, Sourced):
    """A measure that a decision attached to a Participant (restrictions on trade, special measures); measures may overlap."""

    class Kind(models.TextChoices):
        RESTRICTIONS = "restrictions", _("restrictions applied")
        SPECIAL_MEASURES = "special_measures", _("special measures")

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="measures", verbose_name=_("organisation")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    words_en = models.CharField(_("words of the decision, in English"), max_length=300, blank=True)
    words_fr = models.CharField(_("words of the decision, in French"), max_length=300, blank=True)

    objects = DatedVisibleQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = _("measure")
        verbose_name_plural = _("measures")
        ordering = ["organisation", "valid_from"]

    def __str__(self):
        return self.get_kind_display()
