"""Before an offer ends, its contact is asked by mail to renew it; the link opens a page with two buttons and changes nothing.

The link works while the offer stands and ends on the day that the mail spoke of, and only while the address that it went to is
that of the contact.
"""

from datetime import date, timedelta

from django.conf import settings

from asm_portal import mail_links
from asm_portal.areas import Letter
from asm_portal.post import Outsider, post_when_due
from assistance.models import Offer
from assistance.offers.actions import PREFIX, year_after

SALT = "assistance.offers.renewal"


def ending(offers, day):
    """Those of the offers that end within ASSISTANCE_OFFER_DAYS of the day."""
    last = day + timedelta(days=settings.ASSISTANCE_OFFER_DAYS)
    return offers.current(day).exclude(valid_until__gt=last, consent_until__gt=last)


def due(now):
    """Ask once for each end."""
    for offer in ending(Offer.objects.exclude(contact__email=""), now.date()).filter(contact__isnull=False):
        post_when_due(f"{PREFIX}{offer.pk}:{offer.ends_on}", recipient(offer.contact))


def recipient(contact):
    return Outsider(contact.email, contact.language)


def letter(delivery):
    """The letter of a delivery of ours; None where it is another's, or the offer was renewed or ended meanwhile."""
    if not delivery.key.startswith(PREFIX):
        return None
    key, _colon, day = delivery.key.removeprefix(PREFIX).partition(":")
    offer = Offer.objects.current().filter(pk=key, contact__email=delivery.address).for_display().first()
    if offer is None or offer.ends_on != date.fromisoformat(day):
        return None
    to, facts = recipient(offer.contact), {"offer": offer.pk, "day": day}
    url = mail_links.link_for(to, "assistance:offer-link", SALT, **facts)
    return Letter("assistance_offer", {"offer": offer, "until": year_after(offer.ends_on), "url": url})


def opened(token):
    """(offer, the day on which it was to end) of a link. Raises LinkError."""
    _nobody, facts = mail_links.opened(token, SALT)
    offer = Offer.objects.current().filter(pk=facts["offer"], contact__isnull=False).for_display().first()
    if offer is None or not mail_links.is_theirs(facts, offer.contact.email, SALT):
        raise mail_links.LinkError(is_over=True)
    return offer, date.fromisoformat(facts["day"])
