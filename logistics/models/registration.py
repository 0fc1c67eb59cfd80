"""Registration for meetings, and the delegations that are nominated.

What a delegation says of its people is for its own organisation, the secretariat, the KP Chair’s office and the office of the
host; how they travel for fewer still, and only until the meeting is over for some days (`DelegateTravel`).
"""

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from asm_portal.models import Body, FocalPoint, Organisation, Person, Representation
from asm_portal.models.bodies import in_language
from asm_portal.models.focal_points import GENERAL
from asm_portal.models.people import check_time_zone
from asm_portal.references import new_reference
from asm_portal.tracked import Tracked
from asm_portal.visibility import EVERYBODY, NOBODY, Open, Through, VisibleQuerySet, excepted_for
from logistics.models.meetings import Meeting, MeetingBody, editable_meetings

FOR_MEETINGS = (GENERAL, "meetings")
ORGANS = (Body.Kind.PLENARY, Body.Kind.INTERSESSIONAL)


def offices_of(standing):
    """The organisations whose delegations the reader nominates: as the one who represents them as focal point, or as the person
    or the deputy of their focal point for meetings or in general."""
    if standing.person_id is None:
        return Organisation.objects.none()
    held = Representation.objects.valid_on(standing.day).filter(
        person=standing.person_id, is_focal_point=True, role=Representation.Role.REPRESENTATIVE
    )
    points = FocalPoint.objects.valid_on(standing.day).filter(
        Q(person=standing.person_id) | Q(deputy=standing.person_id), kind__code__in=FOR_MEETINGS
    )
    return Organisation.objects.filter(
        Q(pk__in=held.values("organisation")) | Q(pk__in=points.values("organisation")), pk__in=standing.organisations
    )


def of_bodies(standing):
    """Meetings of bodies that the reader belongs to."""
    return MeetingBody.objects.filter(body__in=standing.bodies).values("meeting")


def concerning(standing):
    """The meetings that concern the reader: of a body that they belong to, opened to them or, for those who take part in the
    Process, of no body in particular."""
    if standing.secretariat or standing.chair:
        return EVERYBODY
    concerned = Q(pk__in=of_bodies(standing)) | excepted_for(Meeting, standing)
    if standing.process:
        particular = MeetingBody.objects.exclude(body__kind__in=ORGANS)
        concerned |= ~Q(pk__in=particular.values("meeting"))
    return concerned


class RegistrationQuerySet(VisibleQuerySet):
    """Registrations by the clock."""

    def open_at(self, moment):
        return self.filter(opens_at__lte=moment, closes_at__gt=moment)


class Registration(Open, Tracked):
    """The time in which delegations to a meeting are nominated, between two UTC instants. `zone` is the one in which they were
    announced; an end at midnight there was announced as a day."""

    meeting = models.OneToOneField(Meeting, models.PROTECT, related_name="registration", verbose_name=_("meeting"))
    opens_at = models.DateTimeField(_("opens at (UTC)"))
    closes_at = models.DateTimeField(_("closes at (UTC)"))
    zone = models.CharField(_("announced in the time zone"), max_length=40, default="UTC", validators=[check_time_zone])
    note_en = models.TextField(_("note to those who nominate, in English"), blank=True, max_length=2000)
    note_fr = models.TextField(_("note to those who nominate, in French"), blank=True, max_length=2000)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ["closes_at", "pk"]
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(
                condition=Q(opens_at__lt=F("closes_at")),
                name="a_registration_closes_after_it_opens",
                violation_error_message=_("Registration closes after it opens."),
            )
        ]

    def __str__(self):
        return str(self.meeting)

    def get_absolute_url(self):
        return reverse("logistics:registration", args=[self.meeting.reference])

    @classmethod
    def readable(cls, standing):
        """Those whom the meeting concerns, the office of its host, and whoever is nominated; all may know of the meeting."""
        known = Meeting._base_manager.filter(Meeting.readable(standing))
        concerned = known.filter(concerning(standing))
        theirs = Q(meeting__in=concerned.values("pk")) | cls.overseen(standing)
        if standing.person_id is not None:
            theirs |= Q(pk__in=Delegate.objects.standing_for(standing.person_id).values("delegation__registration"))
        return Q(meeting__in=known.values("pk")) & theirs

    @classmethod
    def overseen(cls, standing):
        """Registrations of which the reader sees every delegation: the secretariat, the KP Chair’s office, the host’s office."""
        if standing.secretariat or standing.chair:
            return EVERYBODY
        return Q(meeting__host__in=offices_of(standing).values("pk"))

    @classmethod
    def changeable(cls, standing):
        """Those who may change the meeting."""
        return Q(meeting__in=editable_meetings(standing))

    @classmethod
    def with_list(cls, standing):
        """Registrations whose list of participants the reader may read: members of the meeting’s bodies, those who have
        registered or are nominated, and whoever sees every delegation."""
        taking_part = Delegation.objects.standing().filter(organisation__in=standing.organisations)
        theirs = (
            cls.overseen(standing) | Q(meeting__in=of_bodies(standing)) | Q(pk__in=taking_part.values("registration"))
        )
        if standing.person_id is not None:
            theirs |= Q(pk__in=Delegate.objects.standing_for(standing.person_id).values("delegation__registration"))
        return cls.readable(standing) & theirs

    @property
    def note(self):
        return in_language(self, "note")

    @property
    def closes_on(self):
        """The day as whose end the closing was announced, None where it was announced as an instant."""
        local = self.closes_at.astimezone(ZoneInfo(self.zone))
        return (local - timedelta(days=1)).date() if (local.hour, local.minute) == (0, 0) else None

    def is_open_at(self, moment):
        return self.opens_at <= moment < self.closes_at and not self.meeting.is_over


