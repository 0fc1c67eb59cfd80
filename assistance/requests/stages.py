"""How far a request is, and since when: computed from its rows, never stored."""

from django.db import models
from django.db.models import Case, F, OuterRef, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce

from asm_portal.dated import today
from assistance.models import AssistanceRequest, Clarification, Delivery, Outcome, Referral
from assistance.models.requests import TONES, Stage

__all__ = ["TONES", "Stage", "stage_of", "with_stages"]


def first(rows, column):
    """The column of the first of a noun's rows about the case that goes on."""
    return Subquery(rows.filter(request=OuterRef("case_id")).order_by(column).values(column)[:1])


def since():
    """Stage → since when a request is in it, as an instant or null: the first in this order that has begun counts. A merged one
    stands where the case stands that goes on."""
    referrals, deliveries = Referral.objects, Delivery.objects.filter(start_date__lte=today())
    begun = Cast(first(deliveries, "start_date"), models.DateTimeField())
    accepted = referrals.filter(state=Referral.State.ACCEPTED)
    return {
        Stage.CLOSED: Case(When(merged_into=None, then=F("closed_at")), default=F("merged_into__closed_at")),
        Stage.OUTCOME: first(Outcome.objects, "at"),
        Stage.WAITING: first(Clarification.objects.open(), "asked_at"),
        Stage.DELIVERY: Coalesce(first(accepted, "answered_at"), begun),
        Stage.REFERRED: first(referrals.filter(state=Referral.State.PENDING), "made_at"),
        Stage.ANALYSIS: Case(When(merged_into=None, then=F("taken_up_at")), default=F("merged_into__taken_up_at")),
        Stage.RECEIVED: F("submitted_at"),
    }


def with_stages(rows):
    """The requests, each with its `stage`, `stage_since` (None for a draft) and `case_id`, the id of the case that goes on."""
    found = since()
    rows = rows.annotate(case_id=Coalesce("merged_into_id", "pk"))
    rows = rows.annotate(**{f"since_{stage}": instant for stage, instant in found.items()})
    begun = [(stage, {f"since_{stage}__isnull": False}) for stage in found]
    return rows.annotate(
        stage=Case(
            *(When(**has_begun, then=Value(stage)) for stage, has_begun in begun),
            default=Value(Stage.DRAFT),
            output_field=models.CharField(),
        ),
        stage_since=Coalesce(*(F(f"since_{stage}") for stage in found)),
    )


def stage_of(request):
    """(Stage, since when) of one request, as it is now."""
    found = with_stages(AssistanceRequest.objects.filter(pk=request.pk)).get()
    return Stage(found.stage), found.stage_since
