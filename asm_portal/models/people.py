"""People, how to reach them, and whom they represent. A person need not have an account."""

import zoneinfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from asm_portal.dated import Dated
from asm_portal.models.bodies import Body, Membership, Office, OfficeTerm
from asm_portal.models.organisations import LANGUAGE_CHOICES, Affiliation, Organisation, ParticipationStatus
from asm_portal.models.search import Indexed
from asm_portal.tracked import Sourced, Tracked
from asm_portal.visibility import EVERYBODY, NOBODY, DatedVisibleQuerySet, Open, Through


def check_time_zone(name):
    """Raise ValidationError for a name that is no IANA time zone."""
    if name not in zoneinfo.available_timezones():
        raise ValidationError(_("“%(name)s” is not a time zone such as Africa/Luanda."), params={"name": name})


def check_languages(codes):
    """Raise ValidationError unless it is a list of language codes that the portal knows."""
    if not isinstance(codes, list) or set(codes) - set(dict(LANGUAGE_CHOICES)):
        raise ValidationError(_("Choose languages from the list."))


check_number = RegexValidator(
    r"^\+[0-9 ]{6,22}$", _("Write the number with its international prefix, for example +000 20 555 0101.")
)


class Person(Indexed, Open, Tracked, Sourced):
    """Somebody the Process works with. Known to those who may know one of their representations, and to themselves."""

    given_name = models.CharField(_("given name"), max_length=80, blank=True)
    family_name = models.CharField(_("family name"), max_length=80)
    honorific = models.CharField(_("form of address"), max_length=30, blank=True)
    languages = models.JSONField(_("languages"), default=list, blank=True, validators=[check_languages])
    preferred_language = models.CharField(
        _("preferred language"), max_length=2, choices=settings.LANGUAGES, default="en"
    )
    time_zone = models.CharField(_("time zone"), max_length=40, default="UTC", validators=[check_time_zone])
    name_is_public = models.BooleanField(
        _("name is public"), default=False, help_text=_("Only with the agreement of the Participant and of the person.")
    )
    is_demonstration = models.BooleanField(_("demonstration"), default=False, editable=False)

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["family_name", "given_name", "pk"]
        base_manager_name = "objects"

    def __str__(self):
        return " ".join(part for part in (self.given_name, self.family_name) if part)

    @classmethod
    def readable(cls, standing):
        if standing.secretariat:
            return EVERYBODY
        known = Representation.objects.filter(Representation.readable(standing))
        return Q(pk=standing.person_id) | Q(pk__in=known.values("person"))

    def found_as(self):
        """Whom they represent is what a person is found by."""
        return list(self.representations.all())

    @property
    def primary_email(self):
        """The address mail goes to, or None; asked of prefetched `emails` where there are."""
        return next((email.address for email in self.emails.all() if email.is_primary and not email.bounced_at), None)


