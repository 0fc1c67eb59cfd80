"""What the pages of a request have in common: the request of the address, who the page is for, and forms that lose nothing.

In templates the request is `case`: `request` is that of the browser.
"""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.views.generic import FormView, View
from django.views.generic.detail import SingleObjectMixin

from asm_portal.access import VisibleMixin
from asm_portal.visibility import standing_of
from assistance.models import AssistanceRequest
from assistance.requests.people import speaks_for
from logistics.visits.pages import refuse


class CaseMixin(VisibleMixin, SingleObjectMixin):
    """A page about a request; to whoever it is not for, it does not exist."""

    model = AssistanceRequest
    slug_field = slug_url_kwarg = "reference"
    context_object_name = "case"

    def get_queryset(self):
        return super().get_queryset().for_display()

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            self.object = self.get_object()
            if not self.is_for(self.object):
                raise Http404
        return super().dispatch(request, *args, **kwargs)

    def is_for(self, case):
        """Whether the page is for the reader."""
        raise NotImplementedError

    def after(self):
        """Where one goes when it is done."""
        return self.object.get_absolute_url()


class OfTheRequester:
    """For those who act for whoever asked."""

    def is_for(self, case):
        return speaks_for(case, self.request.user)


class OfTheSecretariat:
    """For the secretariat, about a request that was sent."""

    def is_for(self, case):
        return standing_of(self.request.user).secretariat and not case.is_draft


class CaseFormView(CaseMixin, FormView):
    """A form about the request that does something, in `do(form)`; what is refused is said at the form, and nothing is lost."""

    template_name = "assistance/requests/form.html"
    title = explanation = button = done = ""
    is_danger = False

    def form_valid(self, form):
        try:
            with transaction.atomic():
                self.do(form)
        except ValidationError as refusal:
            refuse(form, refusal)
            return self.form_invalid(form)
        messages.success(self.request, self.done)
        return redirect(self.after())

    def get_context_data(self, **kwargs):
        own = {"title": self.title, "explanation": self.explanation, "button": self.button, "is_danger": self.is_danger}
        return super().get_context_data(**(own | kwargs))


class CaseVerb(CaseMixin, View):
    """A button of a request, which does something in `do()`."""

    http_method_names = ["post"]
    done = ""

    def post(self, request, *args, **kwargs):
        try:
            self.do()
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(request, self.done)
        return redirect(self.after())
