"""Focal points: whom one reaches in an organisation for what, when, and in which language."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from asm_portal.dated import Dated
from asm_portal.hours import check_hours
from asm_portal.models.bodies import in_language
from asm_portal.models.organisations import Organisation
from asm_portal.models.people import Person, Representation, check_languages, check_number, check_time_zone
from asm_portal.tracked import Sourced, Tracked
from asm_portal.visibility import EVERYBODY, NOBODY, DatedVisibleQuerySet, Open

GENERAL, EXPORT, IMPORT, CERTIFICATES = "general", "export-confirmation", "import-confirmation", "certificates"


class FocalPointKind(Open, Tracked):
    """What a focal point is for; staff may add kinds to those of the reference data."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name_en = models.CharField(_("name in English"), max_length=80)
    name_fr = models.CharField(_("name in French"), max_length=80)
    for_officers = models.BooleanField(
        _("for certificate officers"),
        default=False,
        help_text=_("Certificate officers may know whom they reach at the focal points of this kind."),
    )

    class Meta:
        verbose_name = _("kind of focal point")
        verbose_name_plural = _("kinds of focal points")
        ordering = ["code"]
        base_manager_name = "objects"

    def __str__(self):
        return self.name

    @property
    def name(self):
        return in_language(self, "name")


class FocalPointQuerySet(DatedVisibleQuerySet):
    """Focal points of organisations."""

    def kinds_held(self, organisations, day=None):
        """(organisation, kind) as primary keys: of what the organisations have a focal point on the day. That there is one is for
        everyone to know; who it is and how to reach it, only `visible_to` says."""
        return set(self.valid_on(day).filter(organisation__in=organisations).values_list("organisation", "kind"))


class FocalPoint(Open, Dated, Sourced):
    """Whom one reaches in an organisation for something: a person or an authority, its deputy, its hours on its own clock.

    Those who take part in the Process may know of it, and everyone where `contact_is_public` says so. Certificate officers sit
    in no body and read no papers (docs/decisions/0003), but they stand at the border with a parcel: the kinds that say whom to
    call about one (`FocalPointKind.for_officers`) are for them too, as long as their Participant takes part in the Process.

    Telephone and address are the point's own, so that no personal number is told to those who may not know the person.
    """

    no_overlap = ("organisation_id", "kind_id", "authority_id")

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="focal_points", verbose_name=_("organisation")
    )
    kind = models.ForeignKey(FocalPointKind, models.PROTECT, related_name="focal_points", verbose_name=_("kind"))
    authority = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="focal_points_kept",
        verbose_name=_("authority"),
        limit_choices_to={"kind": Organisation.Kind.NATIONAL_AUTHORITY},
    )
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="focal_points", verbose_name=_("person")
    )
    telephone = models.CharField(_("telephone"), max_length=24, blank=True, validators=[check_number])
    email = models.EmailField(_("e-mail address"), blank=True)
    deputy = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="deputised_focal_points", verbose_name=_("deputy")
    )
    deputy_telephone = models.CharField(
        _("telephone of the deputy"), max_length=24, blank=True, validators=[check_number]
    )
    away_until = models.DateField(
        _("away until"), null=True, blank=True, help_text=_("The first day back; until then the deputy answers.")
    )
    languages = models.JSONField(_("languages"), default=list, blank=True, validators=[check_languages])
    hours = models.JSONField(_("opening hours"), default=dict, blank=True, validators=[check_hours])
    time_zone = models.CharField(_("time zone"), max_length=40, default="UTC", validators=[check_time_zone])
    contact_is_public = models.BooleanField(
        _("contact is public"),
        default=False,
        help_text=_(
            "Everyone may read telephone, address, languages and hours. Unticked: those who take part in the Process only."
        ),
    )
    last_confirmed_on = models.DateField(_("last confirmed on"), null=True, blank=True)

    objects = FocalPointQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = _("focal point")
        verbose_name_plural = _("focal points")
        ordering = ["organisation", "kind", "valid_from"]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(valid_from__isnull=False),
                name="a_focal_point_has_a_first_day",
                violation_error_message=_("A focal point needs its first day."),
            ),
            models.CheckConstraint(
                condition=~Q(telephone="") | ~Q(email=""),
                name="a_focal_point_can_be_reached",
                violation_error_message=_("Give a telephone number or an e-mail address, or both."),
            ),
        ]

    def __str__(self):
        return f"{self.organisation}, {self.kind}"

    def clean(self):
        """What is impossible is said at the field that is to be changed."""
        if self.valid_from and self.valid_until and self.valid_until <= self.valid_from:
            raise ValidationError({"valid_until": _("The end must come after the beginning.")})
        try:
            super().clean()
        except ValidationError as overlap:
            raise ValidationError({"valid_from": overlap.error_list}) from overlap
        if self.deputy_id and self.deputy_id == self.person_id:
            raise ValidationError({"deputy": _("The deputy is somebody else than the person.")})

    @classmethod
    def readable(cls, standing):
        return Q(contact_is_public=True) | cls.known_by_name(standing)

    @classmethod
    def known_by_name(cls, standing):
        """Those that the reader may know whether or not they are public, with the names of the people who answer."""
        if standing.secretariat or standing.chair or standing.process:
            return EVERYBODY
        known = Q(organisation__in=standing.organisations)
        return known | Q(kind__for_officers=True) if standing.officer_of else known

    @classmethod
    def changeable(cls, standing):
        """The secretariat; and those who look after the focal points of the organisation itself."""
        if standing.secretariat:
            return EVERYBODY
        if standing.person_id is None:
            return NOBODY
        kept = Representation.objects.valid_on(standing.day).filter(person=standing.person_id, is_focal_point=True)
        return Q(organisation__in=kept.values("organisation"))
