"""What offers add to the desk and to the lists of the secretariat."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from asm_portal.areas import DeskItem
from asm_portal.attention import WorkList
from asm_portal.dated import today
from asm_portal.visibility import standing_of
from assistance.models import Offer
from assistance.offers.mail import ending

LISTS = (
    WorkList(
        "unasked",
        gettext_lazy("Offers that end soon, whose provider cannot be asked by mail"),
        Offer,
        lambda rows: ending(rows, today()).filter(contact__email=""),
    ),
)


def desk(reader):
    """The offers of the reader's organisations that end soon."""
    own = Offer.objects.visible_to(reader).filter(Offer.own(standing_of(reader)))
    return [
        DeskItem(
            title=_("Renew, or let it end: %(offer)s") % {"offer": offer},
            url=reverse("assistance:offer-detail", args=[offer.reference]),
            detail=_("Your offer of assistance"),
            due=offer.ends_on,
        )
        for offer in ending(own, today()).order_by("valid_until", "pk")
    ]
