"""The secretariat's pages at the end of a case: what was given, what came of it, the closing, the answer to a contest."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from asm_portal.dated import today
from asm_portal.editing import differences
from assistance.models import Contest, Delivery, Referral, Workshop
from assistance.outcomes import actions
from assistance.outcomes.forms import ContestAnswerForm, DeliveryForm, OutcomeForm, TakeOutForm
from assistance.requests.pages import CaseFormView, CaseVerb, OfTheSecretariat

# A second button of a form goes on to the page that most often comes next.
GO_ON = "go_on"
# Bears the page on which a delivery that somebody took out can be recorded again.
ANEW = "anew"


class DeliveryPage(OfTheSecretariat, CaseFormView):
    """The form of a delivery."""

    form_class = DeliveryForm
    template_name = "assistance/outcomes/delivery.html"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": self.delivery, "reader": self.request.user}

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        form = context["form"]
        return context | {"differences": differences(form) if form.is_conflict else ()}

    def do(self, form):
        why = form.cleaned_data.get("why")
        actions.record_delivery(delivery=form.instance, by=self.request.user, reason=why)

    def after(self):
        name = "assistance:request-outcome" if GO_ON in self.request.POST else "assistance:request-detail"
        return reverse(name, args=[self.object.reference])


class DeliveryNew(DeliveryPage):
    """Records what was given; what is known of it, from a referral that was accepted or a workshop, stands there already."""

    title = gettext_lazy("Record what was given")
    explanation = gettext_lazy("The requester can read it on the page of the request.")
    done = gettext_lazy("The delivery is recorded.")

    @cached_property
    def delivery(self):
        return Delivery(request=self.object)

    def get_initial(self):
        accepted = self.object.referrals.filter(state=Referral.State.ACCEPTED).select_related("body").first()
        workshop = Workshop.objects.visible_to(self.request.user).filter(request=self.object).first()
        start = workshop.start_date if workshop else today()
        return {
            "kind": Delivery.Kind.WORKSHOP if self.object.wants_training else Delivery.Kind.ADVICE,
            "by_whom": (accepted.provider or accepted.body.name) if accepted else "",
            "referral": accepted,
            "workshop": workshop,
            "start_date": start if start <= today() else today(),
            "end_date": workshop.end_date if workshop else None,
        }


class DeliveryMixin:
    """A page about one delivery of the case, by its primary key: a place in the list is another one's once somebody has taken one
    out."""

    def recorded(self):
        rows = Delivery.objects.visible_to(self.request.user).filter(request=self.object)
        return rows.filter(pk=self.kwargs["number"]).first()

    @cached_property
    def delivery(self):
        return self.recorded()

    def is_for(self, case):
        return super().is_for(case) and self.delivery is not None


class DeliveryChange(DeliveryMixin, DeliveryPage):
    """Corrects what was recorded. Where a colleague took it out meanwhile, what was typed stays, and can be recorded anew."""

    title = gettext_lazy("Correct a delivery")
    done = gettext_lazy("The delivery is corrected.")

    is_gone = False

    def is_for(self, case):
        return OfTheSecretariat.is_for(self, case) and (self.delivery is not None or self.was_taken_out())

    def was_taken_out(self):
        """Whether it went while it was being corrected."""
        rows = Delivery.history.filter(id=self.kwargs["number"], request=self.object, history_type="-")
        return self.request.method == "POST" and rows.exists()

    def post(self, request, *args, **kwargs):
        """The case stays locked from the comparison of versions to the writing."""
        with transaction.atomic():
            actions.locked(self.object)
            found = self.recorded()
            self.is_gone, self.delivery = found is None, found or Delivery(request=self.object)
            return super().post(request, *args, **kwargs)

    def form_valid(self, form):
        if self.is_gone and ANEW not in self.request.POST:
            form.add_error(None, _("Somebody took this delivery out while you were correcting it. Nothing was saved."))
            return self.form_invalid(form)
        return super().form_valid(form)

    def get_context_data(self, **kwargs):
        number = None if self.is_gone else self.kwargs["number"]
        return super().get_context_data(number=number, is_gone=self.is_gone, **kwargs)


class DeliveryTakeOut(DeliveryMixin, OfTheSecretariat, CaseFormView):
    """Takes out what was recorded by mistake."""

    form_class = TakeOutForm
    title, button = gettext_lazy("Take out a delivery"), gettext_lazy("Take it out")
    done = gettext_lazy("The delivery is taken out.")
    is_danger = True

    def do(self, form):
        reason = form.cleaned_data["reason"]
        actions.take_out_delivery(delivery=self.delivery, reason=reason, by=self.request.user)

    def get_context_data(self, **kwargs):
        return super().get_context_data(explanation=str(self.delivery), **kwargs)


class OutcomeView(OfTheSecretariat, CaseFormView):
    """Records what came of the request; it is not closed thereby."""

    form_class = OutcomeForm
    template_name = "assistance/outcomes/outcome.html"
    title = gettext_lazy("Record the outcome")
    explanation = gettext_lazy(
        "The requester is told by mail and may contest it. Closing the case is a separate step, once nothing is open."
    )
    done = gettext_lazy("The outcome is recorded, and the requester is told.")

    @cached_property
    def outcome(self):
        return actions.outcome_of(self.object)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"case": self.object}

    def get_initial(self):
        seen = {"seen": actions.version_of_outcome(self.outcome)}
        if self.outcome:
            return seen | {"kind": self.outcome.kind, "text": self.outcome.text}
        return seen | ({"kind": actions.Kind.DELIVERED} if self.object.deliveries.exists() else {})

    def do(self, form):
        try:
            actions.record_outcome(request=self.object, by=self.request.user, **form.cleaned_data)
        except ValidationError:
            form.show_what_stands()
            raise

    def after(self):
        name = "assistance:result-new" if GO_ON in self.request.POST else "assistance:request-detail"
        return reverse(name, args=[self.object.reference])

    def get_context_data(self, **kwargs):
        deliveries = Delivery.objects.visible_to(self.request.user).filter(request=self.object)
        return super().get_context_data(deliveries=deliveries, outcome=actions.outcome_of(self.object), **kwargs)


class CloseView(OfTheSecretariat, CaseVerb):
    """Ends the case."""

    done = gettext_lazy("The case is closed.")

    def do(self):
        actions.close(request=self.object, by=self.request.user)


class ContestAnswer(OfTheSecretariat, CaseFormView):
    """Answers the requester who contests an outcome: by opening the case again, or in words."""

    form_class = ContestAnswerForm
    template_name = "assistance/outcomes/contest_answer.html"
    title = gettext_lazy("Answer the requester")

    @cached_property
    def contest(self):
        return Contest.objects.visible_to(self.request.user).filter(request=self.object).order_by("pk").last()

    def is_for(self, case):
        return super().is_for(case) and self.contest is not None

    def get(self, request, *args, **kwargs):
        if self.contest.answered_at:
            messages.info(request, _("This is answered already."))
            return redirect(self.object)
        return super().get(request, *args, **kwargs)

    def do(self, form):
        answer, reopens = form.cleaned_data["answer"], form.reopens
        actions.answer_contest(contest=self.contest, answer=answer, reopens=reopens, by=self.request.user)
        self.done = _("The case is open again.") if reopens else _("The requester is told why the outcome stands.")

    def get_context_data(self, **kwargs):
        return super().get_context_data(contest=self.contest, **kwargs)
