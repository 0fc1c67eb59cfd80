"""What is done at the end of a case. The outcome is one thing, the closing another.

Whether `by` may is asked by the page that offers it. Each verb raises ValidationError, in a sentence for the page, where
something is refused or somebody else was faster.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from asm_portal.post import post_when_due
from assistance.models import AssistanceRequest, Clarification, Contest, Outcome, Referral
from assistance.requests.actions import held_open
from assistance.requests.people import addressees
from knowledge.actions import save

Kind = Outcome.Kind
OUTCOME, ANSWER = "assistance:outcome:", "assistance:contest:"
# What the secretariat records; the other two follow from what the requester does, or from a merge.
RECORDED = (Kind.DELIVERED, Kind.PARTLY, Kind.DECLINED)


def locked(request):
    """The request as it is now, for nobody else to change."""
    return AssistanceRequest.objects.select_for_update().get(pk=request.pk)


def version_of_outcome(outcome):
    """What tells this state of an outcome from the next, 0 where there is none."""
    return f"{outcome.pk}.{outcome.version}" if outcome else "0"


def outcome_of(request):
    """The outcome that stands, asked of the database; None where there is none."""
    return Outcome.objects.filter(request=request).first()


@transaction.atomic
def record_delivery(*, delivery, by, reason=None):
    """Keep what was given for a request: a new delivery, or one that was corrected."""
    held_open(delivery.request)
    delivery.full_clean()
    return save(delivery, by, reason)


@transaction.atomic
def take_out_delivery(*, delivery, reason, by):
    """Take out a delivery that was recorded by mistake; who did so and why stays in its history."""
    held_open(delivery.request)
    if not delivery.request.deliveries.filter(pk=delivery.pk).exists():
        raise ValidationError(_("Somebody has already taken this delivery out."))
    outcome = outcome_of(delivery.request)
    is_last = not delivery.request.deliveries.exclude(pk=delivery.pk).exists()
    if outcome and outcome.was_given and is_last:
        raise ValidationError(_("The outcome says that something was delivered. Change the outcome first."))
    delivery._history_user, delivery._change_reason = by, reason
    delivery.delete()


@transaction.atomic
def record_outcome(*, request, kind, text, by, seen):
    """Record what came of a request, or correct it, and tell the requester, who may contest it. `seen` is
    `version_of_outcome` of the one that the page showed."""
    request = held_open(request)
    before = outcome_of(request)
    if version_of_outcome(before) != seen:
        raise ValidationError(
            _(
                "Somebody has recorded an outcome in the meantime: %(outcome)s. Read it, then save again if yours is right."
            )
            % {"outcome": before.get_kind_display() if before else _("none")}
        )
    if kind in (Kind.DELIVERED, Kind.PARTLY) and not request.deliveries.exists():
        raise ValidationError({"kind": _("There is no delivery yet. Record what was given first.")})
    if not text.strip():
        raise ValidationError({"text": _("Say what the requester is told.")})
    outcome = settle(request=request, kind=kind, text=text, by=by)
    tell_outcome(outcome)
    return outcome


@transaction.atomic
def settle(*, request, kind, text, by):
    """Set the outcome, as a withdrawal or a merge does too; a request that was withdrawn is closed thereby. Sends nothing."""
    outcome = outcome_of(request) or Outcome(request=request)
    outcome.kind, outcome.text, outcome.by, outcome.at = kind, text.strip(), by, timezone.now()
    save(outcome, by)
    if kind == Kind.WITHDRAWN:
        set_closed(locked(request), outcome.at, by)
    return outcome


@transaction.atomic
def unsettle(*, request, by):
    """Take back the outcome, and with it the end of the case."""
    if outcome := outcome_of(request):
        outcome._history_user = by
        outcome.delete()
    request = locked(request)
    if request.closed_at:
        set_closed(request, None, by)


def set_closed(request, at, by):
    request.closed_at = at
    save(request, by)


def tell_outcome(outcome):
    """Mail the requester, and whoever asked in a case that was merged into this one, which is told the outcome in a word."""
    for request in (outcome.request, *outcome.request.merged.all()):
        for recipient in addressees(request):
            post_when_due(f"{OUTCOME}{request.pk}:{outcome.pk}-{outcome.version}", recipient)


def what_is_open(request):
    """What stands in the way of closing a case, in sentences."""
    checks = (
        (outcome_of(request) is None, _("There is no outcome yet.")),
        (
            request.referrals.filter(state=Referral.State.PENDING).exists(),
            _("A referral is waiting for the answer of a body."),
        ),
        (
            Clarification.objects.open().filter(request=request).exists(),
            _("A question to the requester is waiting for an answer."),
        ),
        (
            request.contests.filter(answered_at=None).exists(),
            _("The requester contests the outcome and is waiting for an answer."),
        ),
    )
    return [sentence for stands, sentence in checks if stands]


@transaction.atomic
def close(*, request, by):
    """End a case in which nothing is open any more."""
    request = held_open(request)
    if problems := what_is_open(request):
        raise ValidationError(problems)
    set_closed(request, timezone.now(), by)
    return request


def may_be_contested(request):
    """Whether the requester may say now that the outcome is not right: once of each outcome, within the time for it."""
    outcome = outcome_of(request)
    until = outcome.contest_until if outcome else None
    return until is not None and timezone.now() < until and not was_contested(outcome)


def was_contested(outcome):
    return outcome.request.contests.filter(at__gte=outcome.at).exists()


@transaction.atomic
def contest(*, request, text, by=None, person=None):
    """The requester says that the outcome is not right: the case is on the secretariat's desk again. Somebody who is not in the
    register is no `person`."""
    request = locked(request)
    outcome = outcome_of(request)
    if outcome is None:
        raise ValidationError(_("The case has been opened again, so there is no longer an outcome to contest."))
    if request.contests.filter(answered_at=None).exists():
        raise ValidationError(_("The outcome has already been contested. The secretariat has yet to answer."))
    if was_contested(outcome):
        raise ValidationError(
            _("You have been told why this outcome stands. Write to the secretariat, or make a new request.")
        )
    if not may_be_contested(request):
        raise ValidationError(
            _("The time to contest this outcome is over. Write to the secretariat, or make a new request.")
        )
    row = Contest(request=request, kind=outcome.kind, told=outcome.text, text=text.strip(), person=person)
    return save(row, by)


@transaction.atomic
def answer_contest(*, contest, answer, reopens, by):
    """Open the case again, or say why not; the requester is told either way."""
    request = locked(contest.request)
    contest = Contest.objects.select_for_update().get(pk=contest.pk)
    if contest.answered_at:
        raise ValidationError(_("Somebody has answered this already."))
    if reopens and request.merged_into_id:
        raise ValidationError(
            _("This request is handled together with another one. Take the two apart first, then answer.")
        )
    if not (reopens or answer.strip()):
        raise ValidationError({"answer": _("Say why the outcome stands, or open the case again.")})
    contest.answer, contest.is_reopened = answer.strip(), reopens
    contest.answered_at, contest.answered_by = timezone.now(), by
    save(contest, by)
    if reopens:
        unsettle(request=request, by=by)
    for recipient in addressees(request):
        post_when_due(f"{ANSWER}{contest.pk}", recipient)
    return contest
