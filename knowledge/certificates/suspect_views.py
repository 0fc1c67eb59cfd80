"""Pages of suspect certificates."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView, FormView, ListView, View
from django.views.generic.detail import SingleObjectMixin

from asm_portal.access import VisibleMixin
from asm_portal.visibility import standing_of
from knowledge.certificates import suspects
from knowledge.certificates.check import ForThoseWhoCheck
from knowledge.certificates.images import PictureView
from knowledge.certificates.suspect_form import DecisionForm, SuspectForm
from knowledge.models import CertificateCheck, FraudNotice, ImageView, SuspectPhoto, SuspectReport
from knowledge.models.checks import decides_on_fraud

# Those of them that end a case.
DECISIONS = {
    "confirm-false": suspects.confirm_false,
    "genuine": suspects.find_genuine,
    "close": suspects.close,
}


class SuspectCreate(ForThoseWhoCheck, FormView):
    """Report a suspect certificate; `?check=` fills in what one has just asked."""

    form_class = SuspectForm
    template_name = "knowledge/certificates/suspects/form.html"
    extra_context = {"title": gettext_lazy("Report a suspect certificate")}

    def get_form_kwargs(self):
        user = self.request.user
        own = CertificateCheck.objects.visible_to(user).filter(user=user, number=self.request.GET.get("check", ""))
        return super().get_form_kwargs() | {"reader": user, "check": own.select_related("participant").first()}

    def form_valid(self, form):
        case = suspects.report(by=self.request.user, **form.facts)
        messages.success(
            self.request,
            _("Thank you. Your report has the reference %(reference)s.") % {"reference": case.reference},
        )
        return redirect(case)


class CasesMixin(VisibleMixin):
    """The cases that the reader may know of."""

    model = SuspectReport
    slug_field = slug_url_kwarg = "reference"

    def get_queryset(self):
        rows = super().get_queryset().select_related("claimed_issuer").prefetch_related("claimed_issuer__names")
        return rows.order_by("-received_at", "-pk")


class SuspectList(ForThoseWhoCheck, CasesMixin, ListView):
    """One's own cases; for those who decide, all of them."""

    template_name = "knowledge/certificates/suspects/list.html"
    paginate_by = 25
    extra_context = {"title": gettext_lazy("Suspect certificates")}


class SuspectDetail(CasesMixin, DetailView):
    """A case: what was reported, what became of it, and for those who decide the buttons."""

    template_name = "knowledge/certificates/suspects/detail.html"

    def get_queryset(self):
        return (
            super()
            .get_queryset()
            .select_related("reporter__person", "decided_by__person", "issuer_told_by__person", "asked_in")
        )

    def get_context_data(self, **kwargs):
        decides = decides_on_fraud(standing_of(self.request.user))
        case = self.object
        return super().get_context_data(
            decides=decides,
            shows_reporter=decides or case.reporter_id == self.request.user.pk,
            notice=FraudNotice.objects.visible_to(self.request.user).for_display().filter(pk=case.notice_id).first(),
            can_tell=decides and case.claimed_issuer and not case.issuer_told_at,
            remark=DecisionForm(),
            **kwargs,
        )


class CaseVerb(CasesMixin, SingleObjectMixin, View):
    """A button of a case, for those who decide."""

    http_method_names = ["post"]

    def get_queryset(self):
        return super().get_queryset().editable_by(self.request.user)

    def post(self, request, *args, **kwargs):
        case = self.get_object()
        try:
            self.do(case)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        return redirect(case)


class SuspectExamine(CaseVerb):
    def do(self, case):
        suspects.examine(case=case, by=self.request.user)


class SuspectDecide(CaseVerb):
    """Confirmed as false, found genuine, or closed, as the button says."""

    def do(self, case):
        form = DecisionForm(self.request.POST)
        action = DECISIONS.get(self.request.POST.get("decision", ""))
        if action is None or not form.is_valid():
            raise ValidationError(_("Choose one of the decisions, with a remark of at most 2,000 letters."))
        action(case=case, by=self.request.user, remark=form.cleaned_data["remark"])


class SuspectTell(CaseVerb):
    """The claimed issuer may know of the case from now on."""

    def do(self, case):
        suspects.tell_issuer(case=case, by=self.request.user)


class SuspectPicture(PictureView):
    """A photograph of a suspect certificate."""

    model = SuspectPhoto
    page = ImageView.Page.FRAUD
