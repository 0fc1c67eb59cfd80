"""Bodies of the Process, the organisations that belong to them, and the offices that outlive their holders."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from asm_portal.dated import Dated
from asm_portal.models.organisations import Organisation
from asm_portal.models.search import Indexed
from asm_portal.tracked import Sourced, Tracked
from asm_portal.visibility import DatedVisibleQuerySet, Open


def in_language(record, field):
    """The `<field>_fr` of a fixed label for a reader of French, else `<field>_en`; each stands in for the other."""
    english, french = getattr(record, f"{field}_en"), getattr(record, f"{field}_fr")
    return (french or english) if get_language() == "fr" else (english or french)


class Body(Indexed, Open, Dated, Sourced):
    """A body of the Process. `valid_from` and `valid_until` are the days of its establishment and dissolution."""

    class Kind(models.TextChoices):
        PLENARY = "plenary", _("Plenary")
        INTERSESSIONAL = "intersessional", _("Intersessional meeting")
        WORKING_GROUP = "working_group", _("working group")
        AD_HOC_WORKING_GROUP = "ad_hoc_working_group", _("ad hoc working group")
        COMMITTEE = "committee", _("committee")
        AD_HOC_COMMITTEE = "ad_hoc_committee", _("ad hoc committee")
        SUBGROUP = "subgroup", _("sub-group")
        TECHNICAL_TEAM = "technical_team", _("technical team")
        FORUM = "forum", _("forum")
        CHAIRS_OFFICE = "chairs_office", _("Chair’s office")
        SECRETARIAT = "secretariat", _("secretariat")

    class Activity(models.TextChoices):
        ACTIVE = "active", _("active")
        CLOSED = "closed", _("closed")
        UNCONFIRMED = "unconfirmed", _("to be confirmed")

    code = models.SlugField(_("code"), max_length=24, unique=True)
    kind = models.CharField(_("kind"), max_length=24, choices=Kind)
    activity = models.CharField(_("activity"), max_length=12, choices=Activity, default=Activity.ACTIVE)
    name_en = models.CharField(_("name in English"), max_length=200)
    name_fr = models.CharField(_("name in French"), max_length=200)
    abbreviation_en = models.CharField(_("abbreviation in English"), max_length=20, blank=True)
    abbreviation_fr = models.CharField(_("abbreviation in French"), max_length=20, blank=True)
    mandate_en = models.TextField(_("mandate in English"), blank=True)
    mandate_fr = models.TextField(_("mandate in French"), blank=True)
    membership_rule_en = models.TextField(_("who may be a member, in English"), blank=True)
    membership_rule_fr = models.TextField(_("who may be a member, in French"), blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="subgroups", verbose_name=_("sub-group of")
    )
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors", verbose_name=_("succeeded by")
    )
    is_demonstration = models.BooleanField(_("demonstration"), default=False, editable=False)

    objects = DatedVisibleQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = _("body")
        verbose_name_plural = _("bodies")
        ordering = ["code"]
        base_manager_name = "objects"

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("body-detail", args=[self.code])

    @property
    def name(self):
        return in_language(self, "name")

    @property
    def abbreviation(self):
        return in_language(self, "abbreviation")

    @property
    def mandate(self):
        return in_language(self, "mandate")

    @property
    def membership_rule(self):
        return in_language(self, "membership_rule")


ATTESTED_OR_DATED = Q(valid_from__isnull=False, attested="") | (
    Q(valid_from__isnull=True, valid_until__isnull=True) & ~Q(attested="")
)


class Attested(Dated, Sourced):
    """A row that holds for a range of days, or is only attested ("about 2022"): never made a range, giving no access."""

    attested = models.CharField(
        _("attested"), max_length=60, blank=True, help_text=_("When no range is known: “about 2022”.")
    )

    class Meta(Dated.Meta):
        abstract = True
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=ATTESTED_OR_DATED,
                name="%(app_label)s_%(class)s_is_dated_or_attested",
                violation_error_message=_("Give either a first day or when it is attested, not both."),
            ),
        ]


class Membership(Open, Attested):
    """An organisation's place in a body."""

    no_overlap = ("body_id", "organisation_id")

    class Grade(models.TextChoices):
        FULL = "full", _("member")
        PROVISIONAL = "provisional", _("provisional member")
        OBSERVER = "observer", _("observer")

    body = models.ForeignKey(Body, models.PROTECT, related_name="memberships", verbose_name=_("body"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="memberships", verbose_name=_("organisation")
    )
    grade = models.CharField(_("grade"), max_length=12, choices=Grade, default=Grade.FULL)

    objects = DatedVisibleQuerySet.as_manager()

    class Meta(Attested.Meta):
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["body", "organisation", "valid_from"]

    def __str__(self):
        return f"{self.organisation}, {self.body.code}"


class Office(Open, Tracked):
    """A seat that outlives its holder; work is given to offices, never only to persons. Co-chairs are two offices."""

    class Seat(models.TextChoices):
        KP_CHAIR = "kp_chair", _("KP Chair")
        KP_VICE_CHAIR = "kp_vice_chair", _("KP Vice Chair")
        CHAIR = "chair", _("Chair")
        VICE_CHAIR = "vice_chair", _("Vice Chair")
        COORDINATOR = "coordinator", _("coordinator")

    code = models.SlugField(_("code"), max_length=40, unique=True)
    seat = models.CharField(_("seat"), max_length=16, choices=Seat)
    body = models.ForeignKey(Body, models.PROTECT, related_name="offices", verbose_name=_("body"))
    name_en = models.CharField(_("name in English"), max_length=120)
    name_fr = models.CharField(_("name in French"), max_length=120)
    is_demonstration = models.BooleanField(_("demonstration"), default=False, editable=False)

    class Meta:
        verbose_name = _("office")
        verbose_name_plural = _("offices")
        ordering = ["body", "seat", "code"]

    def __str__(self):
        return self.name

    @property
    def name(self):
        return in_language(self, "name")


class OfficeTerm(Open, Attested):
    """The organisation, and the person where known, that holds an office for a time. Vacancies are gaps."""

    no_overlap = ("office_id",)

    office = models.ForeignKey(Office, models.PROTECT, related_name="terms", verbose_name=_("office"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="terms", verbose_name=_("organisation"))
    person = models.ForeignKey(
        "asm_portal.Person", models.PROTECT, null=True, blank=True, related_name="terms", verbose_name=_("person")
    )
    capacity_en = models.CharField(_("capacity in English"), max_length=120, blank=True)
    capacity_fr = models.CharField(_("capacity in French"), max_length=120, blank=True)

    objects = DatedVisibleQuerySet.as_manager()

    class Meta(Attested.Meta):
        verbose_name = _("term of office")
        verbose_name_plural = _("terms of office")
        ordering = ["office", "valid_from"]

    def __str__(self):
        return f"{self.office}{gettext(':')} {self.organisation}"

    @property
    def capacity(self):
        return in_language(self, "capacity")
