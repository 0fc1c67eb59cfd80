"""Requests for assistance: what came as an enquiry, one that an Observer made for XB, a draft of XA and one it withdrew."""

from django.utils import timezone

from asm_portal.areas import AssistanceAsked
from assistance.models import AssistanceRequest
from assistance.requests.actions import receive
from assistance.requests.mail import status_link
from assistance.requests.people import addressees
from assistance.requests.withdrawing import withdraw_request
from tests.assistance.asking import asked
from tests.cast import token_in

OF_XB = {"member_b", "chair_b"}
ASKING = {"member_a", "observer", "both", "narrow"} | OF_XB
OUTSIDE = "ada@asker.example"


def plant_requests(plant, body_b, chair, staff):
    """`body_b` are those who belong to XWB, to which planted_assistance_outside refers the first one."""
    cast = plant.cast
    word, lure = plant.words()
    text = f"Train {word} {lure}"
    receive(asked=AssistanceAsked(f"Asker {word}", OUTSIDE, "en", text, f"ENQ-{word}"), by=cast.secretary)
    plant.secret(body_b | chair | {OUTSIDE})
    word, lure = plant.words()
    asking = AssistanceAsked("Asker", f"{word}@asker.example", "en", f"Train {lure}", f"ENQ-{word[:10]}")
    receive(asked=asking, by=cast.secretary)
    plant.secret(staff | {asking.email})
    word, lure = plant.words()
    facts = {"subject": f"Help {word}", "text": f"Need {word} {lure}"}
    asked(cast, organisation=cast.xo, by=cast.observer, beneficiaries=[cast.xb], **facts)
    plant.secret({"observer"} | OF_XB | chair)
    word, lure = plant.words()
    asked(cast, is_sent=False, subject=f"Draft {word}", text=f"Not sent {word} {lure}")
    plant.secret({"member_a"})
    word, lure = plant.words()
    case = asked(cast, subject=f"Over {word}", text=f"Needed no more {word} {lure}")
    withdraw_request(request=case, text=f"Because {word} {lure}", by=cast.member_a)
    plant.secret({"member_a"} | chair)


def requests_planted(cast):
    """The arguments of the addresses: of the Observer's request, of the draft, and of the page of whoever is outside."""
    enquiry = AssistanceRequest.objects.get(email=OUTSIDE, channel=AssistanceRequest.Channel.ENQUIRY)
    return {
        "request": [AssistanceRequest.objects.get(organisation=cast.xo, submitted_at__lte=timezone.now()).reference],
        "request-draft": [AssistanceRequest.objects.get(organisation=cast.xa, submitted_at=None).reference],
        "request-link": [token_in(status_link(enquiry, addressees(enquiry)[0]))],
    }
