"""What the end of a case adds to the page of a request, to the desk and to the lists of the administration."""

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from asm_portal.areas import DeskItem, Panel
from asm_portal.attention import WorkList
from asm_portal.visibility import standing_of
from assistance.models import (
    AssistanceRequest,
    Clarification,
    Contest,
    Delivery,
    HelpQuestion,
    Outcome,
    Referral,
    Workshop,
)
from assistance.outcomes.actions import may_be_contested, what_is_open
from assistance.outcomes.forms import HelpForm
from assistance.outcomes.helping import waiting
from assistance.requests.people import speaks_for
from knowledge.models import Document
from logistics.models import Visit

WORDS = 12


def on_request(request, reader):
    """For every reader what was given and what came of it; for the requester's side the way to contest it, and whether it helped;
    for the secretariat what it does at the end."""
    if request.is_draft:
        return []
    staff, requester = standing_of(reader).secretariat, speaks_for(request, reader)
    deliveries = given(request, reader)
    outcome = Outcome.objects.visible_to(reader).filter(request=request).first()
    contest = Contest.objects.visible_to(reader).filter(request=request, answered_at=None).first()
    panels = help_panel(request, reader) if requester else []
    if not (deliveries or outcome or staff):
        return panels
    context = {
        "deliveries": deliveries,
        "outcome": outcome,
        "contest": contest,
        "may_contest": requester and may_be_contested(request),
        "of_staff": staff,
        "is_at_work": staff and request.is_open,
        "what_is_open": what_is_open(request) if staff and request.is_open else (),
    }
    return [*panels, Panel("assistance/outcomes/panel.html", context, anchor="outcome")]


def given(request, reader):
    """The deliveries of a request, each with what the portal holds of it and the reader may know of."""
    rows = Delivery.objects.visible_to(reader).filter(request=request).order_by("pk")
    found = list(rows.select_related("referral__body"))
    for name, known in (
        ("workshop", Workshop.objects.visible_to(reader).for_display()),
        ("visit", Visit.objects.visible_to(reader).for_display()),
        ("document", Document.objects.visible_to(reader).prefetch_related("titles")),
    ):
        by_key = known.in_bulk({getattr(row, f"{name}_id") for row in found} - {None})
        for row in found:
            setattr(row, f"known_{name}", by_key.get(getattr(row, f"{name}_id")))
    return found


def help_panel(request, reader):
    question = waiting(HelpQuestion.objects.visible_to(reader).filter(request=request)).first()
    if question is None:
        return []
    context = {"question": question, "form": HelpForm(auto_id="help-%s")}
    return [Panel("assistance/outcomes/help_panel.html", context, is_lead=True, anchor="help")]


def desk(reader):
    """For the requester's side whether it helped; for the secretariat contested outcomes, and cases of which a delivery or the
    outcome is to be recorded, or that can be closed."""
    yield from own_questions(reader)
    if standing_of(reader).secretariat:
        yield from contested(reader)
        yield from to_record(reader)
        yield from to_close(reader)


def own_questions(reader):
    rows = waiting(HelpQuestion.objects.visible_to(reader))
    for row in rows.select_related("request").order_by("asked_at"):
        if speaks_for(row.request, reader):
            yield DeskItem(
                title=_("Say whether it helped: %(case)s") % {"case": name_of(row.request)},
                url=reverse("assistance:request-help", args=[row.request.reference]),
                detail=_("One answer, and a comment if you wish."),
                tone="info",
            )


def name_of(case):
    return Truncator(case.subject).words(WORDS) or case.reference


def contested(reader):
    rows = Contest.objects.visible_to(reader).filter(answered_at=None).select_related("request").order_by("at")
    for row in rows:
        yield DeskItem(
            title=_("The outcome is contested: %(case)s") % {"case": name_of(row.request)},
            url=reverse("assistance:contest-answer", args=[row.request.reference]),
            detail=Truncator(row.text).words(WORDS),
        )


def in_delivery(cases):
    """Open cases that a body has accepted, or of which something was delivered, and that have no outcome."""
    accepted = Referral.objects.filter(request=OuterRef("pk"), state=Referral.State.ACCEPTED)
    delivered = Delivery.objects.filter(request=OuterRef("pk"))
    return cases.open().filter(Exists(accepted) | Exists(delivered), outcome=None)


def to_record(reader):
    cases = in_delivery(AssistanceRequest.objects.visible_to(reader)).order_by("submitted_at")
    for case in cases.prefetch_related("deliveries"):
        has_some = bool(case.deliveries.all())
        name = "assistance:request-outcome" if has_some else "assistance:delivery-new"
        yield DeskItem(
            title=_("Record what was given: %(case)s") % {"case": name_of(case)}
            if not has_some
            else _("Record the outcome: %(case)s") % {"case": name_of(case)},
            url=reverse(name, args=[case.reference]),
            detail=_("A body has accepted it.")
            if not has_some
            else _("Something has been given, and there is no outcome yet."),
            tone="info",
        )


def closable(cases):
    """Open cases with an outcome in which nothing is open any more."""
    of_case = {"request": OuterRef("pk")}
    return cases.open().filter(
        ~Exists(Referral.objects.filter(**of_case, state=Referral.State.PENDING)),
        ~Exists(Clarification.objects.open().filter(**of_case)),
        ~Exists(Contest.objects.filter(**of_case, answered_at=None)),
        outcome__isnull=False,
    )


def to_close(reader):
    for case in closable(AssistanceRequest.objects.visible_to(reader)).order_by("submitted_at"):
        yield DeskItem(
            title=_("Close the case: %(case)s") % {"case": name_of(case)},
            url=f"{case.get_absolute_url()}#outcome",
            detail=_("The outcome is recorded, and nothing is open."),
            tone="info",
        )


CONTESTED = WorkList(
    "open",
    gettext_lazy("Contested outcomes to answer"),
    Contest,
    lambda rows: rows.filter(answered_at=None),
    "at",
    "bad",
)
CLOSABLE = WorkList(
    "closable", gettext_lazy("Requests for assistance that can be closed"), AssistanceRequest, closable, "submitted_at"
)
LISTS = (CONTESTED, CLOSABLE)
