"""The pages on which a request is written, by whoever asks or by the secretariat for them."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.generic import FormView

from asm_portal.access import VisibleMixin
from asm_portal.editing import differences
from asm_portal.visibility import standing_of
from assistance.models import AssistanceRequest
from assistance.requests.actions import submit_request, twin_of
from assistance.requests.forms import FactsForm, FilingForm, RequestForm
from assistance.requests.rights import asking_for
from assistance.requests.similar import similar_to
from assistance.requests.starting import start_from
from logistics.visits.pages import refuse

SIMILAR, SUBMIT = "similar", "submit"
# What is typed in words of one's own.
WORDS = ("subject", "text", "passage")


def normal(text):
    """A text without what a form does to it."""
    return (text or "").replace("\r\n", "\n").strip()


class RequestFormPage(VisibleMixin, FormView):
    """A form with which a request is written; two who save at once find out, and what is refused is said at its field.

    `case` is the request that is written. “Look for similar cases” saves nothing: it shows the form as it is and what is like it.
    """

    template_name = "assistance/requests/write.html"
    is_new = True

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": self.case, "by": self.request.user}

    def post(self, request, *args, **kwargs):
        if SIMILAR in request.POST:
            form = self.get_form()
            form.is_valid()
            return self.render_to_response(self.get_context_data(form=form, similar=self.similar(form)))
        return super().post(request, *args, **kwargs)

    def similar(self, form):
        given = form.cleaned_data
        return similar_to(
            self.request.user,
            f"{given.get('subject', '')} {given.get('text', '')}",
            kinds=given.get("kinds", ()),
            organisations=[row.pk for row in given.get("beneficiaries") or ()],
            but=None if self.is_new else self.case.pk,
        )

    def form_valid(self, form):
        try:
            with transaction.atomic():
                written = self.do(form)
        except ValidationError as refusal:
            refuse(form, refusal)
            return self.form_invalid(form)
        return redirect(written)

    def do(self, form):
        """Write what the form says, tell the reader, and return the request."""
        raise NotImplementedError

    def get_context_data(self, **kwargs):
        context = super().get_context_data(case=None if self.is_new else self.case, **kwargs)
        form = context["form"]
        looked = SIMILAR in self.request.POST
        return context | {"differences": differences(form) if form.is_conflict else (), "has_looked": looked}


class Writing(RequestFormPage):
    """A request of those for whom the reader speaks: kept as a draft, or sent."""

    form_class = RequestForm

    def do(self, form):
        """A button pressed twice writes one request."""
        sends, by = SUBMIT in self.request.POST and self.may_send, self.request.user
        twin = twin_of(form.instance, form.cleaned_data["beneficiaries"], by) if sends or self.is_new else None
        if twin and not twin.is_draft:
            return twin
        written = twin if twin and self.is_new else form.save()
        if not sends:
            messages.success(self.request, _("The draft is saved. It has not been sent yet."))
            return written
        sent = submit_request(request=written, by=by, has_consent=form.cleaned_data.get("has_consent", False))
        said = _("Your request has been received. Its reference is %s. We are sending you a receipt by e-mail.")
        messages.success(self.request, said % sent.reference)
        return sent

    @property
    def may_send(self):
        """Whether the reader asks on behalf of its organisation; the secretariat only prepares what a Participant sends."""
        organisation = self.case.organisation
        return organisation is None or asking_for(self.request.user).filter(pk=organisation.pk).exists()

    def get_context_data(self, **kwargs):
        return super().get_context_data(source=self.case.started_from, may_send=self.may_send, **kwargs)


class RequestNew(Writing):
    """A new request; `?recommendation=…` or `?report=…` says from which place in a report it starts."""

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            self.case = start_from(request.GET, request.user)
            if self.case.started_from is None and not asking_for(request.user).exists():
                raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(title=_("Ask for assistance"), **kwargs)


class RequestChange(Writing):
    """A draft that is written on."""

    is_new = False

    def dispatch(self, request, *args, **kwargs):
        """The record stays locked from the comparison of versions to the writing."""
        if not request.user.is_authenticated:
            return super().dispatch(request, *args, **kwargs)
        with transaction.atomic():
            rows = AssistanceRequest.objects.visible_to(request.user)
            if request.method == "POST":
                rows = rows.select_for_update(of=("self",))
            self.case = get_object_or_404(rows, reference=kwargs["reference"])
            if not self.case.is_draft and request.method != "POST":
                return redirect(self.case)
            return super().dispatch(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        return super().post(request, *args, **kwargs) if self.case.is_draft else self.refused()

    def refused(self):
        """The page, or the way back, for whoever writes on a request that was sent meanwhile; no text is lost."""
        typed = {name: normal(self.request.POST.get(name)) for name in WORDS}
        lost = [name for name in WORDS if typed[name] != normal(getattr(self.case, name))]
        texts = [(self.form_class.base_fields[name].label, typed[name]) for name in lost if typed[name]]
        if not texts:
            messages.info(self.request, _("This request has already been sent. Nothing was changed."))
            return redirect(self.case)
        context = {"title": _("This request has already been sent"), "case": self.case, "texts": texts}
        return render(self.request, "assistance/requests/sent.html", context, status=409)

    def get_context_data(self, **kwargs):
        return super().get_context_data(title=_("Draft of a request"), **kwargs)


class ForTheSecretariat(RequestFormPage):
    """To everybody else the page does not exist."""

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and not standing_of(request.user).secretariat:
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class RequestFile(ForTheSecretariat):
    """Files a call, a letter or a mail."""

    form_class = FilingForm
    template_name = "assistance/requests/file.html"

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            self.case = AssistanceRequest(is_demonstration=request.user.person.is_demonstration)
        return super().dispatch(request, *args, **kwargs)

    def do(self, form):
        twin = twin_of(form.instance, form.cleaned_data["beneficiaries"], self.request.user)
        filed = twin if twin and twin.asked_by == form.instance.asked_by else form.save()
        messages.success(self.request, _("The request is filed. Its reference is %s.") % filed.reference)
        return filed

    def get_context_data(self, **kwargs):
        return super().get_context_data(title=_("File a request"), **kwargs)


class RequestFacts(ForTheSecretariat):
    """Completes what a request that came in without a form does not say; of a closed one, corrects it and says why."""

    form_class = FactsForm
    template_name = "assistance/requests/file.html"
    is_new = False

    def dispatch(self, request, *args, **kwargs):
        """The record stays locked from the comparison of versions to the writing."""
        if not standing_of(request.user).secretariat:
            return super().dispatch(request, *args, **kwargs)
        with transaction.atomic():
            rows = AssistanceRequest.objects.visible_to(request.user).submitted()
            if request.method == "POST":
                rows = rows.select_for_update(of=("self",))
            self.case = get_object_or_404(rows, reference=kwargs["reference"])
            return super().dispatch(request, *args, **kwargs)

    def do(self, form):
        written = form.save()
        messages.success(self.request, _("The details are saved."))
        return written

    def get_context_data(self, **kwargs):
        return super().get_context_data(title=_("Details of the request"), **kwargs)
