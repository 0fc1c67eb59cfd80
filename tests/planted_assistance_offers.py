"""Offers of assistance: one that stands, and one that has ended, whose contact is still in the database."""

from datetime import timedelta

from asm_portal import mail_links
from asm_portal.dated import today
from assistance.models import Offer
from assistance.offers.actions import make_offer, withdraw
from assistance.offers.mail import SALT, recipient
from tests.cast import token_in


def plant_offers(plant, members, staff):
    """`members` are those who belong to a body, the KP Chair's office and the secretariat; `staff` is the secretariat."""
    offer = planted(plant, days=100)
    plant.secret(members | {offer.contact.email})
    planted(plant, days=-1)
    plant.secret({"observer"} | staff)
    planted(plant, days=-1, only_contact=True)
    plant.secret(frozenset())
    withdraw(offer=planted(plant, days=100), by=plant.cast.observer)
    plant.secret({"observer"} | staff)


def planted(plant, days, only_contact=False):
    """An offer of XO with the secret in its words and in how it is reached; or in this only."""
    word, lure = plant.words()
    shown = "Plain" if only_contact else f"{word} {lure}"
    until = today() + timedelta(days=days)
    offer = Offer(
        title=f"Offer {shown}", text=f"More {shown}", text_language="en", kinds=["training"], themes=["valuation"],
        languages=["en"], valid_until=until, consent_how=Offer.Consent.LETTER, consent_on=today() - timedelta(days=9),
        consent_until=until,
    )  # fmt: skip
    hidden = word if only_contact or days > 0 else "plain"
    contact = {"name": f"Contact {hidden}", "email": f"{hidden}@offers.example", "phone": "+000 20 555 0170"}
    return make_offer(
        offer=offer,
        provider=plant.cast.xo,
        places=[plant.cast.xa],
        contact=contact | {"language": "en"},
        by=plant.cast.secretary,
    )


def offers_planted():
    """The arguments of the addresses: an offer that stands."""
    offer = Offer.objects.current().get()
    facts = {"offer": offer.pk, "day": str(offer.ends_on)}
    link = mail_links.link_for(recipient(offer.contact), "assistance:offer-link", SALT, **facts)
    return {"offer": [offer.reference], "offer-link": [token_in(link)]}
