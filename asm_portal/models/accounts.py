"""Accounts: a person who signs in. There is no public sign-up; one is invited."""

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from asm_portal.dated import today
from asm_portal.models.bodies import Membership, Office, OfficeTerm
from asm_portal.models.organisations import (
    PARTICIPANT_STATUSES,
    Affiliation,
    Organisation,
    ParticipationStatus,
)
from asm_portal.models.people import ContactEmail, Person, Representation
from asm_portal.tracked import TrackedQuerySet
from asm_portal.visibility import Standing, standing_of


class UserManager(BaseUserManager.from_queryset(TrackedQuerySet)):
    """Makes accounts; the address is kept in lower case, so that it signs in to one account however it is written."""

    @transaction.atomic
    def create_user(self, email, password=None, *, person=None, **extra):
        """Make an account. Without a person, one is made who bears the address as a name."""
        if person is None:
            person = Person.objects.create(family_name=email)
            ContactEmail.objects.create(person=person, address=email, is_primary=True)
        user = self.model(email=email.strip().lower(), person=person, **extra)
        user.set_password(password)
        user.save(using=self._db)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        return user

    def create_superuser(self, email, password=None, **extra):
        return self.create_user(email, password, is_superuser=True, is_administrator=True, **extra)

    def get_by_natural_key(self, email):
        return self.get(email=email.strip().lower())


class User(AbstractBaseUser, PermissionsMixin):
    """An account. What it may do follows from what its person represents; an administrator manages accounts and settings
    only, and a superuser is for emergencies."""

    email = models.EmailField(_("sign-in address"), unique=True)
    person = models.OneToOneField(Person, models.PROTECT, related_name="user", verbose_name=_("person"))
    is_active = models.BooleanField(_("active"), default=True)
    is_administrator = models.BooleanField(
        _("administrator"),
        default=False,
        help_text=_("Manages accounts and settings; reads no restricted record by that."),
    )
    date_joined = models.DateTimeField(_("account made at"), default=timezone.now, editable=False)

    objects = UserManager()
    history = HistoricalRecords(
        excluded_fields=["password", "last_login"],
        related_name="past",
        history_change_reason_field=models.TextField(null=True),
    )

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        ordering = ["email"]
        constraints = [
            models.CheckConstraint(condition=Q(email=Lower("email")), name="a_sign_in_address_is_in_lower_case")
        ]

    def __str__(self):
        return self.email

    def save(self, *args, **kwargs):
        """A sign-in, which writes `last_login` alone, is no change of the account and leaves no history row."""
        is_sign_in = set(kwargs.get("update_fields") or ()) == {"last_login"}
        if is_sign_in and not hasattr(self, "skip_history_when_saving"):
            return self.save_without_historical_record(*args, **kwargs)
        return super().save(*args, **kwargs)

    def get_full_name(self):
        return str(self.person)

    def get_short_name(self):
        return str(self.person)

    @property
    def is_staff(self):
        """Whether the account may enter the administration pages."""
        return self.is_administrator or standing_of(self).secretariat

    @property
    def needs_second_factor(self):
        """Multi-factor sign-in is demanded of staff and of the Chair's office."""
        return self.is_staff or standing_of(self).chair

    def read_standing(self):
        """Who this account's person is today, from the register."""
        day = today()
        held = list(
            Representation.objects.valid_on(day).filter(person=self.person_id).select_related("organisation", "office")
        )
        speaks = [row for row in held if row.role == Representation.Role.REPRESENTATIVE]
        officer_of = {row.organisation_id for row in held if row.role == Representation.Role.CERTIFICATE_OFFICER}
        spoken_for = unions_of({row.organisation_id for row in speaks}, day)
        organisations = set().union(*spoken_for.values())
        admitting = statuses_with_access(organisations | officer_of, day)
        statuses = [row for row in admitting if row.organisation_id in organisations]
        offices, led = offices_filled(speaks, self.person_id, day)
        admitted = {row.organisation_id for row in statuses}
        return Standing(
            day=day,
            moment=timezone.now(),
            user_id=self.pk,
            person_id=self.person_id,
            secretariat=self.is_superuser
            or any(row.organisation.kind == Organisation.Kind.SECRETARIAT for row in speaks),
            chair=any(office.seat == Office.Seat.KP_CHAIR for office in offices),
            participant=any(row.status in PARTICIPANT_STATUSES for row in statuses),
            process=bool(statuses),
            organisations=frozenset(organisations),
            bodies=frozenset(bodies_of(speaks, spoken_for, admitted, day) | led),
            offices=frozenset(office.pk for office in offices),
            led_bodies=frozenset(led),
            officer_of=frozenset(
                row.organisation_id
                for row in admitting
                if row.organisation_id in officer_of and row.status in PARTICIPANT_STATUSES
            ),
        )


def unions_of(organisations, day):
    """Organisation → itself and those for which it speaks."""
    found = {organisation: {organisation} for organisation in organisations}
    if organisations:
        above = Affiliation.objects.speaking(day).filter(organisation__in=organisations)
        for organisation, parent in above.values_list("organisation", "parent"):
            found[organisation].add(parent)
    return found


def with_unions(organisations, day):
    """The organisations and those for which they speak."""
    return set().union(*unions_of(organisations, day).values())


def statuses_with_access(organisations, day):
    """The statuses of the day by which the organisations take part in the Process."""
    if not organisations:
        return []
    return list(
        ParticipationStatus.objects.valid_on(day).filter(
            organisation__in=organisations, status__in=settings.STATUSES_WITH_ACCESS
        )
    )


def bodies_of(representations, spoken_for, admitted, day):
    """The bodies in which the representations count: all of an admitted organisation's, or the one that is named. `spoken_for`
    are the `unions_of` their organisations."""
    if not admitted:
        return set()
    everywhere = set().union(
        *(spoken_for[row.organisation_id] for row in representations if not (row.body_id or row.office_id))
    )
    named = Q(pk__in=[])
    for row in representations:
        if row.body_id:
            named |= Q(body=row.body_id, organisation__in=spoken_for[row.organisation_id])
    rows = Membership.objects.valid_on(day).filter(Q(organisation__in=everywhere) | named, organisation__in=admitted)
    return set(rows.values_list("body", flat=True))


def offices_filled(representations, person, day):
    """The offices the person fills on the day, and the bodies they lead: as the person named in the term, or by a representation
    that names the office; in either case while they represent the organisation that holds it."""
    if not representations:
        return [], set()
    represented = {row.organisation_id for row in representations}
    claimed = {(row.office_id, row.organisation_id) for row in representations if row.office_id}
    terms = OfficeTerm.objects.valid_on(day).filter(organisation__in=represented).select_related("office")
    offices = [
        term.office for term in terms if term.person_id == person or (term.office_id, term.organisation_id) in claimed
    ]
    return offices, {office.body_id for office in offices}
