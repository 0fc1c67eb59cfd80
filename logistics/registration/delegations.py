"""The page of a delegation, and what is asked and decided about it."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View

from asm_portal.files import serve
from asm_portal.visibility import standing_of
from logistics.models import Credentials, Delegate, DelegateTravel, DelegationRequest, VisaLetter
from logistics.registration import actions
from logistics.registration.forms import AnswerForm, CheckForm, RequestForm, WithdrawForm
from logistics.registration.pages import DelegationEditorsMixin, DelegationMixin, DelegationStaffMixin, DoingView


class DelegationView(DelegationMixin, TemplateView):
    """A delegation: who comes, their credentials, and what was asked for; how they travel, for those who may know."""

    template_name = "logistics/registration/delegation.html"

    def get_context_data(self, **kwargs):
        user, delegation = self.request.user, self.delegation
        standing = standing_of(user)
        delegates = list(Delegate.objects.visible_to(user).standing().filter(delegation=delegation))
        travel = {
            row.delegate_id: row for row in DelegateTravel.objects.visible_to(user).filter(delegate__in=delegates)
        }
        for delegate in delegates:
            delegate.known_travel = travel.get(delegate.pk)
        letters = VisaLetter.objects.visible_to(user).filter(delegate__delegation=delegation)
        is_open = delegation.registration.is_open_at(timezone.now())
        return super().get_context_data(
            title=delegation.name,
            delegates=delegates,
            travellers=[delegate for delegate in delegates if delegate.known_travel],
            papers=Credentials.objects.visible_to(user).filter(delegation=delegation),
            requests=DelegationRequest.objects.visible_to(user).filter(delegation=delegation),
            letters=letters.select_related("delegate", "by__person"),
            is_open=is_open,
            checks=standing.secretariat,
            may_change=self.may_edit and (is_open or standing.secretariat or delegation.organisation_id is None),
            may_ask=self.may_edit and not is_open and not standing.secretariat,
            change_url=self.change_url(),
            **kwargs,
        )

    def change_url(self):
        meeting, organisation = self.delegation.registration.meeting, self.delegation.organisation
        if organisation is None:
            return reverse("logistics:guests-nominate", args=[meeting.reference])
        return reverse("logistics:delegation-nominate", args=[meeting.reference, organisation.code])


class DelegationStep(DoingView):
    """A step about a delegation."""

    template_name = "logistics/registration/step.html"
    is_grave = False
    explanation = ""

    def find(self):
        return self.delegation

    def get_success_url(self):
        return self.delegation.get_absolute_url()

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            title=self.title, button=self.button, explanation=self.explanation, is_grave=self.is_grave, **kwargs
        )


class DelegationWithdraw(DelegationEditorsMixin, DelegationStep):
    """The organisation sends nobody."""

    form_class = WithdrawForm
    title, button = gettext_lazy("Withdraw the delegation"), gettext_lazy("Withdraw")
    explanation = gettext_lazy(
        "Nobody of it comes, and they are told so by mail. How they would have travelled is forgotten at once."
    )
    done = gettext_lazy("The delegation is withdrawn.")
    is_grave = True

    def delegations(self):
        return super().delegations().standing()

    def get_initial(self):
        return {"seen": str(self.delegation.version)}

    def do(self, form):
        actions.withdraw_delegation(delegation=self.delegation, by=self.request.user, seen=form.cleaned_data["seen"])


class DelegationAsk(DelegationEditorsMixin, DelegationStep):
    """Asks the secretariat for a change once registration is closed."""

    form_class = RequestForm
    title, button = gettext_lazy("Ask for a change"), gettext_lazy("Send to the secretariat")
    explanation = gettext_lazy("Registration is closed. The secretariat makes the change, or says why it cannot.")
    done = gettext_lazy("The secretariat has your request.")

    def do(self, form):
        actions.ask_for_change(delegation=self.delegation, by=self.request.user, **form.cleaned_data)


class CredentialsCheck(DelegationStaffMixin, DelegationStep):
    """The secretariat has looked at the credentials."""

    form_class = CheckForm
    title, button = gettext_lazy("Check the credentials"), gettext_lazy("Save")
    done = gettext_lazy("It is on record.")

    def find(self):
        self.credentials = get_object_or_404(
            Credentials.objects.visible_to(self.request.user), delegation=self.delegation, pk=self.kwargs["pk"]
        )

    def do(self, form):
        actions.check_credentials(credentials=self.credentials, by=self.request.user, **form.cleaned_data)


class RequestSettle(DelegationStaffMixin, DelegationStep):
    """The secretariat answers a request."""

    form_class = AnswerForm
    title, button = gettext_lazy("Answer the request"), gettext_lazy("Answer")
    done = gettext_lazy("Answered; whoever asked is told.")

    def find(self):
        self.asked = get_object_or_404(
            DelegationRequest.objects.visible_to(self.request.user), delegation=self.delegation, pk=self.kwargs["pk"]
        )

    @property
    def explanation(self):
        return self.asked.text

    def do(self, form):
        actions.settle_request(request=self.asked, by=self.request.user, **form.cleaned_data)


class CredentialsFile(DelegationMixin, View):
    """The document itself."""

    def get(self, request, *args, **kwargs):
        papers = get_object_or_404(
            Credentials.objects.visible_to(request.user).select_related("delegation"),
            delegation=self.delegation,
            pk=self.kwargs["pk"],
        )
        return serve(
            request,
            file=papers.file,
            filename=papers.filename,
            media_type=papers.media_type,
            sha256=papers.sha256,
            is_public=False,
        )
