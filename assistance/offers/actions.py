"""What is done to offers, each verb in one transaction. The contact lives as long as the consent to keep and show it."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from asm_portal.dated import today
from asm_portal.post import forget
from asm_portal.templatetags.portal import date_words
from assistance.models import Offer, OfferContact, OfferPlace, Provider
from knowledge.actions import save, save_with_reference

PREFIX = "offer:"


@transaction.atomic
def make_offer(*, offer, provider, places, contact, by):
    """Keep a new offer. `provider` is an Organisation, or the name of one that is not in the register; `contact` holds the fields
    of OfferContact."""
    offer.provider = provider_of(provider, by)
    save_with_reference(offer, by)
    set_places(offer, places, by)
    OfferContact.objects.create(offer=offer, **contact)
    return offer


@transaction.atomic
def change_offer(*, offer, places, contact, by):
    """Write what was changed of an offer, and keep the contact anew; of the mail that went to an earlier address there remains
    that it was sent. Raises ValidationError for one that was withdrawn."""
    held(offer)
    save(offer, by)
    set_places(offer, places, by)
    for earlier in OfferContact.objects.filter(offer=offer).exclude(email=contact["email"]):
        forget_mail(earlier)
    OfferContact.objects.update_or_create(offer=offer, defaults=contact)
    return offer


def provider_of(who, by):
    """The provider on record, or a new one; two who add the same one at once get one."""
    facts = {"name": who} if isinstance(who, str) else {"organisation": who}
    known = Provider.objects.filter(**facts)
    try:
        with transaction.atomic():
            return known.first() or save(Provider(**facts), by)
    except IntegrityError:
        return known.get()


def set_places(offer, organisations, by):
    """Where the offer holds from now on; nowhere named is everywhere."""
    wanted = {organisation.pk: organisation for organisation in organisations}
    for place in offer.places.all():
        if wanted.pop(place.organisation_id, None) is None:
            place._history_user = by
            place.delete()
    for organisation in wanted.values():
        save(OfferPlace(offer=offer, organisation=organisation), by)


def held(offer):
    """The offer as it stands, locked. Raises ValidationError where it was withdrawn."""
    found = Offer.objects.select_for_update().get(pk=offer.pk)
    if found.withdrawn_on:
        raise ValidationError(
            _("This offer was withdrawn on %(day)s. Make a new one.") % {"day": date_words(found.withdrawn_on)}
        )
    return found


def year_after(day):
    """The same day of the next year; 28 February after a 29th."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


@transaction.atomic
def renew(*, offer, ends_on, how, by=None):
    """Prolong an offer that was to end on the day by a year, with the consent. Raises ValidationError where it was withdrawn, has
    ended, or ends on another day by now."""
    found = held(offer)
    if not found.stands:
        raise ValidationError(
            _("This offer has ended, and the contact details have been deleted. Make the offer again.")
        )
    if found.ends_on != ends_on:
        raise ValidationError(_("This offer already stands until %(day)s.") % {"day": date_words(found.ends_on)})
    found.valid_until = found.consent_until = year_after(ends_on)
    found.consent_how, found.consent_on = how, today()
    return save(found, by)


@transaction.atomic
def withdraw(*, offer, by=None):
    """End an offer today, and delete the contact. Raises ValidationError where that was done already."""
    found = held(offer)
    found.withdrawn_on = today()
    save(found, by)
    forget_contact(found)
    return found


def forget_contact(offer):
    """Delete how the provider is reached, also from the mail that went there."""
    contact = OfferContact.objects.filter(offer=offer).first()
    if contact is None:
        return
    forget_mail(contact)
    contact.delete()


def forget_mail(contact):
    if contact.email:
        forget(contact.email, f"{PREFIX}{contact.offer_id}:")


def forget_contacts(now):
    """Delete the contacts of the offers that stand no longer."""
    for contact in OfferContact.objects.exclude(offer__in=Offer.objects.current(now.date())).select_related("offer"):
        with transaction.atomic():
            forget_contact(contact.offer)
