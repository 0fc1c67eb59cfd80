"""Reports that are due: one's own standing first, a report with all that happened to it, and what is asked for beside it."""

from django.conf import settings
from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import ListView, TemplateView

from asm_portal.access import PublicMixin
from asm_portal.visibility import standing_of
from logistics.matrix import totals
from logistics.models import Contest, Excuse, Obligation, Submission, owner_key
from logistics.reporting import actions, overview
from logistics.reporting.duties import ActingMixin, DutyFormView, DutyMixin
from logistics.reporting.excuses import may_decide
from logistics.reporting.forms import ContestForm, DecideForm, ExcuseForm, GrantForm
from logistics.reporting.owners import mine


class Reporting(PublicMixin, ListView):
    """What is to be reported; to those who owe reports, their own standing first."""

    model = Obligation
    template_name = "logistics/reporting/reporting.html"

    def get_queryset(self):
        return super().get_queryset().select_related("kind__deadline", "body")

    def get_context_data(self, **kwargs):
        user = self.request.user
        own = mine(user) if user.is_authenticated else []
        return super().get_context_data(
            title=_("Reporting"),
            own=overview.standings(own, user),
            to_decide=overview.excuses_to_decide(user),
            panels=totals.panel(user),
            site=settings.STATISTICS_SITE,
            **kwargs,
        )


class ReportDetail(DutyMixin, TemplateView):
    """A report of an owner: its standing with the cause, its versions, excuses and contests, and what can be done."""

    template_name = "logistics/reporting/detail.html"

    def get_context_data(self, **kwargs):
        standing = standing_of(self.request.user)
        excuses = list(self.of_this(Excuse.objects.select_related("decided_for", "requested_by__person")))
        decides = may_decide(self.request.user, self.period, self.owner)
        visits = overview.visits_of(self.request.user, [self.period.pk])
        return super().get_context_data(
            title=self.period,
            draft=actions.draft_of(self.period, self.owner) if self.acts else None,
            versions=self.of_this(Submission.objects.select_related("revision__document")),
            excuses=excuses,
            contests=self.of_this(Contest.objects.select_related("contested_by__person")),
            has_request=any(row.state == Excuse.State.REQUESTED for row in excuses),
            decides=decides,
            files=standing.secretariat,
            row=overview.Row(self.cell, self.owner, visit=visits.get((self.period.pk, owner_key(self.owner)))),
            site=settings.STATISTICS_SITE,
            **kwargs,
        )


class ExcuseRequest(ActingMixin, DutyFormView):
    """Asks for more time, or to be excused."""

    form_class = ExcuseForm
    done = gettext_lazy("Sent. The Chair decides; the answer comes by mail and stands on this page.")

    def get_context_data(self, **kwargs):
        return super().get_context_data(title=_("Ask for more time, or to be excused"), **kwargs)


class ExcuseDecide(DutyFormView):
    """Decides on what the owner asks for; or grants what nobody has asked for."""

    done = gettext_lazy("Decided. The owner gets it by mail, and reads it on the page of the report.")

    def dispatch(self, request, *args, **kwargs):
        if not may_decide(request.user, self.period, self.owner):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def excuse(self):
        return self.of_this(Excuse.objects.waiting()).select_related("requested_by__person").first()

    def get_form_class(self):
        return DecideForm if self.excuse else GrantForm

    def get_form_kwargs(self):
        given = super().get_form_kwargs() | {"names_direction": standing_of(self.request.user).secretariat}
        if self.excuse:
            del given["period"], given["owner"]
            given["excuse"] = self.excuse
        return given

    def get_context_data(self, **kwargs):
        title = _("Decide on the request") if self.excuse else _("Grant more time, or excuse")
        return super().get_context_data(title=title, excuse=self.excuse, **kwargs)


class ContestStanding(ActingMixin, DutyFormView):
    """Says that what is shown of the owner is wrong."""

    form_class = ContestForm
    done = gettext_lazy("Sent. The secretariat looks into it; the answer comes by mail and stands on this page.")

    def get_context_data(self, **kwargs):
        return super().get_context_data(title=_("Say that this is wrong"), **kwargs)
