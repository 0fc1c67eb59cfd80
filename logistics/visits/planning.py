"""Pages on which a visit is asked for, its days are agreed, and it is confirmed, moved, given up or shown."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView

from asm_portal.access import VisibleMixin
from asm_portal.visibility import standing_of
from logistics.models import Visit
from logistics.models.visits import Channel
from logistics.visits import actions
from logistics.visits.forms import AnswerForm, ByOtherWays, GiveUpForm, PlanForm, ProposeForm, SeenForm
from logistics.visits.pages import VisitFormView, VisitMixin, VisitVerb, refuse
from logistics.visits.parts import Capacity, asking_for

State = Visit.State


class PlanVisit(VisibleMixin, FormView):
    """Asks for a visit: who leads a body that asks, or the secretariat on their behalf."""

    form_class = PlanForm
    template_name = "logistics/visits/plan.html"

    def dispatch(self, request, *args, **kwargs):
        self.bodies = asking_for(request.user)
        if not self.bodies.exists():
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        is_entered = standing_of(self.request.user).secretariat
        return super().get_form_kwargs() | {"bodies": self.bodies, "by": self.request.user, "is_entered": is_entered}

    def form_valid(self, form):
        try:
            with transaction.atomic():
                visit = actions.request_visit(by=self.request.user, **form.facts())
        except ValidationError as refusal:
            refuse(form, refusal)
            return self.form_invalid(form)
        messages.success(
            self.request,
            _("The visit is asked for: %(reference)s. The Participant was told, and answers to the days.")
            % {"reference": visit.reference},
        )
        return redirect(visit)

    def get_context_data(self, **kwargs):
        is_entered = standing_of(self.request.user).secretariat
        return super().get_context_data(title=_("Plan a visit"), bodies=self.bodies, is_entered=is_entered, **kwargs)


class DaysMixin(VisitMixin):
    """A page of those who answer; the secretariat enters what came in another way."""

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"is_entered": not self.is_own(self.part)}

    def get_initial(self):
        return {"seen": self.object.version}

    def is_own(self, part):
        """Whether the reader answers for themselves."""
        return part.leads


class AnswerDays(DaysMixin, VisitFormView):
    """The Participant agrees to the days, proposes others, or declines with a word."""

    form_class = AnswerForm
    title = gettext_lazy("Answer to the days")
    button = gettext_lazy("Answer")
    done = gettext_lazy("The answer is on record.")

    def is_for(self, part):
        return part.speaks_for_participant and self.object.state == State.REQUESTED

    def is_own(self, part):
        return part.answers

    def do(self, form):
        given = form.cleaned_data
        told = {"visit": self.object, "by": self.request.user, "seen": given["seen"], "words": given["words"]}
        told["channel"] = self.channel(form)
        if given["answer"] == AnswerForm.PROPOSE:
            actions.propose_dates(capacity=Capacity.PARTICIPANT, **form.span(), **told)
        elif given["answer"] == AnswerForm.DECLINE:
            actions.decline_dates(**told)
        else:
            actions.agree_dates(**told)


class ProposeDays(DaysMixin, VisitFormView):
    """Other days: of the Chair of the body, and of a Participant that has agreed to days before."""

    form_class = ProposeForm
    title = gettext_lazy("Propose other days")
    explanation = gettext_lazy(
        "Until the new days are agreed and confirmed, only the Participant, the Chair of the body, the KP Chair’s office and the"
        " secretariat know of the visit."
    )
    button = gettext_lazy("Propose")
    done = gettext_lazy("The days are proposed.")

    def is_for(self, part):
        return (part.plans or part.answers) and self.object.is_open

    def is_own(self, part):
        return part.leads or part.answers

    def do(self, form):
        given = form.cleaned_data
        actions.propose_dates(
            visit=self.object, by=self.request.user, seen=given["seen"], words=given["words"], channel=self.channel(form),
            capacity=Capacity.PARTICIPANT if self.part.answers else Capacity.BODY_CHAIR, **form.span(),
        )  # fmt: skip


class ConfirmVisit(DaysMixin, VisitFormView):
    """The Chair of the body confirms the agreed days."""

    form_class = SeenForm
    title = gettext_lazy("Confirm the visit")
    explanation = gettext_lazy("From now on the body and the team know of the visit, and the team reads its papers.")
    button = gettext_lazy("Confirm")
    done = gettext_lazy("The visit is confirmed.")

    def is_for(self, part):
        return part.plans and self.object.state == State.AGREED

    def do(self, form):
        actions.confirm(
            visit=self.object, by=self.request.user, seen=form.cleaned_data["seen"], channel=self.channel(form)
        )


class PostponeVisit(DaysMixin, VisitFormView):
    """The days are given up, with a reason."""

    form_class = GiveUpForm
    title = gettext_lazy("Postpone the visit")
    explanation = gettext_lazy("The days are given up. Others are proposed, agreed and confirmed later.")
    button = gettext_lazy("Postpone")
    done = gettext_lazy("The visit is postponed.")

    def is_for(self, part):
        return (part.plans or part.answers) and self.object.is_open and self.object.state != State.POSTPONED

    def is_own(self, part):
        return part.leads or part.answers

    def do(self, form):
        capacity = Capacity.PARTICIPANT if self.part.answers else Capacity.BODY_CHAIR
        told = {"capacity": capacity, "channel": self.channel(form)}
        actions.postpone(visit=self.object, by=self.request.user, **(form.cleaned_data | told))


class CancelVisit(DaysMixin, VisitFormView):
    """The visit is given up, with a reason."""

    form_class = GiveUpForm
    title = gettext_lazy("Cancel the visit")
    explanation = gettext_lazy("The visit does not take place. What was opened to its team is closed at once.")
    button = gettext_lazy("Cancel the visit")
    done = gettext_lazy("The visit is cancelled.")
    is_danger = True

    def is_for(self, part):
        return part.plans and self.object.is_open

    def do(self, form):
        told = {"channel": self.channel(form)}
        actions.cancel(visit=self.object, by=self.request.user, **(form.cleaned_data | told))


class ShowVisit(VisitVerb):
    """The Participant, or a Chair, agrees to show the visit to all who take part in the Process."""

    done = gettext_lazy("The agreement is on record.")

    def is_for(self, part):
        return bool(part.may_show)

    def do(self):
        capacity = self.request.POST.get("capacity", "")
        form = ByOtherWays(self.request.POST, is_entered=self.part.secretariat)
        if capacity not in self.part.may_show or not form.is_valid():
            raise ValidationError(_("Choose who agrees, and how it came."))
        actions.agree_to_show(
            visit=self.object, capacity=capacity, by=self.request.user,
            channel=form.cleaned_data.get("channel", Channel.PORTAL),
        )  # fmt: skip
