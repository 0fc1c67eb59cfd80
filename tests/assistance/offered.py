"""Offers of assistance for the tests."""

from datetime import timedelta

from asm_portal.dated import today
from assistance.models import Offer
from assistance.offers.actions import make_offer

CONTACT = {"name": "Otto Olive", "email": "training@offers.example", "phone": "+000 20 555 0170", "language": "en"}


def offered(cast, provider=None, places=(), contact=CONTACT, days=200, **facts):
    """An offer, of the Observer XO unless another one is named."""
    until = today() + timedelta(days=days)
    known = {
        "title": "Courses in valuation",
        "text_language": "en",
        "kinds": ["training"],
        "themes": ["valuation"],
        "level": Offer.Level.BOTH,
        "languages": ["en"],
        "mode": Offer.Mode.BOTH,
        "valid_until": until,
        "consent_how": Offer.Consent.LETTER,
        "consent_on": today() - timedelta(days=9),
        "consent_until": until,
    }
    return make_offer(
        offer=Offer(**known | facts), provider=provider or cast.xo, places=places, contact=contact, by=cast.secretary
    )


def day_fields(name, day):
    """A day as the three fields of a form."""
    return {f"{name}_{part}": str(getattr(day, part)) for part in ("day", "month", "year")}


def typed(**changes):
    """What a provider types into the form."""
    return {
        "title": "Training of valuers",
        "kinds": ["training", "support"],
        "themes": ["valuation"],
        "level": "technical",
        "languages": ["en", "pt"],
        "mode": "both",
        "text": "Two trainers for a week.",
        "text_language": "en",
        "contact_name": "Otto Olive",
        "contact_email": "training@offers.example",
        "contact_phone": "+000 20 555 0170",
        "contact_language": "en",
        "agrees": "on",
        **day_fields("valid_until", today() + timedelta(days=300)),
    } | changes
