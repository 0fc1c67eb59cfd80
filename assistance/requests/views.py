"""The pages of requests: the way in for everyone, the list, and a request for those who may know of it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.generic import DetailView, ListView, TemplateView

from asm_portal.access import PublicMixin, VisibleMixin
from asm_portal.exports import download, sheet
from asm_portal.mail_links import LinkError
from asm_portal.visibility import standing_of
from assistance.models import AssistanceRequest, Outcome
from assistance.requests.actions import discard_draft, list_in_register, take_up
from assistance.requests.forms import LinkForm, WithdrawForm
from assistance.requests.listing import Listing
from assistance.requests.mail import opened, send_link
from assistance.requests.pages import CaseFormView, CaseMixin, CaseVerb, OfTheRequester, OfTheSecretariat
from assistance.requests.parts import panels_of, panels_outside, steps_of, steps_outside
from assistance.requests.people import speaks_for
from assistance.requests.rights import asking_for
from assistance.requests.similar import similar_cases
from assistance.requests.stages import TONES, Stage, stage_of, with_stages
from assistance.requests.withdrawing import may_be_withdrawn, withdraw_request

ON_HOME = 5
SENT = "sent"


class Home(PublicMixin, TemplateView):
    """What one may ask for, who may, how it goes on, and what came of earlier requests; one's own requests."""

    template_name = "assistance/home.html"

    def get_context_data(self, **kwargs):
        reader = self.request.user
        known = with_stages(AssistanceRequest.objects.visible_to(reader)).for_display()
        return super().get_context_data(
            title=_("Assistance"),
            kinds=[(kind, capfirst(kind.label)) for kind in AssistanceRequest.Kind],
            own=list(known.exclude(stage=Stage.CLOSED)[:ON_HOME]) if reader.is_authenticated else [],
            may_ask=reader.is_authenticated and asking_for(reader).exists(),
            may_file=standing_of(reader).secretariat,
            **kwargs,
        )


class ListingMixin(VisibleMixin):
    """A page of the requests that the query string asks for."""

    @cached_property
    def listing(self):
        return Listing(self.request.GET, self.request.user)


class RequestList(ListingMixin, ListView):
    """The requests that the reader may know of: all that were sent for those who work on them, their own for everybody else."""

    template_name = "assistance/requests/list.html"
    paginate_by = 25

    def get_queryset(self):
        return self.listing.rows()

    def get_context_data(self, **kwargs):
        facets = self.listing.facets()
        return super().get_context_data(
            title=_("Requests for assistance"),
            facets=facets,
            is_filtered=bool(self.listing.chosen),
            follows=self.listing.follows,
            may_ask=asking_for(self.request.user).exists(),
            may_file=standing_of(self.request.user).secretariat,
            **kwargs,
        )


class RequestSheet(ListingMixin, ListView):
    """The same list for a spreadsheet."""

    def get(self, request, *args, **kwargs):
        head = [
            _("Reference"), _("Subject"), _("Requested by"), _("For"), _("Kinds"), _("Level"), _("Language"), _("Received by"),
            _("Received on"), _("Where it stands"), _("Since"), _("Demonstration"),
        ]  # fmt: skip
        return download(sheet([head, *map(self.row, self.listing.rows())]), "text/csv", "requests.csv")

    def row(self, case):
        received, since = case.submitted_at, case.stage_since
        return [
            case.reference, case.subject, case.organisation or case.who,
            ", ".join(row.organisation.name for row in case.beneficiaries.all()),
            ", ".join(str(kind.label) for kind in case.kinds), case.get_level_display(), case.get_language_display(),
            case.get_channel_display(), received and received.date(), Stage(case.stage).label, since and since.date(),
            _("yes") if case.is_demonstration else "",
        ]  # fmt: skip