class ContactEmail(Through, Tracked):
    """An address of a person; one of them is the primary one."""

    visible_through = "person"

    person = models.ForeignKey(Person, models.PROTECT, related_name="emails", verbose_name=_("person"))
    address = models.EmailField(_("address"))
    is_primary = models.BooleanField(_("primary"), default=False)
    bounced_at = models.DateTimeField(_("bounced at"), null=True, blank=True)
    bounce_reason = models.CharField(_("why it bounced"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("e-mail address")
        verbose_name_plural = _("e-mail addresses")
        ordering = ["-is_primary", "address"]
        constraints = [
            models.UniqueConstraint(
                "person",
                condition=Q(is_primary=True),
                name="a_person_has_one_primary_address",
                violation_error_message=_("This person already has a primary address."),
            ),
            models.UniqueConstraint(
                "person",
                Lower("address"),
                name="a_person_has_an_address_once",
                violation_error_message=_("This person already has this address."),
            ),
        ]

    def __str__(self):
        return self.address


class Phone(Through, Tracked):
    """A telephone number of a person, in international form."""

    visible_through = "person"

    person = models.ForeignKey(Person, models.PROTECT, related_name="phones", verbose_name=_("person"))
    number = models.CharField(_("number"), max_length=24, validators=[check_number])
    label = models.CharField(_("label"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("telephone number")
        verbose_name_plural = _("telephone numbers")
        ordering = ["pk"]

    def __str__(self):
        return self.number


class RepresentationQuerySet(DatedVisibleQuerySet):
    """Who speaks for whom."""

    def in_bodies(self, bodies, day=None):
        """The representatives that count in one of the bodies on a day: those named for it, those of a member organisation
        (or of one that speaks for it) whose representation names no body, those of its offices and the persons named in their
        terms. Certificate officers count in none. `User.read_standing` asks the same from the reader's side."""
        admitted = ParticipationStatus.objects.valid_on(day).filter(status__in=settings.STATUSES_WITH_ACCESS)
        unions = Affiliation.objects.speaking(day).filter(
            organisation=OuterRef(OuterRef("organisation")), parent=OuterRef("organisation")
        )
        membership = Membership.objects.valid_on(day).filter(
            Q(organisation=OuterRef("organisation")) | Exists(unions),
            body__in=bodies,
            organisation__in=admitted.values("organisation"),
        )
        term = OfficeTerm.objects.valid_on(day).filter(
            office=OuterRef("office"), office__body__in=bodies, organisation=OuterRef("organisation")
        )
        named = OfficeTerm.objects.valid_on(day).filter(
            office__body__in=bodies, organisation=OuterRef("organisation"), person=OuterRef("person")
        )
        speaking = Q(role=Representation.Role.REPRESENTATIVE)
        return self.valid_on(day).filter(
            Q(speaking, Exists(membership), body=None, office=None)
            | Q(Exists(membership.filter(body=OuterRef("body"))))
            | Q(Exists(term))
            | Q(speaking, Exists(named))
        )


class Representation(Indexed, Open, Dated, Sourced):
    """A person speaking for an organisation: in every body it belongs to, in one body, or in one office."""

    class Role(models.TextChoices):
        REPRESENTATIVE = "representative", _("representative")
        CERTIFICATE_OFFICER = "certificate_officer", _("certificate officer")

    person = models.ForeignKey(Person, models.PROTECT, related_name="representations", verbose_name=_("person"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="representations", verbose_name=_("organisation")
    )
    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.REPRESENTATIVE)
    body = models.ForeignKey(
        Body,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="representations",
        verbose_name=_("body"),
        help_text=_("Empty: in every body of the organisation."),
    )
    office = models.ForeignKey(
        Office, models.PROTECT, null=True, blank=True, related_name="representations", verbose_name=_("office")
    )
    function = models.CharField(_("function"), max_length=120, blank=True)
    is_head_of_delegation = models.BooleanField(_("head of delegation"), default=False)
    is_focal_point = models.BooleanField(
        _("focal point"), default=False, help_text=_("May invite and remove the organisation’s certificate officers.")
    )
    last_confirmed_on = models.DateField(_("last confirmed on"), null=True, blank=True)

    objects = RepresentationQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = _("representation")
        verbose_name_plural = _("representations")
        ordering = ["organisation", "person", "valid_from"]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(valid_from__isnull=False),
                name="a_representation_has_a_first_day",
                violation_error_message=_("A representation needs its first day."),
            ),
            models.CheckConstraint(
                condition=Q(body=None) | Q(office=None),
                name="a_representation_names_a_body_or_an_office",
                violation_error_message=_("Name a body or an office, not both."),
            ),
            models.CheckConstraint(
                condition=~Q(role="certificate_officer") | Q(body=None, office=None, is_focal_point=False),
                name="a_certificate_officer_has_no_other_part",
                violation_error_message=_("A certificate officer sits in no body and holds no office."),
            ),
        ]

    def __str__(self):
        return f"{self.person}, {self.organisation}"

    @classmethod
    def readable(cls, standing):
        """One's own; those of one's organisations; those that count in a body one belongs to; all for the Chair's office."""
        if standing.secretariat or standing.chair:
            return EVERYBODY
        shared = cls.objects.in_bodies(standing.bodies, standing.day)
        return (
            Q(person=standing.person_id)
            | Q(organisation__in=standing.organisations)
            | (Q(pk__in=shared.values("pk")) if standing.bodies else NOBODY)
        )
