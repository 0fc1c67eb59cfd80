"""A message that is held for the secretariat."""

from communications.inbound.actions import keep
from communications.inbound.boxes import Incoming
from communications.models import InboundMail


def plant_inbound(plant, staff):
    word, lure = plant.words()
    raw = f"From: {word}@sender.example\nSubject: Subject {word} {lure}\n\nText {word} {lure}".encode()
    keep(Incoming(raw, len(raw), "1"))
    plant.secret(staff)


def inbound_planted():
    """Arguments of the addresses."""
    return {"inbound": [InboundMail.objects.get().pk]}
