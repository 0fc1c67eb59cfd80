"""Inviting people to an account, and what a focal point does for the certificate officers of its Participant."""

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from asm_portal.dated import today
from asm_portal.models import ContactEmail, Invitation, Organisation, Person, Representation, User
from asm_portal.post import link, post

OFFICER = Representation.Role.CERTIFICATE_OFFICER
OFFICER_TERM = timedelta(days=365)


def hash_of(token):
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def invite(*, person, by):
    """Send the person a link by which they open an account; it says whom they represent today. An earlier link stops working.

    Raises ValidationError where they have an account, or no address that would be free to sign in with.
    """
    address = (person.primary_email or "").lower()
    refuse_invitation(person, address)
    for earlier in person.invitations.open():
        earlier.revoke()
    held = person.representations.valid_on().select_related("organisation").first()
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        person=person,
        address=address,
        token_hash=hash_of(token),
        role=held.role if held else Representation.Role.REPRESENTATIVE,
        organisation=held and held.organisation,
        invited_by=by,
        expires_at=timezone.now() + timedelta(days=settings.INVITATION_DAYS),
    )
    context = {"invitation": invitation, "url": link(person, "invitation-accept", token)}
    post(f"invitation:{invitation.pk}", person, "invitation", context, secret=True, address=address)
    return invitation


def refuse_invitation(person, address):
    """Raise ValidationError where an invitation would lead nowhere."""
    if User.objects.filter(person=person).exists():
        raise ValidationError(_("This person has an account already."))
    if not address:
        raise ValidationError(_("This person has no working primary address."))
    if User.objects.filter(email=address).exists():
        raise ValidationError(_("This address cannot be invited. Write to the secretariat."), code="taken")


@transaction.atomic
def accept(*, invitation, password):
    """Open the account of an invitation, once; None where its link has stopped working meanwhile."""
    invitation = Invitation.objects.select_for_update().open().filter(pk=invitation.pk).first()
    if invitation is None:
        return None
    refuse_invitation(invitation.person, invitation.address)
    user = User.objects.create_user(invitation.address, password, person=invitation.person)
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    return user


def organisations_of_focal_point(user):
    """The Participants whose certificate officers the account looks after."""
    held = Representation.objects.valid_on().filter(person=user.person_id, is_focal_point=True)
    return Organisation.objects.participants().filter(pk__in=held.values("organisation")).with_names()


def officers_of(organisations):
    """The certificate officers of the day."""
    return Representation.objects.valid_on().filter(organisation__in=organisations, role=OFFICER)


@transaction.atomic
def invite_officer(*, organisation, given_name, family_name, address, by):
    """Make somebody a certificate officer of the organisation for a year, and invite them unless they have an account.

    Somebody who represents the organisation, or did, is found again by their address. Raises ValidationError where the
    organisation has as many officers as it may, or the person is one.
    """
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    known = ContactEmail.objects.filter(address__iexact=address, person__representations__organisation=organisation)
    person = Person.objects.filter(pk__in=known.values("person")).first()
    officers = officers_of([organisation])
    if person and officers.filter(person=person).exists():
        raise ValidationError(_("This person is a certificate officer already."))
    if officers.count() >= settings.CERTIFICATE_OFFICERS_MAX:
        raise ValidationError(
            _("There are %(count)s certificate officers; no more are possible. Remove one first."),
            params={"count": settings.CERTIFICATE_OFFICERS_MAX},
        )
    if person is None:
        person = Person.objects.create(
            given_name=given_name,
            family_name=family_name,
            preferred_language=by.person.preferred_language,
            is_demonstration=organisation.is_demonstration,
        )
        ContactEmail.objects.create(person=person, address=address, is_primary=True)
    officer = Representation.objects.create(
        person=person,
        organisation=organisation,
        role=OFFICER,
        valid_from=today(),
        valid_until=today() + OFFICER_TERM,
        last_confirmed_on=today(),
    )
    if not User.objects.filter(person=person).exists():
        invite(person=person, by=by)
    return officer


@transaction.atomic
def renew_officer(officer):
    """The officer stays for a year from today."""
    officer.valid_until = today() + OFFICER_TERM
    officer.last_confirmed_on = today()
    officer.save(update_fields=["valid_until", "last_confirmed_on"])


@transaction.atomic
def remove_officer(officer):
    """The officer is none from this moment, and an invitation not yet followed stops working."""
    for invitation in officer.person.invitations.open().filter(role=OFFICER, organisation=officer.organisation):
        invitation.revoke()
    if officer.valid_from < today():
        officer.valid_until = today()
        officer.save(update_fields=["valid_until"])
    else:
        officer.delete()
