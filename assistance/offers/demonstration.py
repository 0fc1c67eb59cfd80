"""A sample offer, of the Observer XO of the demonstration."""

from datetime import timedelta

from asm_portal.dated import today
from asm_portal.removal import remove
from assistance.models import Offer, Provider
from assistance.offers.actions import make_offer

TITLE = "Sample: courses in the examination of rough diamonds"


def demonstrate(cast):
    """The sample, unless it is there."""
    if Offer.objects.filter(title=TITLE, is_demonstration=True).exists():
        return
    offer = Offer(
        title=TITLE,
        text="Sample. Two trainers come for up to five days; the host finds a room and rough diamonds to look at.",
        text_language="en",
        kinds=["training", "support"],
        themes=["valuation", "certificates"],
        level=Offer.Level.TECHNICAL,
        languages=["en", "fr"],
        mode=Offer.Mode.ON_THE_SPOT,
        valid_until=today() + timedelta(days=300),
        consent_how=Offer.Consent.MEETING,
        consent_on=today(),
        consent_until=today() + timedelta(days=300),
        is_demonstration=True,
    )
    contact = {"name": "Otto Olive", "email": "training.xo@demo.example", "phone": "+000 20 555 0170", "language": "en"}
    make_offer(
        offer=offer,
        provider=cast.organisations["XO"],
        places=[cast.organisations[code] for code in ("XA", "XB")],
        contact=contact,
        by=cast.secretary,
    )


def forget_demonstration():
    remove(Offer.objects.filter(is_demonstration=True))
    remove(Provider.objects.filter(offers=None))