class RequestDetail(VisibleMixin, DetailView):
    """A request: what is asked for, where it stands, step by step, and what the reader can do."""

    model = AssistanceRequest
    slug_field = slug_url_kwarg = "reference"
    template_name = "assistance/requests/detail.html"
    context_object_name = "case"

    def get_queryset(self):
        rows = super().get_queryset().for_display().select_related("filed_by__person", "consent_by", "report")
        return with_stages(rows.select_related("recommendation__visit__participant"))

    def get_context_data(self, **kwargs):
        case, reader = self.object, self.request.user
        is_own, standing = speaks_for(case, reader), standing_of(reader)
        return super().get_context_data(
            title=case.subject or _("Request for assistance"),
            steps=steps_of(case, reader),
            panels=panels_of(case, reader),
            is_own=is_own,
            may_withdraw=is_own and may_be_withdrawn(case),
            keeps_requests=standing.secretariat,
            sees_contact=standing.secretariat or is_own,
            similar=similar_cases(case, reader) if case.is_draft else None,
            **kwargs,
        )


class RequestTakeUp(OfTheSecretariat, CaseVerb):
    """Somebody of the secretariat begins to work on it."""

    done = gettext_lazy("You have taken up this request. The requester can see that.")

    def do(self):
        take_up(request=self.object, by=self.request.user)


class RequestListing(OfTheRequester, CaseVerb):
    """Whoever asked agrees, or no longer agrees, that the case is shown in the public register."""

    done = gettext_lazy("Saved. You can change it at any time.")

    def is_for(self, case):
        return not case.is_draft and super().is_for(case)

    def do(self):
        list_in_register(request=self.object, may_be_listed="agree" in self.request.POST, by=self.request.user)


class RequestDiscard(CaseMixin, TemplateView):
    """Asks once, then deletes a draft."""

    template_name = "assistance/requests/discard.html"

    def is_for(self, case):
        return case.is_draft

    def get_context_data(self, **kwargs):
        return super().get_context_data(title=_("Delete the draft"), case=self.object, **kwargs)

    def post(self, request, *args, **kwargs):
        discard_draft(request=self.object, by=request.user)
        messages.success(request, _("The draft is deleted."))
        return redirect(reverse("assistance:request-list"))


class RequestWithdraw(OfTheRequester, CaseFormView):
    """Takes a request back."""

    form_class = WithdrawForm
    title, button, is_danger = gettext_lazy("Withdraw the request"), gettext_lazy("Withdraw the request"), True
    explanation = gettext_lazy(
        "The request will be closed as withdrawn, and work on it will stop. What has happened so far stays on its page."
    )
    done = gettext_lazy("The request is withdrawn.")

    def is_for(self, case):
        return may_be_withdrawn(case) and super().is_for(case)

    def do(self, form):
        withdraw_request(request=self.object, text=form.cleaned_data["text"], by=self.request.user)


@method_decorator([login_not_required, never_cache], name="dispatch")
class RequestStatus(TemplateView):
    """How far a request is, by the link of a mail, for whoever asked without being in the register."""

    template_name = "assistance/requests/status.html"

    def dispatch(self, request, token):
        try:
            self.case = opened(token)
        except LinkError as problem:
            return self.closed(problem.is_over)
        return super().dispatch(request, token)

    def closed(self, is_over):
        """The page of a link that opens nothing: it mails a new one, and never says whether there is such a request."""
        form = LinkForm(self.request.POST or None, request=self.request)
        if form.is_valid():
            send_link(form.cleaned_data["reference"])
            return redirect(f"{self.request.path}?{SENT}")
        self.template_name = "assistance/requests/status_closed.html"
        context = {"title": _("Your request for assistance"), "form": form, "is_over": is_over}
        context["is_sent"] = SENT in self.request.GET
        return self.render_to_response(context, status=410 if is_over else 404)

    def get_context_data(self, **kwargs):
        stage, since = stage_of(self.case)
        return super().get_context_data(
            title=_("Your request %(reference)s") % {"reference": self.case.reference},
            case=self.case,
            stage=stage,
            since=since,
            tone=TONES[stage],
            panels=panels_outside(self.case),
            outcome=Outcome.objects.filter(request=self.case).exclude(kind=Outcome.Kind.MERGED).first(),
            steps=steps_outside(self.case),
            **kwargs,
        )
