"""How far an enquiry is: computed from its rows, never stored."""

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Subquery, Value, When

from communications.models import ChairInstruction, Enquiry, ReplyDraft
from communications.models.enquiries import Stage

Outcome, Draft = Enquiry.Outcome, ReplyDraft.State


# Those that wait for the secretariat and for the Chair's office.
OF_STAFF = (Stage.DRAFTING, Stage.RETURNED, Stage.SENDING)
MAY_BE_DRAFTED = (Stage.DRAFTING, Stage.RETURNED)
OF_CHAIR = (Stage.UNINSTRUCTED, Stage.DECIDING)


def with_stage(rows):
    """The enquiries, each with its `stage`."""
    own_or_standing = Q(enquiry=OuterRef("pk")) | Q(kind=OuterRef("kind"))
    last = ReplyDraft.objects.filter(enquiry=OuterRef("pk")).order_by("-number")
    return rows.annotate(
        draft_state=Subquery(last.values("state")[:1]),
        is_instructed=Exists(ChairInstruction.objects.in_force().filter(own_or_standing)),
    ).annotate(
        stage=Case(
            When(outcome__in=Enquiry.UNANSWERED, then=Value(Stage.CLOSED)),
            When(outcome=Outcome.ANSWERED, then=Value(Stage.ANSWERED)),
            When(outcome=Outcome.CONVERTED, then=Value(Stage.CONVERTED)),
            When(draft_state=Draft.SUBMITTED, then=Value(Stage.DECIDING)),
            When(draft_state=Draft.RETURNED, then=Value(Stage.RETURNED)),
            When(draft_state=Draft.APPROVED, then=Value(Stage.SENDING)),
            When(Q(is_instructed=True) | Q(draft_state=Draft.DRAFT), then=Value(Stage.DRAFTING)),
            default=Value(Stage.UNINSTRUCTED),
            output_field=models.CharField(),
        )
    )


def stage_of(enquiry):
    """The stage of one enquiry, as it is now."""
    return Stage(with_stage(Enquiry.objects.filter(pk=enquiry.pk)).values_list("stage", flat=True).get())
