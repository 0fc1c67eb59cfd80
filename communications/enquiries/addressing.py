"""The address of whoever asked, corrected: what did not reach them goes to the new one."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from asm_portal.models import Delivery
from asm_portal.post import send_again, set_aside
from communications.enquiries.filing import add_note, send_receipt
from communications.enquiries.links import mails_of
from communications.models import Enquirer

State = Delivery.State


@transaction.atomic
def correct_address(*, enquiry, email, by):
    """Write to whoever asked at this address from now on. What waits, failed or came back at another one goes there; what may
    have gone already is left for staff to decide. The receipt, whose link was erased once it was sent, is written anew. A note
    keeps both addresses. Raises ValidationError where that is the address already and no mail went elsewhere."""
    enquirer = Enquirer.objects.select_for_update().get(enquiry=enquiry)
    before, enquirer.email = enquirer.email, email
    astray = mails_of(enquiry).filter(state__in=[State.QUEUED, State.FAILED, State.BOUNCED]).exclude(address=email)
    if email == before and not astray.exists():
        raise ValidationError({"email": _("This is the address already.")})
    enquirer.full_clean()
    enquirer.save()
    words = _("E-mail address corrected: %(before)s → %(after)s")
    add_note(enquiry=enquiry, text=words % {"before": before, "after": email}, by=by)
    enquiry.enquirer = enquirer
    for delivery in astray:
        send_elsewhere(delivery, enquiry)


def send_elsewhere(delivery, enquiry):
    """A mail that did not reach whoever asked goes to the address they have now."""
    email = enquiry.enquirer.email
    if delivery.state == State.QUEUED:
        mails_of(enquiry).filter(pk=delivery.pk, state=State.QUEUED).update(address=email)
    elif delivery.is_secret and not delivery.text:
        set_aside(delivery)
        send_receipt(enquiry, 1 + mails_of(enquiry).filter(key__contains=":receipt").count())
    elif went_before := mails_of(enquiry).filter(key=delivery.key, address=email).first():
        set_aside(delivery)
        send_again(went_before)
    else:
        send_again(delivery, email)
