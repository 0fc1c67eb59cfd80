"""The links of these mails, which are the permission: to confirm a subscription, to change it, to leave.

Whoever has such a link may have been passed the mail on, so their pages do not say the address.
"""

from datetime import timedelta

from django.core import signing

from asm_portal.post import link
from communications.models import Subscription

CONFIRM_WITHIN = timedelta(days=3)
ASKED = "communications.subscriptions.asked"
signer = signing.Signer(salt="communications.subscriptions")


def confirmation(outsider, facts):
    """The full address at which an owner confirms what was asked for their address (fields of Subscription). Nothing of it is
    stored: the link holds it."""
    return link(outsider, "communications:subscription-confirm", signing.dumps(facts, salt=ASKED, compress=True))


def asked_by(token):
    """What a link confirms. Raises signing.SignatureExpired after CONFIRM_WITHIN, and signing.BadSignature where it is none."""
    return signing.loads(token, salt=ASKED, max_age=CONFIRM_WITHIN)


def token_of(subscription):
    return signer.sign(subscription.pk)


def subscription_of(token):
    """The subscription of a link; None where it has ended. Raises signing.BadSignature."""
    return Subscription.objects.filter(pk=signer.unsign(token)).first()