class DelegationQuerySet(VisibleQuerySet):
    """Delegations to meetings."""

    def standing(self):
        """Those that are not withdrawn."""
        return self.filter(withdrawn_at=None)


class Delegation(Through, Tracked):
    """Those whom an organisation sends to a meeting or, where it names none, the guests of the Chair."""

    visible_through = "registration"

    class Channel(models.TextChoices):
        PORTAL = "portal", _("in the portal")
        MAIL = "mail", _("by e-mail")
        LETTER = "letter", _("by letter")
        TELEPHONE = "telephone", _("by telephone")
        IN_PERSON = "in_person", _("in person, spoken")

    reference = models.CharField(_("reference"), max_length=24, unique=True, editable=False)
    registration = models.ForeignKey(
        Registration, models.PROTECT, related_name="delegations", verbose_name=_("registration")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("organisation")
    )
    channel = models.CharField(_("how the nomination came"), max_length=10, choices=Channel, default=Channel.PORTAL)
    nominated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("nominated by")
    )
    nominated_at = models.DateTimeField(_("nominated at"), default=timezone.now)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        ordering = ["registration", "organisation", "pk"]
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "organisation"], name="an_organisation_has_one_delegation_to_a_meeting"
            ),
            models.UniqueConstraint(
                fields=["registration"],
                condition=Q(organisation=None),
                name="the_guests_of_the_chair_are_one_delegation_to_a_meeting",
            ),
        ]

    def __str__(self):
        return f"{self.name}, {self.registration}"

    def get_absolute_url(self):
        return reverse("logistics:delegation", args=[self.reference])

    def save(self, *args, **kwargs):
        if not self.reference:
            self.reference = new_reference("REG", self.registration.meeting.start_date.year)
        super().save(*args, **kwargs)

    @property
    def name(self):
        return str(self.organisation) if self.organisation else str(_("Guests of the Chair"))

    @classmethod
    def readable(cls, standing):
        """Its own organisation, whoever is nominated in it, the secretariat, the KP Chair’s office, the host’s office."""
        overseen = Registration.objects.filter(Registration.overseen(standing)).values("pk")
        theirs = Q(organisation__in=standing.organisations) | Q(registration__in=overseen)
        if standing.person_id is not None:
            theirs |= Q(pk__in=Delegate.objects.standing_for(standing.person_id).values("delegation"))
        return super().readable(standing) & theirs

    @classmethod
    def changeable(cls, standing):
        """The secretariat; who nominates for the organisation; for the guests, the KP Chair’s office."""
        if standing.reads_only:
            return NOBODY
        if standing.secretariat:
            return EVERYBODY
        guests = Q(organisation=None) if standing.chair else NOBODY
        return Q(organisation__in=offices_of(standing).values("pk")) | guests


class DelegateQuerySet(VisibleQuerySet):
    """Those nominated."""

    def standing(self):
        """Those who are not withdrawn, alone or with their delegation."""
        return self.filter(withdrawn_at=None, delegation__withdrawn_at=None)

    def standing_for(self, person):
        return self.standing().filter(person=person)


