"""Requests for assistance: what came as an enquiry, one that an Observer made for XB, and a draft of XA."""

from django.utils import timezone

from asm_portal.areas import AssistanceAsked
from assistance.models import AssistanceRequest
from assistance.requests.actions import receive
from assistance.requests.mail import status_link
from assistance.requests.people import addressees
from tests.assistance.asking import asked

OF_XB = {"member_b", "chair_b"}
ASKING = {"member_a", "observer", "both", "narrow"} | OF_XB
OUTSIDE = "ada@asker.example"


def plant_requests(plant, chair, staff):
    cast = plant.cast
    word, lure = plant.words()
    text = f"Train {word} {lure}"
    receive(asked=AssistanceAsked(f"Asker {word}", OUTSIDE, "en", text, f"ENQ-{word}"), by=cast.secretary)
    plant.secret(chair)
    word, lure = plant.words()
    asking = AssistanceAsked("Asker", f"{word}@asker.example", "en", f"Train {lure}", f"ENQ-{word[:10]}")
    receive(asked=asking, by=cast.secretary)
    plant.secret(staff)
    word, lure = plant.words()
    facts = {"subject": f"Help {word}", "text": f"Need {word} {lure}"}
    asked(cast, organisation=cast.xo, by=cast.observer, beneficiaries=[cast.xb], **facts)
    plant.secret({"observer"} | OF_XB | chair)
    word, lure = plant.words()
    asked(cast, is_sent=False, subject=f"Draft {word}", text=f"Not sent {word} {lure}")
    plant.secret({"member_a"})


def requests_planted(cast):
    """The arguments of the addresses: of the Observer's request, of the draft, and of the page of whoever is outside."""
    enquiry = AssistanceRequest.objects.get(email=OUTSIDE, channel=AssistanceRequest.Channel.ENQUIRY)
    return {
        "request": [AssistanceRequest.objects.get(organisation=cast.xo, submitted_at__lte=timezone.now()).reference],
        "request-draft": [AssistanceRequest.objects.get(organisation=cast.xa, submitted_at=None).reference],
        "request-link": [status_link(enquiry, addressees(enquiry)[0]).rstrip("/").rpartition("/")[2]],
    }
