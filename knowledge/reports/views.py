"""Pages of reports: all of them, those of a Participant year by year, the redacted version of one, and a wider audience."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.generic import DetailView, ListView

from asm_portal.access import PublicMixin, VisibleMixin
from asm_portal.models import Organisation
from knowledge.approvals import Capacity, digest, require_seen
from knowledge.audiences import capacity_of, decide, in_words, newest_released
from knowledge.models import AudienceProposal, Document, Redaction, Report
from knowledge.reports.actions import approve_redaction, record_consent
from knowledge.reports.approving import consenting, open_capacities
from knowledge.reports.comparing import side_by_side
from knowledge.reports.listing import Reports, documents_of, known_reports
from knowledge.reports.rules import approvals, missing, newest_text


class ReportList(PublicMixin, ListView):
    """The reports that the reader may know of, by Participant and year."""

    model = Report
    template_name = "knowledge/reports/report_list.html"

    def get_context_data(self, **kwargs):
        reports = Reports(self.request.GET, self.request.user)
        page = reports.page()
        return super().get_context_data(
            page_obj=page,
            documents=reports.documents(page),
            facets=list(reports.facets()) if reports.everything else [],
            is_filtered=bool(reports.chosen),
            **kwargs,
        )


class ParticipantReports(PublicMixin, DetailView):
    """The reports of a Participant year by year, and two of them side by side (`?earlier=` and `?later=`, references)."""

    model = Organisation
    slug_field = slug_url_kwarg = "code"
    context_object_name = "organisation"
    template_name = "knowledge/reports/participant_reports.html"

    def get_queryset(self):
        return super().get_queryset().with_names()

    def get_context_data(self, **kwargs):
        user = self.request.user
        rows = known_reports(user).filter(document__organisation=self.object)
        documents = sorted(
            documents_of(rows, user), key=lambda found: (-found.report.period_from.toordinal(), found.pk)
        )
        kinds = sorted({document.kind for document in documents}, key=str)
        held = [document for document in documents if document.is_held]
        return super().get_context_data(
            kinds=kinds,
            years=by_year(documents, kinds),
            held=held,
            comparison=self.comparison(held),
            asked=self.request.GET,
            **kwargs,
        )

    def comparison(self, documents):
        """The two reports asked for, the earlier one first; None where two are not asked for."""
        known = {document.reference: document for document in documents}
        asked = {known.get(self.request.GET.get(name, "")) for name in ("earlier", "later")} - {None}
        if len(asked) < 2:
            return None
        return side_by_side(*sorted(asked, key=lambda found: (found.report.period_from, found.pk)))


def by_year(documents, kinds):
    """(year, [(kind, documents of the kind)]), newest first."""
    years = sorted({document.report.year for document in documents}, reverse=True)
    return [
        (year, [(kind, [row for row in documents if row.report.year == year and row.kind == kind]) for kind in kinds])
        for year in years
    ]


class RedactionMixin(VisibleMixin):
    """A redacted version, for those who may know of it and of its original."""

    model = Redaction

    def get_queryset(self):
        rows = super().get_queryset().select_related("public_version__kind", "public_version__organisation", "original")
        return rows.filter(public_version__in=Document.objects.visible_to(self.request.user))

    def get_object(self, queryset=None):
        return get_object_or_404(queryset or self.get_queryset(), public_version__reference=self.kwargs["reference"])


class RedactionDetail(RedactionMixin, DetailView):
    """Original and public version, what was taken out, and what is still needed; with the buttons of the reader."""

    template_name = "knowledge/reports/redaction.html"

    def get_context_data(self, **kwargs):
        redaction, user = self.object, self.request.user
        newest = newest_text(redaction)
        shown = Document.objects.visible_to(user).for_display(user).filter(pk__in=[redaction.public_version_id])
        return super().get_context_data(
            version=shown.get(),
            newest=newest,
            seen=digest(newest) if newest else "",
            approvals=approvals(redaction),
            missing=missing(redaction),
            entries=redaction.entries.visible_to(user),
            is_open=redaction.public_version.state in (Document.State.DRAFT, Document.State.CIRCULATED),
            may_consent=consenting(user).filter(pk=redaction.pk).exists(),
            capacities=[Capacity(capacity) for capacity in open_capacities(user, redaction)],
            **kwargs,
        )


def answer_in(data, yes, no):
    """Whether a posted answer is yes; raises ValidationError where it is neither yes nor no."""
    if data.get("answer") not in (yes, no):
        raise ValidationError(_("Choose an answer."))
    return data["answer"] == yes


class RedactionVerb(RedactionMixin, DetailView):
    """A button of the page; what the action refuses is said there."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        redaction = self.get_object()
        try:
            with transaction.atomic():
                messages.success(request, self.do(redaction))
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        return redirect("knowledge:redaction", self.kwargs["reference"])


class Consent(RedactionVerb):
    """The answer of the Participant, by its focal point."""

    def get_queryset(self):
        return super().get_queryset().filter(pk__in=consenting(self.request.user).values("pk"))

    def do(self, redaction):
        given, user = answer_in(self.request.POST, "given", "refused"), self.request.user
        who = f"{user.person}, {redaction.public_version.organisation}"
        require_seen(newest_text(redaction), self.request.POST.get("seen", ""))
        record_consent(redaction=redaction, is_given=given, who=who, channel=Redaction.Channel.PORTAL, by=user)
        return _("Your consent is recorded.") if given else _("Your refusal is recorded.")


class Approve(RedactionVerb):
    """An approval of the text as it stands, in one capacity."""

    def do(self, redaction):
        capacity = self.request.POST.get("capacity", "")
        if capacity not in open_capacities(self.request.user, redaction):
            raise Http404
        require_seen(newest_text(redaction), self.request.POST.get("seen", ""))
        approve_redaction(redaction=redaction, capacity=capacity, by=self.request.user)
        return _("Your approval is recorded.")


class DecideAudience(VisibleMixin, DetailView):
    """A wider audience that waits for a decision: what is proposed and why, and two buttons for those who decide."""

    model = AudienceProposal
    context_object_name = "proposal"
    template_name = "knowledge/reports/audience.html"

    def get_queryset(self):
        waiting = super().get_queryset().filter(outcome=AudienceProposal.Outcome.WAITING)
        return waiting.select_related("document__kind", "document__organisation", "proposed_by__person")

    def get_object(self, queryset=None):
        found = get_object_or_404(self.get_queryset(), document__reference=self.kwargs["reference"])
        self.capacity = capacity_of(self.request.user, found.document)
        if self.capacity is None:
            raise Http404
        return found

    def get_context_data(self, **kwargs):
        document = self.object.document
        return super().get_context_data(
            document=document,
            proposed=in_words(self.object),
            current=in_words(document),
            seen=digest(newest_released(document)),
            **kwargs,
        )

    def post(self, request, *args, **kwargs):
        proposal = self.get_object()
        capacity, organisation = self.capacity
        try:
            with transaction.atomic():
                is_approved = answer_in(request.POST, "approve", "decline")
                require_seen(newest_released(proposal.document), request.POST.get("seen", ""))
                decide(
                    proposal=proposal, is_approved=is_approved, capacity=capacity, organisation=organisation,
                    by=request.user, remark=request.POST.get("remark", "")[:500].strip(),
                )  # fmt: skip
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect(request.path)
        messages.success(request, _("Approved.") if is_approved else _("Declined."))
        return redirect(proposal.document)
