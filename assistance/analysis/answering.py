"""A requester answers a question: signed in, or by the link in the mail."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.generic import FormView

from asm_portal.mail_links import LinkError
from assistance.analysis.clarifying import answer
from assistance.analysis.forms import AnswerForm
from assistance.analysis.links import opened
from assistance.analysis.record import numbered
from assistance.models import ClarificationAnswer
from assistance.requests.pages import CaseFormView, OfTheRequester
from logistics.visits.pages import refuse

Channel = ClarificationAnswer.Channel


def kept(question, row):
    """What whoever answered is told, where others have answered before them, too."""
    if question.answers.exclude(pk=row.pk).exists():
        return _(
            "Your answer has reached the secretariat. The question had already been answered; both answers are kept."
        )
    return _("Your answer has reached the secretariat. The clock is running again.")


class AnswerView(OfTheRequester, CaseFormView):
    """Answers a question on the portal."""

    form_class = AnswerForm
    template_name = "assistance/analysis/answer.html"
    title, button = gettext_lazy("A question about your request"), gettext_lazy("Send the answer")

    @cached_property
    def question(self):
        return numbered(self.object, self.kwargs["number"], self.request.user)

    def is_for(self, case):
        return super().is_for(case) and not case.is_draft and self.question is not None

    def get_context_data(self, **kwargs):
        return super().get_context_data(question=self.question, answers=self.question.answers.all(), **kwargs)

    def do(self, form):
        user = self.request.user
        facts = {"channel": Channel.PORTAL, "person": user.person, "by": user}
        self.done = kept(self.question, answer(clarification=self.question, **form.cleaned_data, **facts))


@method_decorator([login_not_required, never_cache], name="dispatch")
class LinkView(FormView):
    """The same by the link of a mail. Opening it changes nothing; what was typed into a page whose link has ended meanwhile is
    shown again, to be taken along."""

    form_class = AnswerForm
    template_name = "assistance/analysis/link.html"

    def dispatch(self, request, token):
        try:
            self.question, self.person = opened(token)
        except LinkError as problem:
            self.template_name = "assistance/analysis/link_closed.html"
            context = {"title": _("A question about your request"), "is_over": problem.is_over}
            typed = request.POST.get("text", "")
            return self.render_to_response(context | {"typed": typed}, status=410 if problem.is_over else 404)
        return super().dispatch(request, token)

    def form_valid(self, form):
        try:
            row = answer(clarification=self.question, channel=Channel.LINK, person=self.person, **form.cleaned_data)
        except ValidationError as refusal:
            refuse(form, refusal)
            return self.form_invalid(form)
        messages.success(self.request, kept(self.question, row))
        return redirect(self.request.path)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            title=_("A question about your request"),
            question=self.question,
            case=self.question.request,
            person=self.person,
            **kwargs,
        )
