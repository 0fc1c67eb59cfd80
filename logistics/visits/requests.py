"""Pages of what else the monitoring body asks the secretariat to arrange."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import DetailView, FormView, ListView

from asm_portal.access import VisibleMixin
from asm_portal.visibility import standing_of
from logistics.models import LogisticsRequest
from logistics.models.visits import Channel
from logistics.visits import actions
from logistics.visits.forms import AnswerRequestForm, RequestForm
from logistics.visits.pages import refuse
from logistics.visits.parts import asking_for


class RequestMixin(VisibleMixin):
    """The requests that the reader may know of."""

    model = LogisticsRequest
    slug_field = slug_url_kwarg = "reference"

    def get_queryset(self):
        return (
            super()
            .get_queryset()
            .select_related("body", "visit__participant")
            .prefetch_related("visit__participant__names")
        )


class RequestList(RequestMixin, ListView):
    """What was asked for, what is open first; for those who ask, who arrange, and the KP Chair’s office."""

    template_name = "logistics/visits/request_list.html"

    def dispatch(self, request, *args, **kwargs):
        standing = standing_of(request.user)
        self.may_ask = asking_for(request.user).exists()
        if not (self.may_ask or standing.chair or standing.secretariat):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        rows = list(self.object_list)
        return super().get_context_data(
            title=_("Logistics requests"),
            open_requests=[row for row in rows if row.is_open],
            settled=[row for row in rows if not row.is_open],
            may_ask=self.may_ask,
            **kwargs,
        )


class AskSecretariat(VisibleMixin, FormView):
    """Asks the secretariat to arrange something."""

    form_class = RequestForm
    template_name = "logistics/visits/form.html"

    def dispatch(self, request, *args, **kwargs):
        self.bodies = asking_for(request.user)
        if not self.bodies.exists():
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        is_entered = standing_of(self.request.user).secretariat
        return super().get_form_kwargs() | {"bodies": self.bodies, "by": self.request.user, "is_entered": is_entered}

    def form_valid(self, form):
        given = {"channel": Channel.PORTAL} | form.cleaned_data
        body = given["visit"].body if given["visit"] else self.own_body()
        row = actions.ask_secretariat(by=self.request.user, body=body, **given)
        messages.success(
            self.request, _("The secretariat has your request: %(reference)s.") % {"reference": row.reference}
        )
        return redirect(row)

    def own_body(self):
        """The body that asks where no visit says which; for somebody of the demonstration, an invented one."""
        own = self.bodies.filter(is_demonstration=self.request.user.person.is_demonstration)
        return own.first() or self.bodies.first()

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            title=_("Ask the secretariat to arrange something"), button=_("Send"), is_request=True, **kwargs
        )


class RequestDetail(RequestMixin, DetailView):
    """A request, and for the secretariat the answer."""

    template_name = "logistics/visits/request.html"

    def form(self, data=None):
        row = self.object
        return AnswerRequestForm(data, initial={"seen": row.version, "state": row.state, "answer": row.answer})

    def post(self, request, *args, **kwargs):
        if not standing_of(request.user).secretariat:
            raise Http404
        self.object = self.get_object()
        form = self.form(request.POST)
        if form.is_valid():
            try:
                actions.answer_request(request=self.object, by=request.user, **form.cleaned_data)
            except ValidationError as refusal:
                refuse(form, refusal)
            else:
                messages.success(request, _("The answer is on record."))
                return redirect(self.object)
        return self.render_to_response(self.get_context_data(form=form))

    def get_context_data(self, **kwargs):
        may_answer = standing_of(self.request.user).secretariat
        return super().get_context_data(**({"may_answer": may_answer, "form": self.form()} | kwargs))
