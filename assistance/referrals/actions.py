"""What is done about referrals, each verb in one transaction, with the history under the name of `by`.

Who answers is `person`; `by` is their account, None where the answer came by the link of a mail. What the secretariat notes for a
body has no person. The request is locked first, then the referral. All raise ValidationError with a sentence.
"""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from asm_portal.dated import today
from assistance.models import AssistanceRequest, Referral
from assistance.referrals.mail import ask, remind_again, tell_ended
from assistance.referrals.rights import exists_today, takes_referrals
from assistance.referrals.words import abbreviated, what_became, why_closed
from knowledge.actions import save, save_with_reference

State = Referral.State
# A body to which a referral is passed on has at least so long to answer.
LEAST_TIME = timedelta(days=7)


@transaction.atomic
def refer(*, request, bodies, purpose, respond_by, by, passed_from=None, person=None):
    """Refer a request to bodies and write to those who lead them; returns the referrals. `person` is who refers, where they
    have no account `by`."""
    request = AssistanceRequest.objects.select_for_update().get(pk=request.pk)
    refuse_closed(request)
    if respond_by < today():
        raise ValidationError({"respond_by": _("This day is over. Choose the last day on which the body may answer.")})
    if refused := [reason for body in bodies if (reason := why_not(request, body))]:
        raise ValidationError({"bodies": refused})
    facts = {"purpose": purpose.strip(), "respond_by": respond_by, "passed_from": passed_from}
    rows = [
        save_with_reference(Referral(request=request, body=body, by=person or by.person, **facts), by)
        for body in bodies
    ]
    for row in rows:
        ask(row)
    return rows


def refuse_closed(request):
    if reason := why_closed(request):
        raise ValidationError(reason)


def why_not(request, body):
    """Why the request cannot be referred to the body now, as a sentence; "" where it can."""
    told = {"body": abbreviated(body)}
    if not takes_referrals(body, request):
        return _("Nothing is referred to %(body)s. Choose a body from the list.") % told
    if not exists_today(body, today()):
        return _("%(body)s does not exist today. Nothing can be referred to it.") % told
    if request.referrals.filter(body=body, state=State.PENDING).exists():
        return _("%(body)s has this request already and has yet to answer.") % told
    return ""


def held_pending(referral):
    """The referral read anew and locked; raises ValidationError where it waits no longer, because of somebody else."""
    request = AssistanceRequest.objects.select_for_update().get(pk=referral.request_id)
    row = Referral.objects.select_for_update().get(pk=referral.pk)
    if not row.is_pending:
        raise ValidationError(what_became(row))
    refuse_closed(request)
    return row


def settle(referral, state, *, person, channel, by, **facts):
    """Write down an answer."""
    facts |= {"state": state, "answered_at": timezone.now(), "answered_by": person, "channel": channel}
    for name, value in facts.items():
        setattr(referral, name, value)
    return save(referral, by)


@transaction.atomic
def accept(*, referral, person, channel, by=None, provider="", offer=None):
    """The body takes it on; the provider may be named later."""
    chosen = {"provider": provider.strip(), "offer": offer}
    return settle(held_pending(referral), State.ACCEPTED, person=person, channel=channel, by=by, **chosen)


@transaction.atomic
def decline(*, referral, person, channel, reason, by=None):
    """The body does not take it on, for a reason that the requester reads."""
    row = held_pending(referral)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why: the requester reads it.")})
    return settle(row, State.DECLINED, person=person, channel=channel, by=by, reason=reason.strip())


@transaction.atomic
def pass_on(*, referral, person, channel, body, proposal, by=None):
    """Pass it on to another body, with what is proposed to it; returns the new referral. That body has as many days to answer as
    this one had, and a week at least."""
    row = held_pending(referral)
    if body.pk in chain_of(row):
        said = _(
            "%(body)s had this request before and passed it on. Decline it with a reason; the secretariat will refer it again."
        )
        raise ValidationError({"body": said % {"body": abbreviated(body)}})
    settle(row, State.PASSED_ON, person=person, channel=channel, by=by)
    time = max(row.respond_by - row.made_at.date(), LEAST_TIME)
    try:
        [made] = refer(
            request=row.request, bodies=[body], purpose=proposal, respond_by=today() + time, by=by, passed_from=row,
            person=person,
        )  # fmt: skip
    except ValidationError as refusal:
        raise ValidationError({"body": refusal.messages}) from refusal
    return made


def chain_of(referral):
    """The bodies that have it or passed it on, as primary keys."""
    found = set()
    while referral:
        found.add(referral.body_id)
        referral = referral.passed_from
    return found


@transaction.atomic
def choose_provider(*, referral, by, provider="", offer=None):
    """Name, or change, who provides what the body has accepted."""
    request = AssistanceRequest.objects.select_for_update().get(pk=referral.request_id)
    row = Referral.objects.select_for_update().get(pk=referral.pk)
    if row.state != State.ACCEPTED:
        raise ValidationError(_("The provider is named for a referral that the body has accepted."))
    refuse_closed(request)
    if not (provider.strip() or offer):
        raise ValidationError({"provider": _("Name who provides it, or choose an offer in the register.")})
    row.provider, row.offer = provider.strip(), offer
    return save(row, by)


@transaction.atomic
def withdraw(*, referral, reason, by):
    """Take a referral back that waits or was accepted, for a reason that the body reads; a body that has accepted is told."""
    request = AssistanceRequest.objects.select_for_update().get(pk=referral.request_id)
    row = Referral.objects.select_for_update().get(pk=referral.pk)
    if not row.is_at_work:
        raise ValidationError(what_became(row))
    refuse_closed(request)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why. The body reads it.")})
    row.state, row.withdrawn_at, row.withdrawn_because = State.WITHDRAWN, timezone.now(), reason.strip()
    save(row, by, reason)
    if row.answered_at:
        tell_ended(row)
    return row


@transaction.atomic
def withdraw_all(*, request, reason, by):
    """Take back what still waits for an answer, where the request ends otherwise; returns how many."""
    rows = list(request.referrals.filter(state=State.PENDING))
    for row in rows:
        withdraw(referral=row, reason=reason, by=by)
    return len(rows)


@transaction.atomic
def remind(*, referral, by):
    """Write once more to those who lead the body, once a day; returns how many are written to now."""
    row = held_pending(referral)
    return remind_again(row)
