"""Of the demonstration: one Participant has acknowledged the notice that was sent, another one was called in vain."""

from communications.acknowledgements.actions import Channel, acknowledge, log_call
from communications.acknowledgements.calling import TELEPHONE, Voice
from communications.models import Acknowledgement, CallAttempt, Notice


def demonstrate(cast):
    """Around the first notice of the samples that asks for it; nothing where something was noted already."""
    notice = Notice.objects.sent().filter(is_demonstration=True).exclude(confirm_by=None).first()
    if notice is None or Acknowledgement.objects.filter(notice=notice).exists():
        return
    by = cast.users["delegate.xb"]
    organisation = cast.organisations["XB"]
    acknowledge(notice=notice, organisation=organisation, channel=Channel.PORTAL, person=by.person, by=by)
    person = cast.users["chair.xwb"].person
    log_call(
        notice=notice,
        organisation=cast.organisations["XC"],
        voice=Voice(TELEPHONE, "", person, person.phones.first().number),
        outcome=CallAttempt.Outcome.NO_ANSWER,
        note="",
        by=cast.secretary,
    )
