"""Receipts: the page, the file, the paper; recalling and filing what was received; checking a receipt later."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import DetailView, FormView

from asm_portal.access import PublicMixin, VisibleMixin
from asm_portal.files import serve
from asm_portal.visibility import standing_of
from logistics.models import Obligation, Submission
from logistics.reporting import actions, paper
from logistics.reporting.duties import duty_url
from logistics.reporting.forms import RecallForm, ReceiptForm
from logistics.reporting.owners import may_act_for
from logistics.reporting.receipts import receipt_with


class ReceiptMixin(VisibleMixin):
    """A submission by the reference of its receipt."""

    model = Submission
    context_object_name = "submission"

    def get_queryset(self):
        return (
            super()
            .get_queryset()
            .select_related("period__obligation__kind", "revision__document", "submitted_by__person")
        )

    def get_object(self, queryset=None):
        return get_object_or_404(self.get_queryset(), reference=self.kwargs["reference"])


def is_filed_here(submission):
    """Whether it is a report that the secretariat files; of that of a visit, a draft is not."""
    is_final = submission.stage == Submission.Stage.FINAL
    return is_final and submission.period.obligation.collected == Obligation.Collected.HERE


class Receipt(ReceiptMixin, DetailView):
    """What was received, when, and what happens next."""

    template_name = "logistics/reporting/receipt.html"

    def get_context_data(self, **kwargs):
        row, user = self.object, self.request.user
        is_open = row.accepted_at is None and not row.is_recalled
        return super().get_context_data(
            title=_("Receipt %(reference)s") % {"reference": row.reference},
            period=row.period,
            owner=row.owner,
            page_url=duty_url("report-detail", row.period, row.owner),
            recalls=is_open and may_act_for(user, row.owner),
            accepts=is_open and is_filed_here(row) and standing_of(user).secretariat,
            recall_form=kwargs.pop("recall_form", None) or RecallForm(),
            **kwargs,
        )


class ReceiptFile(ReceiptMixin, DetailView):
    """The file as it was received."""

    def get(self, request, *args, **kwargs):
        row = self.get_object()
        if not row.file:
            raise Http404
        return serve(
            request, file=row.file, filename=f"{row.reference}.{row.extension}", media_type=row.media_type,
            sha256=row.sha256, is_public=False,
        )  # fmt: skip


class ReceiptPdf(ReceiptMixin, DetailView):
    """The receipt on paper, in the language of the page."""

    def get(self, request, *args, **kwargs):
        row = self.get_object()
        headers = {"Content-Disposition": f'inline; filename="{row.reference}.pdf"'}
        return HttpResponse(paper.receipt(row, get_language()), content_type="application/pdf", headers=headers)


class ReceiptVerb(ReceiptMixin, DetailView):
    """A button of a receipt; what the verb refuses is said there."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        submission = self.get_object()
        if not self.is_for(request.user, submission):
            raise Http404
        try:
            messages.success(request, self.do(submission))
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
        return redirect(submission)


class Recall(ReceiptVerb):
    """Takes a version back, by whoever sends the reports of its owner."""

    def is_for(self, user, submission):
        return may_act_for(user, submission.owner)

    def do(self, submission):
        form = RecallForm(self.request.POST)
        if not form.is_valid():
            raise ValidationError(form.errors["reason"])
        actions.recall(submission=submission, reason=form.cleaned_data["reason"], by=self.request.user)
        return _("Recalled.")


class Accept(ReceiptVerb):
    """Files a report, by the secretariat."""

    def is_for(self, user, submission):
        return standing_of(user).secretariat and is_filed_here(submission)

    def do(self, submission):
        actions.accept(submission=submission, by=self.request.user)
        return _("Filed: the report is in the archive.")


class CheckReceipt(PublicMixin, FormView):
    """Whether a receipt is genuine: asked with its reference and the SHA-256 of the file, which only its holders know."""

    form_class = ReceiptForm
    template_name = "logistics/reporting/receipt_check.html"

    def get(self, request, *args, **kwargs):
        asked = {"reference", "sha256"} & set(request.GET)
        form = ReceiptForm(request.GET if asked else None)
        found = None
        if asked and form.is_valid():
            found = receipt_with(**form.cleaned_data)
        is_answered = bool(asked) and form.is_valid()
        return self.render_to_response(
            self.get_context_data(title=_("Check a receipt"), form=form, is_answered=is_answered, found=found)
        )