class Delegate(Through, Tracked):
    """Somebody nominated for a meeting, by the name and function given then. `person` is who mail goes to."""

    visible_through = "delegation"

    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="delegates", verbose_name=_("delegation"))
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("person")
    )
    given_name = models.CharField(_("given name"), max_length=80, blank=True)
    family_name = models.CharField(_("family name"), max_length=80)
    function = models.CharField(_("function"), max_length=120)
    affiliation = models.CharField(_("organisation of a guest"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    language = models.CharField(_("language of mail"), max_length=2, choices=settings.LANGUAGES, default="en")
    is_head = models.BooleanField(_("head of delegation"), default=False)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    objects = DelegateQuerySet.as_manager()

    class Meta:
        verbose_name = _("delegate")
        verbose_name_plural = _("delegates")
        ordering = ["delegation", "-is_head", "family_name", "given_name", "pk"]
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                fields=["delegation"],
                condition=Q(is_head=True, withdrawn_at=None),
                name="a_delegation_has_one_head",
                violation_error_message=_("A delegation has one head."),
            ),
            models.UniqueConstraint(
                "delegation",
                Lower("email"),
                condition=Q(withdrawn_at=None) & ~Q(email=""),
                name="nobody_is_nominated_twice_by_the_same_address",
                violation_error_message=_("This address is nominated in this delegation already."),
            ),
            models.UniqueConstraint(
                "delegation",
                Lower("given_name"),
                Lower("family_name"),
                Lower("email"),
                condition=Q(withdrawn_at=None),
                name="nobody_is_nominated_twice_by_the_same_name",
                violation_error_message=_("This person is nominated in this delegation already."),
            ),
        ]

    def __str__(self):
        return " ".join(part for part in (self.given_name, self.family_name) if part)

    @classmethod
    def listed(cls, standing):
        """Those whom the reader may know by name, function and organisation, from the list of participants."""
        lists = Registration.objects.filter(Registration.with_list(standing)).values("pk")
        return Q(withdrawn_at=None, delegation__withdrawn_at=None, delegation__registration__in=lists)


class DelegateTravel(Through, models.Model):
    """How a delegate travels, and what they need: without a history, and deleted some days after the meeting. No number of a
    passport is kept; `passport_name` is the name in it, for a visa letter."""

    visible_through = "delegate"

    delegate = models.OneToOneField(Delegate, models.PROTECT, related_name="travel", verbose_name=_("delegate"))
    needs_visa_letter = models.BooleanField(_("needs a visa letter"), default=False)
    passport_name = models.CharField(_("name exactly as in the passport"), max_length=160, blank=True)
    arrives_on = models.DateField(_("arrives on"), null=True, blank=True)
    arrival = models.CharField(_("time and means of arrival"), max_length=160, blank=True)
    departs_on = models.DateField(_("leaves on"), null=True, blank=True)
    departure = models.CharField(_("time and means of departure"), max_length=160, blank=True)
    special_needs = models.TextField(_("special needs"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("travel of a delegate")
        verbose_name_plural = _("travel of delegates")
        ordering = ["delegate"]
        constraints = [
            models.CheckConstraint(
                condition=Q(arrives_on=None) | Q(departs_on=None) | Q(arrives_on__lte=F("departs_on")),
                name="a_delegate_leaves_after_arriving",
                violation_error_message=_("Nobody leaves before they arrive."),
            ),
            models.CheckConstraint(
                condition=Q(needs_visa_letter=False) | ~Q(passport_name=""),
                name="a_visa_letter_needs_the_name_in_the_passport",
                violation_error_message=_("A visa letter needs the name exactly as it stands in the passport."),
            ),
        ]

    def __str__(self):
        return str(self.delegate)

    @classmethod
    def readable(cls, standing):
        """The secretariat and the host’s office; who nominates the delegation; the delegate."""
        if standing.secretariat:
            return EVERYBODY
        offices = offices_of(standing).values("pk")
        delegations = Delegation.objects.filter(
            Delegation.changeable(standing) | Q(registration__meeting__host__in=offices)
        )
        theirs = Q(delegate__delegation__in=delegations.values("pk"))
        if standing.person_id is not None:
            theirs |= Q(delegate__person=standing.person_id)
        return super().readable(standing) & theirs
