"""Whoever asked takes the request back."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from assistance.analysis.merging import locked, unmerge
from assistance.models import Outcome, Referral
from assistance.outcomes.actions import outcome_of, settle
from assistance.referrals.actions import withdraw_all
from assistance.referrals.mail import tell_ended
from assistance.requests.actions import held_open


def may_be_withdrawn(request):
    return request.is_open and outcome_of(request) is None


@transaction.atomic
def withdraw_request(*, request, text, by):
    """End a request because whoever asked takes it back, before an outcome is told; bodies that have not answered are not asked
    any more, and those that have accepted are told. What was merged into it goes on by itself, which nobody withdrew, unless
    something was delivered for the two."""
    request, merged = locked(request)
    request = held_open(request)
    if outcome_of(request):
        raise ValidationError(
            _("The outcome of this request has already been recorded. If it is not right, you can contest it.")
        )
    if not request.deliveries.exists():
        for case in merged:
            unmerge(request=case, by=by)
    withdraw_all(request=request, reason=_("The requester has withdrawn the request."), by=by)
    settle(request=request, kind=Outcome.Kind.WITHDRAWN, text=text, by=by)
    for referral in request.referrals.filter(state=Referral.State.ACCEPTED):
        tell_ended(referral)
