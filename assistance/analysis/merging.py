"""Two cases become one, and are taken apart again.

Both keep everything that is theirs. Whoever asked in the merged one goes on reading their page, which shows how far the case is
that goes on, and nothing of whoever asked in that one.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assistance.analysis.actions import add_note
from assistance.models import AssistanceRequest, Merge, Outcome, Referral
from assistance.outcomes.actions import settle, unsettle
from assistance.referrals.actions import withdraw_all
from knowledge.actions import save


def obstacle(request, into):
    """Why the request cannot be merged into the other case, as a sentence; "" where it can."""
    third = into.merged_into.reference if into.merged_into_id else ""
    was_served = request.deliveries.exists() or Outcome.objects.filter(request=request).exists()
    is_at_work = request.referrals.filter(state=Referral.State.ACCEPTED).exists()
    reasons = (
        (request.pk == into.pk, _("%(one)s is this case itself. Name the other one.")),
        (
            into.merged_into_id == request.pk,
            _("%(other)s is itself handled together with %(one)s: this would be a circle. Take them apart first."),
        ),
        (
            request.merged_into_id,
            _("%(one)s is handled together with another case already. Take them apart first."),
        ),
        (third, _("%(other)s is itself handled together with %(third)s. Merge into that one.")),
        (into.is_draft, _("%(other)s is a draft that nobody has sent yet.")),
        (request.closed_at, _("%(one)s is closed.")),
        (into.closed_at, _("%(other)s is closed. Open it again first, or let this case go on by itself.")),
        (is_at_work, _("A body has accepted %(one)s and works on it. Merge %(other)s into this one instead.")),
        (was_served, _("Something was delivered for %(one)s, or its outcome is told. It ends by itself.")),
    )
    told = {"one": request.reference, "other": into.reference, "third": third}
    return next((words % told for holds, words in reasons if holds), "")


def locked(*requests):
    """The requests as they are now, for nobody else to change; always in the same order, so that two merges never wait for each
    other."""
    rows = AssistanceRequest.objects.select_for_update().filter(pk__in=[request.pk for request in requests])
    found = {row.pk: row for row in rows.order_by("pk")}
    return [found[request.pk] for request in requests]


@transaction.atomic
def merge(*, request, into, reason, by):
    """Handle a request together with another case from now on; what was merged into it goes along. Why is noted in both, for the
    secretariat alone. Raises ValidationError with what stands in the way."""
    request, into = locked(request, into)
    if reason_not := obstacle(request, into):
        raise ValidationError({"into": reason_not})
    withdraw_all(request=request, reason=_("Handled together with another request."), by=by)
    for case in [request, *request.merged.select_for_update().order_by("pk")]:
        join(case, into, by)
    settle(request=request, kind=Outcome.Kind.MERGED, text="", by=by)
    names = {"one": request.reference, "other": into.reference, "reason": reason.strip()}
    for case in (request, into):
        add_note(request=case, text=_("%(one)s was merged into %(other)s: %(reason)s") % names, by=by)


def join(case, into, by):
    """Let a case go on in another one."""
    leave(case, by)
    case.merged_into = into
    save(case, by)
    save(Merge(request=case, into=into, by=by), by)


def leave(case, by):
    """End the merge that holds, if there is one."""
    for row in case.merges.filter(undone_at=None):
        row.undone_at = timezone.now()
        save(row, by)


def tied(request):
    """Why a merged request cannot be taken apart again, as a sentence; "" where it can."""
    if not request.merged_into_id:
        return _("This case goes on by itself already.")
    if request.merged_into.deliveries.exists() or request.merged_into.closed_at:
        return _("Something was delivered in %(other)s, or it is closed: the two stay one case.") % {
            "other": request.merged_into.reference
        }
    return ""


@transaction.atomic
def unmerge(*, request, by):
    """Let a merged request go on by itself again. Raises ValidationError with what stands in the way."""
    request = locked(*filter(None, (request, request.merged_into)))[0]
    if reason_not := tied(request):
        raise ValidationError(reason_not)
    names = {"one": request.reference, "other": request.merged_into.reference}
    into = request.merged_into
    leave(request, by)
    request.merged_into = None
    save(request, by)
    unsettle(request=request, by=by)
    for case in (request, into):
        add_note(request=case, text=_("%(one)s was taken out of %(other)s again.") % names, by=by)
