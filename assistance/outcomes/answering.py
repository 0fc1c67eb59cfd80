"""The requester contests an outcome, and says whether the assistance helped: signed in, or by the link of a mail."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import FormView

from asm_portal.mail_links import LinkError
from assistance.models import HelpQuestion
from assistance.outcomes import actions, helping
from assistance.outcomes.forms import ContestForm, HelpForm
from assistance.outcomes.links import opened
from assistance.requests.pages import CaseFormView, OfTheRequester
from logistics.visits.pages import refuse


class Contesting:
    """What the pages have in common on which an outcome is contested."""

    form_class = ContestForm
    template_name = "assistance/outcomes/contest.html"
    title = _("Contest the outcome")
    done = _(
        "The secretariat has received what you wrote. It will open the case again, or tell you why the outcome stands."
    )
    typed = "text"

    def about(self, case):
        return {"outcome": actions.outcome_of(case), "may_contest": actions.may_be_contested(case)}

    def keep(self, case, form, **who):
        actions.contest(request=case, **form.cleaned_data, **who)


class Helping:
    """What the pages have in common that ask whether the assistance helped."""

    form_class = HelpForm
    template_name = "assistance/outcomes/help.html"
    title = _("Did it help?")
    done = _("Thank you. The secretariat and the KP Chair’s office will read your answer.")
    typed = "text"

    def about(self, case):
        return {"question": HelpQuestion.objects.filter(request=case).first(), "outcome": actions.outcome_of(case)}

    def keep(self, case, form, **who):
        helping.answer(question=HelpQuestion.objects.get(request=case), **form.cleaned_data, **who)


class AnswerView(OfTheRequester, CaseFormView):
    """For those who act for the requester, on the portal."""

    # What there must be for the page to be.
    needed = ""

    def is_for(self, case):
        return super().is_for(case) and not case.is_draft and self.about(case)[self.needed] is not None

    def do(self, form):
        user = self.request.user
        self.keep(self.object, form, person=user.person, by=user)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**self.about(self.object), **kwargs)


class ContestView(Contesting, AnswerView):
    """Contests the outcome on the portal."""

    needed = "outcome"


class HelpView(Helping, AnswerView):
    """Says on the portal whether it helped."""

    needed = "question"


@method_decorator([login_not_required, never_cache], name="dispatch")
class LinkView(FormView):
    """The same by the link of a mail. Opening it changes nothing; what was typed into a page whose link has ended meanwhile is
    shown again, to be taken along."""

    def dispatch(self, request, token):
        try:
            self.case, self.person, self.facts = opened(token, request.resolver_match.view_name)
        except LinkError as problem:
            self.template_name = "assistance/outcomes/link_closed.html"
            typed = request.POST.get(self.typed, "")
            context = {"title": self.title, "is_over": problem.is_over, "typed": typed}
            return self.render_to_response(context, status=410 if problem.is_over else 404)
        return super().dispatch(request, token)

    def form_valid(self, form):
        try:
            with transaction.atomic():
                self.keep(self.case, form, person=self.person)
        except ValidationError as refusal:
            refuse(form, refusal)
            return self.form_invalid(form)
        messages.success(self.request, self.done)
        return redirect(self.request.path)

    def get_context_data(self, **kwargs):
        own = {"title": self.title, "case": self.case, "person": self.person, "is_link": True}
        return super().get_context_data(**(own | self.about(self.case) | kwargs))


class ContestLink(Contesting, LinkView):
    """Contests the outcome by the link of the mail that told it."""


class HelpLink(Helping, LinkView):
    """Says by the link of the mail whether it helped."""
