"""The sample requests, as the Participants of the demonstration might write them."""

from datetime import timedelta

from django.utils import timezone

from asm_portal.removal import remove
from assistance.models import AssistanceRequest
from assistance.requests.actions import write_request

Kind, Level = AssistanceRequest.Kind, AssistanceRequest.Level
SUBJECT = "Sample: training of six valuers of rough diamonds"
TEXT = (
    "Sample. Our valuation office would like to train six new colleagues in the examination of rough diamonds before the next"
    " season. Who could hold such a course, in English, and what would we have to prepare?"
)
# How long before the first run it was sent, so that what followed has its time.
AGO = timedelta(days=120)
DRAFT_SUBJECT = "Exemple : un registre des petites exploitations le long des rivières"
DRAFT_TEXT = (
    "Exemple. Nous enregistrons à la main les creuseurs de deux rivières. Nous cherchons un modèle de registre qui a fait ses"
    " preuves ailleurs, et quelqu’un qui nous aide à le mettre en place."
)


def sample():
    """The sample around which the other nouns make theirs; None before it is made."""
    return AssistanceRequest.objects.filter(is_demonstration=True, subject=SUBJECT).first()


def demonstrate(cast):
    """A request of XA that was sent, and a draft of XC, unless they are there."""
    if sample() is None:
        sent = {"submitted_at": timezone.now() - AGO, "may_be_listed": True}
        make(cast, "XA", "delegate.xa", SUBJECT, TEXT, kinds=[Kind.TRAINING], language="en", **sent)
    if not AssistanceRequest.objects.filter(is_demonstration=True, subject=DRAFT_SUBJECT).exists():
        make(cast, "XC", "member.xwb", DRAFT_SUBJECT, DRAFT_TEXT, kinds=[Kind.SUPPORT, Kind.DATA], language="fr")


def make(cast, code, asker, subject, text, **facts):
    """A request of an organisation for itself."""
    organisation, user = cast.organisations[code], cast.users[asker]
    request = AssistanceRequest(
        organisation=organisation, asked_by=user.person, level=Level.TECHNICAL, subject=subject, text=text,
        is_demonstration=True, **facts,
    )  # fmt: skip
    write_request(request=request, beneficiaries=[organisation], by=user)


def forget_demonstration():
    """Take out the samples, and what was asked while one tried the portal."""
    remove(AssistanceRequest.objects.filter(is_demonstration=True))
