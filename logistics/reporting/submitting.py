"""The way of a report into the portal: the form, the check page, and what stands in their place for statistics, for what the
registers hold, and for reports that come by mail or on paper."""

from functools import cached_property

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView, View

from asm_portal.visibility import standing_of
from logistics.models import Obligation, Submission, of_owner
from logistics.reporting import actions, checks
from logistics.reporting.duties import ActingMixin, DutyFormView, add_errors
from logistics.reporting.forms import SentForm, SubmitForm, TakeDownForm, declaration
from logistics.reporting.owners import contacts_of

Collected = Obligation.Collected


class CollectedMixin:
    """A page for reports that are collected in one way; of others it does not exist."""

    collected = Collected.HERE

    def dispatch(self, request, *args, **kwargs):
        if self.period.obligation.collected != self.collected:
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class SubmitReport(CollectedMixin, ActingMixin, FormView):
    """The form: whatever is entered is kept as a draft, also what is not complete, so that a dropped line loses nothing."""

    form_class = SubmitForm
    template_name = "logistics/reporting/submit.html"

    @cached_property
    def contacts(self):
        return contacts_of(self.owner, self.period.obligation)

    @property
    def draft(self):
        return actions.draft_of(self.period, self.owner)

    def get_form_kwargs(self):
        sent = Submission.objects.standing().filter(**of_owner(self.owner)).order_by("-submitted_at")
        last = sent.filter(period__obligation=self.period.obligation).exclude(language="").first()
        return super().get_form_kwargs() | {
            "period": self.period, "owner": self.owner, "by": self.request.user, "draft": self.draft,
            "contacts": self.contacts,
            "last": last and last.language, "is_revision": sent.filter(period=self.period).exists(),
        }  # fmt: skip

    def form_valid(self, form):
        try:
            draft = form.keep()
            if "later" in self.request.POST:
                messages.success(self.request, _("Kept. You can go on later, from any device."))
                return redirect(self.url("report-detail"))
            checks.require_ready(draft)
        except ValidationError as refused:
            return self.refuse(form, refused)
        return redirect(self.url("report-check"))

    def refuse(self, form, refused):
        """The form again, as what is kept makes it, with what is still to be done."""
        again = self.get_form_class()(**self.get_form_kwargs() | {"files": None})
        again.full_clean()
        add_errors(again, refused)
        again.fields["file"].required = not (self.draft and self.draft.file)
        return self.form_invalid(again)

    def get_context_data(self, **kwargs):
        return super().get_context_data(title=self.period, draft=self.draft, contacts=self.contacts, **kwargs)


class CheckReport(CollectedMixin, ActingMixin, TemplateView):
    """All that was entered, once more, and the button that sends it."""

    template_name = "logistics/reporting/check.html"

    def get(self, request, *args, **kwargs):
        self.draft = actions.draft_of(self.period, self.owner)
        if self.draft is None or self.problem():
            return redirect(self.url("report-submit"))
        return super().get(request, *args, **kwargs)

    def problem(self):
        try:
            checks.require_ready(self.draft)
        except ValidationError as refused:
            return refused
        return None

    def post(self, request, *args, **kwargs):
        draft = actions.draft_of(self.period, self.owner)
        if draft is None:
            messages.info(request, _("This report was sent already, or thrown away."))
            return redirect(self.url("report-detail"))
        try:
            submission = actions.submit(draft=draft, by=request.user)
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
            return redirect(self.url("report-submit" if actions.draft_of(self.period, self.owner) else "report-detail"))
        messages.success(request, _("Sent. This is your receipt."))
        return redirect(submission)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            title=_("Check and send"), draft=self.draft, declaration=declaration(self.period, self.owner),
            contacts=contacts_of(self.owner, self.period.obligation), **kwargs,
        )  # fmt: skip


class DropDraft(ActingMixin, View):
    """Throws a draft away."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        draft = actions.draft_of(self.period, self.owner)
        if draft and actions.drop_draft(draft=draft):
            messages.success(request, _("The draft was thrown away."))
        return redirect(self.url("report-detail"))


class ReportSent(CollectedMixin, DutyFormView):
    """“Sent to the statistics site on …”, by the owner, or by the secretariat where it was told so."""

    collected = Collected.STATISTICS_SITE
    form_class = SentForm
    template_name = "logistics/reporting/sent.html"
    done = gettext_lazy("Noted.")

    def dispatch(self, request, *args, **kwargs):
        if not (self.acts or standing_of(request.user).secretariat):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(title=self.period, site=settings.STATISTICS_SITE, **kwargs)


class ConfirmCurrent(CollectedMixin, ActingMixin, View):
    """“Still right today”, of what a register holds."""

    http_method_names = ["post"]
    collected = Collected.REGISTER

    def post(self, request, *args, **kwargs):
        actions.confirm_current(period=self.period, owner=self.owner, by=request.user)
        messages.success(request, _("Noted: right as it stands today."))
        return redirect(self.url("report-detail"))


class TakeDownReport(CollectedMixin, DutyFormView):
    """A report that came by mail or on paper, taken down by the secretariat."""

    form_class = TakeDownForm
    done = gettext_lazy("Taken down and filed. The contacts of the owner get the receipt.")

    def dispatch(self, request, *args, **kwargs):
        if not standing_of(request.user).secretariat:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_success_url(self):
        return self.saved.get_absolute_url()

    def get_context_data(self, **kwargs):
        return super().get_context_data(title=_("A report that came by mail or on paper"), **kwargs)
