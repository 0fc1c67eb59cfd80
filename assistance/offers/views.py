"""Pages of offers: the register, an offer, the form, renewing and withdrawing, also by the link of a mail."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.generic import DetailView, FormView, ListView, TemplateView

from asm_portal.access import VisibleMixin
from asm_portal.dated import today
from asm_portal.editing import differences
from asm_portal.exports import download, sheet
from asm_portal.mail_links import LinkError
from asm_portal.templatetags.portal import date_words, own_name
from asm_portal.visibility import standing_of
from assistance.models import Offer, OfferContact
from assistance.offers.actions import renew, withdraw, year_after
from assistance.offers.forms import form_for, offering
from assistance.offers.listing import Listing
from assistance.offers.mail import ending, opened

Consent = Offer.Consent


def may_offer(user):
    """Whether the reader makes offers, for an organisation or as staff who note them."""
    standing = standing_of(user)
    return not standing.reads_only and (standing.secretariat or offering(user).exists())


class ForOffers(VisibleMixin):
    """A page for those who refer requests or answer referrals, and for those who may offer; to others it does not exist."""

    def dispatch(self, request, *args, **kwargs):
        standing = standing_of(request.user)
        if not (standing.chair or standing.bodies or may_offer(request.user)):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def listing(self):
        return Listing(self.request.GET, self.request.user)


class OfferList(ForOffers, ListView):
    """Who can train or help in what, where and in which language."""

    model = Offer
    template_name = "assistance/offers/list.html"
    paginate_by = 25

    def get_queryset(self):
        return self.listing.rows()

    def get_context_data(self, **kwargs):
        standing = standing_of(self.request.user)
        facets = self.listing.facets()
        return super().get_context_data(
            title=_("Offers of assistance"),
            facets=facets,
            is_filtered=any(choice.selected for facet in facets for choice in facet.choices),
            may_offer=may_offer(self.request.user),
            keeps_offers=standing.secretariat,
            reads_all=standing.secretariat or standing.chair or bool(standing.bodies),
            **kwargs,
        )


class OfferSheet(ForOffers, ListView):
    """The same list for a spreadsheet; without the contacts, which no file may keep longer than there is consent."""

    model = Offer

    def get(self, request, *args, **kwargs):
        head = [
            _("Reference"), _("Provider"), _("What is offered"), _("Kinds of assistance"), _("Level"), _("Themes"),
            _("Languages"), _("Participants"), _("Form of the assistance"), _("Valid until"), _("Withdrawn on"),
        ]  # fmt: skip
        return download(sheet([head, *map(as_cells, self.listing.rows())]), "text/csv", "offers.csv")


def as_cells(offer):
    return [
        offer.reference, offer.provider, offer.title, ", ".join(map(str, offer.kind_names)), offer.get_level_display(),
        ", ".join(map(str, offer.theme_names)), ", ".join(map(own_name, offer.languages)),
        ", ".join(offer.place_names) or _("everywhere"), offer.get_mode_display(), offer.ends_on, offer.withdrawn_on,
    ]  # fmt: skip


class OfferDetail(VisibleMixin, DetailView):
    """An offer, and how its provider is reached."""

    model = Offer
    slug_field = slug_url_kwarg = "reference"
    template_name = "assistance/offers/detail.html"

    def get_queryset(self):
        return super().get_queryset().for_display()

    def get_context_data(self, **kwargs):
        offer, user = self.object, self.request.user
        standing = standing_of(user)
        is_own = offer.provider.organisation_id in standing.organisations
        rows = Offer.objects.filter(pk=offer.pk)
        return super().get_context_data(
            contact=OfferContact.objects.visible_to(user).filter(offer=offer).first(),
            may_change=not offer.withdrawn_on and rows.editable_by(user).exists(),
            is_to_renew=is_own and ending(rows, today()).exists(),
            renewed_until=year_after(offer.ends_on),
            is_own=is_own,
            **kwargs,
        )


class OfferFormPage(VisibleMixin, FormView):
    """A form with which an offer is made or changed; two who save at once find out, and nothing that was typed is lost."""

    template_name = "assistance/offers/form.html"
    done = ""

    def get_form_class(self):
        return form_for(self.request.user)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": self.offer, "by": self.request.user}

    def form_valid(self, form):
        try:
            with transaction.atomic():
                offer = form.save()
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
            return self.form_invalid(form)
        messages.success(self.request, self.done % {"day": date_words(offer.ends_on)})
        return redirect(offer)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(offer=self.offer if self.offer.pk else None, **kwargs)
        form = context["form"]
        return context | {"differences": differences(form) if form.is_conflict else ()}


class OfferNew(OfferFormPage):
    """Make an offer, or note one that was made by letter or in a meeting."""

    done = gettext_lazy("The offer is in the register until %(day)s.")

    def dispatch(self, request, *args, **kwargs):
        if not may_offer(request.user):
            raise Http404
        self.offer = Offer(is_demonstration=request.user.person.is_demonstration)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        is_staff = standing_of(self.request.user).secretariat
        title = _("Note an offer of assistance") if is_staff else _("Offer assistance")
        return super().get_context_data(title=title, **kwargs)


class OfferChange(OfferFormPage):
    """Change an offer; one that has ended stands again."""

    done = gettext_lazy("The offer is changed. It stands until %(day)s.")

    def dispatch(self, request, *args, **kwargs):
        """The record stays locked from the comparison of versions to the writing."""
        with transaction.atomic():
            rows = Offer.objects.editable_by(request.user).filter(withdrawn_on=None)
            if request.method == "POST":
                rows = rows.select_for_update(of=("self",))
            self.offer = get_object_or_404(rows, reference=kwargs["reference"])
            return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(title=_("Change the offer"), **kwargs)


def renew_as_asked(request, offer, ends_on, **facts):
    """What a button does that prolongs an offer; the reader is told what holds now."""
    try:
        offer = renew(offer=offer, ends_on=ends_on, **facts)
    except ValidationError as refusal:
        messages.info(request, " ".join(refusal.messages))
    else:
        day = date_words(offer.ends_on)
        messages.success(request, _("Thank you. The offer stands until %(day)s.") % {"day": day})


def withdraw_as_asked(request, offer, **facts):
    """What a button does that withdraws an offer."""
    try:
        withdraw(offer=offer, **facts)
    except ValidationError as refusal:
        messages.info(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("The offer is withdrawn, and the contact details are deleted."))


class OwnOffer(VisibleMixin, DetailView):
    """A page for those who may change the offer."""

    model = Offer
    slug_field = slug_url_kwarg = "reference"
    template_name = "assistance/offers/withdraw.html"

    def get_queryset(self):
        return Offer.objects.editable_by(self.request.user).for_display()


class OfferRenew(OwnOffer):
    """The button with which a provider prolongs an offer by a year."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        offer = self.get_object()
        if offer.provider.organisation_id not in standing_of(request.user).organisations:
            raise Http404
        renew_as_asked(request, offer, offer.ends_on, how=Consent.PORTAL, by=request.user)
        return redirect(offer)


