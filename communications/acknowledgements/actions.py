"""What is done about acknowledgements, each verb in one transaction."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from asm_portal.confirmations import report_change
from asm_portal.dated import today
from asm_portal.models import Delivery
from asm_portal.post import reached, send_again
from asm_portal.templatetags.portal import date_words
from communications.acknowledgements.answering import asked_of
from communications.models import Acknowledgement, CallAttempt, Notice
from communications.notices.distribution import key_of
from knowledge.actions import save

State, Channel = Delivery.State, Acknowledgement.Channel
# The same call, noted by the same person within this time, is one button pressed twice.
TAPPED_TWICE = timedelta(minutes=1)


@transaction.atomic
def acknowledge(*, notice, organisation, channel, person=None, noted_by=None, by=None):
    """(the acknowledgement of the organisation, whether it is this one): the first one counts, and stays.

    `person` is who gave it, `noted_by` who of the staff noted it, `by` the account. Raises ValidationError where the organisation
    is not asked.
    """
    Notice.objects.select_for_update().get(pk=notice.pk)
    found = notice.acknowledgements.filter(organisation=organisation).select_related("person", "notice").first()
    if found:
        return found, False
    if not asked_of(notice, [organisation]):
        raise ValidationError(_("This notice asks no acknowledgement of that organisation."))
    facts = {"channel": channel, "person": person, "noted_by": noted_by}
    made = Acknowledgement(notice=notice, organisation=organisation, **facts)
    made.full_clean()
    return save(made, by or noted_by), True


@transaction.atomic
def log_call(*, notice, organisation, voice, outcome, note, by):
    """Note a call, or a word in person, and do what follows from it: the acknowledgement, the line in the post office for whoever
    was reached, the report on a wrong number. `voice` says who was called (`calling.Voice`).

    Returns (the call, the acknowledgement there is now or None, whether that came of this call); for a button that is pressed
    twice, the call that is noted already. Raises ValidationError for an outcome that cannot be.
    """
    Notice.objects.select_for_update().get(pk=notice.pk)
    call = CallAttempt(
        notice=notice, organisation=organisation, person=voice.person, channel=voice.channel, number=voice.number,
        outcome=outcome, note=note.strip(), by=by,
    )  # fmt: skip
    call.full_clean()
    if noted := noted_just_now(call):
        return noted, notice.acknowledgements.filter(organisation=organisation).first(), False
    call.save()
    if voice.person and outcome in CallAttempt.REACHED:
        reached(key_of(notice), voice.person, voice.channel)
    if voice.person and outcome == CallAttempt.Outcome.WRONG_NUMBER:
        told = {"number": voice.number, "day": date_words(today())}
        report_change(person=voice.person, text=_("%(number)s was the wrong number on %(day)s.") % told, by=by)
    if outcome != CallAttempt.Outcome.ACKNOWLEDGED:
        return call, notice.acknowledgements.filter(organisation=organisation).first(), False
    return call, *acknowledge(
        notice=notice, organisation=organisation, channel=voice.channel, person=voice.person, noted_by=by
    )


def noted_just_now(call):
    """The same call as `by` has noted it a moment ago, if so."""
    names = ("notice", "organisation", "person", "channel", "number", "outcome", "note", "by")
    same = CallAttempt.objects.filter(**{name: getattr(call, name) for name in names})
    return same.filter(at__gt=call.at - TAPPED_TWICE).first()


@transaction.atomic
def take_back(*, notice, organisation, reason, by):
    """Take back an acknowledgement that staff noted by mistake; its history stays, and so does the call. Raises ValidationError
    for what the organisation gave itself."""
    Notice.objects.select_for_update().get(pk=notice.pk)
    found = notice.acknowledgements.filter(organisation=organisation).first()
    if found is None:
        raise ValidationError(_("There is no acknowledgement to take back."))
    if found.noted_by is None:
        raise ValidationError(_("The organisation acknowledged this itself. That stays."))
    found._history_user, found._change_reason = by, reason
    found.delete()


@transaction.atomic
def send_failed_again(*, notice):
    """Send the notice again to those whose mail failed or came back, where they have an address that works now; returns to how
    many. What was accepted, and what may have gone, is not touched."""
    failed = Delivery.objects.select_for_update().filter(
        key=key_of(notice), channel=Delivery.Channel.MAIL, state__in=[State.FAILED, State.BOUNCED]
    )
    repaired = [row for row in failed.order_by("pk") if row.person.primary_email]
    for row in repaired:
        send_again(row)
    return len(repaired)
