"""A subscriber, whose address the secretariat alone sees, and the links that the mails to them hold."""

from django.core import signing

from communications.models import Subscription
from communications.subscriptions.actions import confirm
from communications.subscriptions.links import ASKED, token_of

CHOICE = {"kinds": ["communiques"], "languages": ["en"], "frequency": "weekly", "mail_language": "en"}


def plant_subscriptions(plant, staff):
    word, _lure = plant.words()
    address = f"{word}@press.example"
    confirm({"address": address} | CHOICE)
    plant.secret(staff | {address})


def subscriptions_planted():
    """Arguments of the addresses."""
    link = [token_of(Subscription.objects.get())]
    asked = [signing.dumps({"address": "asked@press.example"} | CHOICE, salt=ASKED)]
    return {"public-kind": ["decisions"], "asked": asked, "subscription": link}
