"""Pages of enquiries: the form for everyone and the page of whoever asked; the list and the record for those who answer."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import DetailView, FormView, ListView, TemplateView

from asm_portal.access import PublicMixin, VisibleMixin
from asm_portal.visibility import standing_of
from communications.enquiries.drafting import last_draft
from communications.enquiries.forms import EnquiryForm, NoteForm, SeenForm
from communications.enquiries.links import key_of, opens
from communications.enquiries.listing import Listing
from communications.enquiries.record import record_of
from communications.enquiries.stages import with_stage
from communications.enquiries.waiting import usual_days, waiting_times
from communications.models import Enquiry


class EnquiryNew(PublicMixin, FormView):
    """Ask a question, without an account."""

    form_class = EnquiryForm
    template_name = "communications/enquiries/new.html"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"request": self.request}

    def form_valid(self, form):
        enquiry = form.save()
        address = reverse("communications:enquiry-status", args=[enquiry.reference, key_of(enquiry)])
        return redirect(f"{address}?sent")

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            title=_("Ask a question"), usual_days=usual_days(), days_kept=settings.ENQUIRER_DATA_DAYS, **kwargs
        )


@method_decorator([login_not_required, never_cache], name="dispatch")
class EnquiryStatus(TemplateView):
    """How far the enquiry of a signed address is, for whoever asked, until it is forgotten who that was."""

    template_name = "communications/enquiries/status.html"

    def get_context_data(self, **kwargs):
        enquiry = with_stage(Enquiry.objects.filter(reference=kwargs["reference"], enquirer__isnull=False)).first()
        if enquiry is None or not opens(enquiry, kwargs["key"]):
            raise Http404
        return super().get_context_data(
            title=_("Your question %(reference)s") % {"reference": enquiry.reference},
            enquiry=enquiry,
            is_new="sent" in self.request.GET,
            is_prepared=enquiry.drafts.exists(),
            replies=enquiry.replies.select_related("approval"),
            usual_days=usual_days(),
            **kwargs,
        )


class ForEnquiries(VisibleMixin):
    """A page for those who prepare answers and those who give them; to everybody else it does not exist."""

    def dispatch(self, request, *args, **kwargs):
        standing = standing_of(request.user)
        if request.user.is_authenticated and not (standing.secretariat or standing.chair):
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class EnquiryList(ForEnquiries, ListView):
    """The enquiries, open ones first, by how long they have waited."""

    model = Enquiry
    template_name = "communications/enquiries/list.html"
    paginate_by = 25

    def get_queryset(self):
        self.listing = Listing(self.request.GET, self.request.user)
        return self.listing.rows()

    def get_context_data(self, **kwargs):
        facets = self.listing.facets()
        return super().get_context_data(
            title=_("Enquiries"),
            facets=facets,
            is_filtered=any(choice.selected for facet in facets for choice in facet.choices),
            keeps_enquiries=standing_of(self.request.user).secretariat,
            **kwargs,
        )


class EnquiryDetail(ForEnquiries, DetailView):
    """An enquiry: the question, what was drafted and decided, and what waits for the reader."""

    model = Enquiry
    slug_field = slug_url_kwarg = "reference"
    template_name = "communications/enquiries/detail.html"

    def get_queryset(self):
        return with_stage(super().get_queryset()).select_related("enquirer", "filed_by__person", "duplicate_of")

    def get_context_data(self, **kwargs):
        last = last_draft(self.object)
        form = SeenForm(initial={"text": last.text if last else "", "seen": last.number if last else 0})
        return super().get_context_data(
            record=record_of(self.object, self.request.user),
            draft_form=form,
            note_form=NoteForm(),
            title=_("Enquiry %(reference)s") % {"reference": self.object.reference},
            **kwargs,
        )


class EnquiryWaiting(ForEnquiries, TemplateView):
    """How long answers take."""

    template_name = "communications/enquiries/waiting.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            title=_("Waiting times of enquiries"), waiting=waiting_times(self.request.user), **kwargs
        )
