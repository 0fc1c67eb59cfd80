"""The pages from which the secretariat and the Chair's office follow a notice: its distribution, and the call sheet."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.generic import DetailView, FormView, View
from django.views.generic.detail import SingleObjectMixin

from asm_portal.access import VisibleMixin
from asm_portal.exports import download, sheet
from asm_portal.visibility import standing_of
from communications.acknowledgements.actions import log_call, send_failed_again, take_back
from communications.acknowledgements.calling import call_sheet, rows
from communications.acknowledgements.forms import CallForm, TakeBackForm
from communications.acknowledgements.showing import bars, sheet_rows
from communications.acknowledgements.standing import State, progress
from communications.acknowledgements.words import in_words
from communications.models import CallAttempt, Notice


class FollowedMixin(VisibleMixin, SingleObjectMixin):
    """A notice that went out; to everybody but the secretariat and the Chair's office the page does not exist."""

    queryset = Notice.objects.sent().prefetch_related("texts", "recipients")
    slug_field = slug_url_kwarg = "reference"

    def get_queryset(self):
        standing, rows = standing_of(self.request.user), super().get_queryset()
        return rows if standing.secretariat or standing.chair else rows.none()

    def get_context_data(self, **kwargs):
        return super().get_context_data(text=self.object.text_in(get_language()), **kwargs)


class AskingMixin(FollowedMixin):
    """One that asks to be acknowledged."""

    def get_queryset(self):
        return super().get_queryset().exclude(confirm_by=None)


class DistributionView(FollowedMixin, DetailView):
    """What became of each mail, and who has acknowledged."""

    template_name = "communications/acknowledgements/distribution.html"

    def get_context_data(self, **kwargs):
        found = progress(self.object)
        return super().get_context_data(
            title=_("Distribution"),
            progress=found,
            bars=bars(found),
            failed=found.states[State.FAILED] + found.states[State.BOUNCED],
            uncertain=found.states[State.UNCERTAIN],
            **kwargs,
        )


class DistributionSheet(FollowedMixin, View):
    """The same for a spreadsheet, a line for each organisation and person."""

    def get(self, request, **kwargs):
        notice = self.get_object()
        return download(sheet(sheet_rows(progress(notice))), "text/csv", f"{notice.reference}-distribution.csv")


class SendAgainView(FollowedMixin, View):
    """Sends what failed again, and nothing else."""

    http_method_names = ["post"]

    def post(self, request, **kwargs):
        notice = self.get_object()
        count = send_failed_again(notice=notice)
        words = ngettext("%(count)s mail is sent again.", "%(count)s mails are sent again.", count)
        none = _("Nothing was sent: first correct the addresses of those whose mail failed.")
        messages.info(request, words % {"count": count} if count else none)
        return redirect("communications:notice-progress", notice.reference)


class TakeBackView(AskingMixin, FormView):
    """Takes back an acknowledgement that staff noted by mistake."""

    form_class = TakeBackForm
    template_name = "communications/acknowledgements/take_back.html"

    def dispatch(self, request, *args, **kwargs):
        self.object = self.get_object()
        rows = self.object.acknowledgements.filter(organisation__code=kwargs["code"]).exclude(noted_by=None)
        self.acknowledgement = rows.select_related("organisation", "person").first()
        if self.acknowledgement is None:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form):
        organisation = self.acknowledgement.organisation
        try:
            take_back(
                notice=self.object, organisation=organisation, reason=form.cleaned_data["reason"], by=self.request.user
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return self.form_invalid(form)
        messages.success(self.request, _("Taken back: %(organisation)s.") % {"organisation": organisation})
        return redirect("communications:notice-progress", self.object.reference)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            title=_("Take back an acknowledgement"), notice=self.object, told=in_words(self.acknowledgement), **kwargs
        )


class CallSheetView(AskingMixin, DetailView):
    """Who has not answered, and how they are reached now; each with a form to note what came of a call."""

    template_name = "communications/acknowledgements/calls.html"
    title = gettext_lazy("Call sheet")

    @cached_property
    def moment(self):
        return timezone.now()

    def get_context_data(self, **kwargs):
        found = kwargs.pop("rows", None) or call_sheet(progress(self.object), self.request.user, self.moment)
        for row in found:
            row.form = row.form or CallForm(row=row)
        return super().get_context_data(
            title=self.title, rows=found, moment=self.moment, outcomes=CallAttempt.Outcome.choices, **kwargs
        )


class CallView(CallSheetView):
    """The same for one organisation: where a call to it is noted, also where it has acknowledged meanwhile."""

    title = gettext_lazy("Call")

    def row(self):
        found = [row for row in progress(self.object).answers if row.organisation.code == self.kwargs["code"]]
        if not found:
            raise Http404
        return rows(found, self.request.user, self.moment)[0]

    def get(self, request, *args, **kwargs):
        self.object = self.get_object()
        row = self.row()
        if row.answer.acknowledgement:
            messages.info(request, in_words(row.answer.acknowledgement))
            return redirect("communications:notice-calls", self.object.reference)
        return self.render_to_response(self.get_context_data(rows=[row]))

    def post(self, request, *args, **kwargs):
        self.object = self.get_object()
        row = self.row()
        row.form = CallForm(request.POST, row=row)
        if not row.form.is_valid() or not self.note(row):
            return self.render_to_response(self.get_context_data(rows=[row]))
        return redirect("communications:notice-calls", self.object.reference)

    def note(self, row):
        """Note the call and say what is on record now; False where it cannot have been so, which the form says."""
        try:
            call, found, is_new = log_call(
                notice=self.object, organisation=row.organisation, by=self.request.user, **row.form.cleaned_data
            )
        except ValidationError as refusal:
            row.form.add_error(None, refusal.messages)
            return False
        tell = messages.success if is_new or not found else messages.info
        noted = {"organisation": call.organisation, "outcome": call.get_outcome_display()}
        tell(self.request, in_words(found) if found else _("Noted. %(organisation)s: %(outcome)s.") % noted)
        return True
