"""Two cases become one, and are taken apart again.

Both keep everything that is theirs. Whoever asked in the merged one goes on reading their page, which shows how far the case is
that goes on, and nothing of whoever asked in that one.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assistance.analysis.actions import add_note
from assistance.models import AssistanceRequest, Merge, Outcome, Referral
from assistance.outcomes.actions import settle, unsettle
from assistance.referrals.actions import withdraw_all
from knowledge.actions import save

MEANWHILE = gettext_lazy("Somebody else is changing these cases at this moment. Nothing was changed; please try again.")


def obstacle(request, into):
    """Why the request cannot be merged into the other case, as a sentence; "" where it can."""
    third = into.merged_into.reference if into.merged_into_id else ""
    was_served = request.deliveries.exists() or Outcome.objects.filter(request=request).exists()
    is_at_work = request.referrals.filter(state=Referral.State.ACCEPTED).exists()
    reasons = (
        (request.pk == into.pk, _("%(one)s is this case itself. Enter the reference of the other one.")),
        (
            into.merged_into_id == request.pk,
            _("%(other)s is itself handled together with %(one)s: that would make a circle. Separate them first."),
        ),
        (
            request.merged_into_id,
            _("%(one)s is already handled together with another case. Separate them first."),
        ),
        (third, _("%(other)s is itself handled together with %(third)s. Merge into that one.")),
        (into.is_draft, _("%(other)s is a draft that nobody has sent yet.")),
        (request.closed_at, _("%(one)s is closed.")),
        (into.closed_at, _("%(other)s is closed. Open it again first, or keep this case separate.")),
        (is_at_work, _("A body has accepted %(one)s and is working on it. Merge %(other)s into this one instead.")),
        (
            was_served,
            _("Something was delivered for %(one)s, or its outcome has been recorded. It has to be closed on its own."),
        ),
    )
    told = {"one": request.reference, "other": into.reference, "third": third}
    return next((words % told for holds, words in reasons if holds), "")


def locked(*requests):
    """The requests as they are now, then the list of those that go on in the first of them, for nobody else to change. All are
    locked in the order of their keys, so that two who merge or take apart never wait for each other. Raises ValidationError
    where somebody else ties or unties one of them at this moment."""
    first, keys = requests[0], {request.pk for request in requests}
    concerned = Q(pk__in=keys) | Q(merged_into=first.pk)
    found = {row.pk: row for row in AssistanceRequest.objects.select_for_update().filter(concerned).order_by("pk")}
    merged = list(AssistanceRequest.objects.filter(merged_into=first.pk).order_by("pk"))
    if any(row.pk not in found for row in merged):
        raise ValidationError(MEANWHILE)
    return [*(found[request.pk] for request in requests), merged]


@transaction.atomic
def merge(*, request, into, reason, by):
    """Handle a request together with another case from now on; what was merged into it goes along. Why is noted in both, for the
    secretariat alone. Raises ValidationError with what stands in the way."""
    request, into, merged = locked(request, into)
    if reason_not := obstacle(request, into):
        raise ValidationError({"into": reason_not})
    withdraw_all(request=request, reason=_("Handled together with another request."), by=by)
    for case in (request, *merged):
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
        return _("This case is already handled separately.")
    if request.merged_into.deliveries.exists() or request.merged_into.closed_at:
        return _("Something was delivered in %(other)s, or it is closed: the two stay one case.") % {
            "other": request.merged_into.reference
        }
    return ""


@transaction.atomic
def unmerge(*, request, by):
    """Let a merged request go on by itself again. Raises ValidationError with what stands in the way."""
    into = request.merged_into
    request, *_others = locked(*filter(None, (request, into)))
    if into and request.merged_into_id not in (None, into.pk):
        raise ValidationError(MEANWHILE)
    if reason_not := tied(request):
        raise ValidationError(reason_not)
    names = {"one": request.reference, "other": request.merged_into.reference}
    leave(request, by)
    request.merged_into = None
    save(request, by)
    unsettle(request=request, by=by)
    for case in (request, into):
        add_note(request=case, text=_("%(one)s was separated from %(other)s again.") % names, by=by)
