"""How a subscription begins and ends. Asked for by anybody, it begins when the owner of the address confirms; when it ends, the
address is deleted."""

import uuid

from django.db import transaction
from django.utils import timezone

from asm_portal.models import Delivery
from asm_portal.post import Outsider, forget, post
from communications.models import Subscription
from communications.subscriptions.kinds import PublicKind
from communications.subscriptions.links import CONFIRM_WITHIN, confirmation

PREFIX = "subscription"
REQUEST = f"{PREFIX}-request:"


def ask(*, address, kinds, languages, frequency, mail_language):
    """Mail the link that confirms to the address. The mail is the same whether or not the address subscribes already."""
    outsider = Outsider(address, mail_language)
    facts = {
        "address": address, "kinds": kinds, "languages": languages, "frequency": frequency, "mail_language": mail_language,
    }  # fmt: skip
    context = {
        "url": confirmation(outsider, facts),
        "days": CONFIRM_WITHIN.days,
        "kinds": [PublicKind(kind).label for kind in kinds],
    }
    return post(f"{REQUEST}{uuid.uuid4().hex}", outsider, "subscription_request", context, secret=True)


def confirm(facts):
    """Begin the subscription that a link confirms; one that the address has already becomes what was asked for now."""
    asked = {name: value for name, value in facts.items() if name != "address"}
    subscription, _is_new = Subscription.objects.update_or_create(address=facts["address"], defaults=asked)
    return subscription


@transaction.atomic
def leave(subscription):
    """End a subscription: nothing more is sent, and nothing keeps the address."""
    forget(subscription.address, PREFIX)
    subscription.delete()


def bounced(delivery):
    """An address whose mail comes back is not written to any more; what was asked for it is forgotten."""
    if delivery.person is None and delivery.key.startswith(PREFIX):
        for subscription in Subscription.objects.filter(address=delivery.address):
            subscription.delete()
        forget(delivery.address, PREFIX)


def forget_unconfirmed(now=None):
    """Forget the addresses that were mailed a link and did not confirm in time; and, where a mail was on its way while its
    address left, that one."""
    old = Delivery.objects.filter(
        person=None,
        key__startswith=PREFIX,
        queued_at__lt=(now or timezone.now()) - CONFIRM_WITHIN,
        address__contains="@",
    )
    for address in set(
        old.exclude(address__in=Subscription.objects.values("address")).values_list("address", flat=True)
    ):
        forget(address, PREFIX)