class OfferWithdraw(OwnOffer):
    """Asks once before an offer is withdrawn."""

    def get_context_data(self, **kwargs):
        return super().get_context_data(title=_("Withdraw the offer"), **kwargs)

    def post(self, request, *args, **kwargs):
        offer = self.get_object()
        withdraw_as_asked(request, offer, by=request.user)
        return redirect(offer)


@method_decorator([login_not_required, never_cache], name="dispatch")
class OfferLink(TemplateView):
    """The offer behind the link of a mail: renew it or withdraw it, without a sign-in. Opening it changes nothing."""

    template_name = "assistance/offers/link.html"

    def dispatch(self, request, token):
        try:
            self.offer, self.day = opened(token)
        except LinkError as problem:
            self.template_name = "assistance/offers/link_closed.html"
            context = {"title": _("Your offer of assistance"), "is_over": problem.is_over}
            return self.render_to_response(context, status=410 if problem.is_over else 404)
        return super().dispatch(request, token)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            title=_("Your offer of assistance"),
            offer=self.offer,
            is_to_renew=self.offer.ends_on == self.day,
            renewed_until=year_after(self.day),
            **kwargs,
        )

    def post(self, request, token):
        if "withdraw" in request.POST:
            withdraw_as_asked(request, self.offer)
            return redirect("home")
        renew_as_asked(request, self.offer, self.day, how=Consent.LINK)
        return redirect(request.path)
