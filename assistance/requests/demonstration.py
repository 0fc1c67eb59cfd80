"""A sample request, as the Participant XA of the demonstration might write it."""

from asm_portal.areas import AssistanceAsked
from asm_portal.removal import remove
from assistance.models import AssistanceRequest
from assistance.requests.actions import receive
from knowledge.actions import save

# Nobody has an address of this domain (RFC 2606).
INVENTED = ".example"
ASKED = AssistanceAsked(
    name="Amina Alder",
    email="training.xa@demo.example",
    language="en",
    text=(
        "Sample. Our valuation office would like to train six new colleagues in the examination of rough diamonds before the"
        " next season. Who could hold such a course, in English, and what would we have to prepare?"
    ),
    origin="",
)


def demonstrate(cast):
    """The sample, unless it is there."""
    if not AssistanceRequest.objects.filter(email=ASKED.email).exists():
        request = receive(asked=ASKED, by=cast.secretary)
        request.organisation = cast.organisations["XA"]
        save(request, cast.secretary)


def forget_demonstration():
    """Take out the sample, and what was asked from an invented address while one tried the portal."""
    remove(AssistanceRequest.objects.filter(email__endswith=INVENTED))
