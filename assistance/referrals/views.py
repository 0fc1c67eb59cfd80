"""Pages of referrals: the list, a referral with the answers to it, and the same by the link of a mail."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import DetailView, ListView, TemplateView

from asm_portal.access import VisibleMixin
from asm_portal.mail_links import LinkError
from asm_portal.models import Delivery
from asm_portal.visibility import standing_of
from assistance.models import AssistanceRequest, Offer, Referral
from assistance.referrals.answering import PROVIDER, answers, given, pressed_answer, provider_answer
from assistance.referrals.links import NoLongerLeadsError, opened
from assistance.referrals.listing import Listing, known_requests
from assistance.referrals.mail import key_of
from assistance.referrals.rights import may_answer
from assistance.referrals.words import abbreviated, how_it_stands, thanks
from knowledge.models import Document
from logistics.models import Recommendation

Channel = Referral.Channel


class ReferralList(VisibleMixin, ListView):
    """For members of bodies what was referred to these; for the secretariat and the KP Chair's office all."""

    model = Referral
    template_name = "assistance/referrals/list.html"
    paginate_by = 25

    def dispatch(self, request, *args, **kwargs):
        standing = standing_of(request.user)
        if request.user.is_authenticated and not (standing.secretariat or standing.chair or standing.bodies):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self):
        self.listing = Listing(self.request.GET, self.request.user)
        return self.listing.rows()

    def get_context_data(self, **kwargs):
        facets = self.listing.facets()
        context = super().get_context_data(
            title=_("Referrals"), facets=facets, is_filtered=bool(self.listing.chosen), **kwargs
        )
        return context | {"known": known_requests(context["object_list"], self.request.user)}


class ReferralDetail(VisibleMixin, DetailView):
    """What a body is asked and about which request; for who leads it, the answers; for the secretariat, whom the mail reached."""

    queryset = Referral.objects.for_display()
    slug_field = slug_url_kwarg = "reference"
    template_name = "assistance/referrals/detail.html"
    context_object_name = "referral"
    typed = None

    def post(self, request, *args, **kwargs):
        self.object = self.get_object()
        if not may_answer(self.object, request.user):
            raise Http404
        self.typed = self.names_provider() if request.POST.get("answer") == PROVIDER else self.takes_answer()
        if self.typed is None:
            return redirect(self.object)
        self.object = self.get_object()
        return self.render_to_response(self.get_context_data())

    def takes_answer(self):
        """Take the answer whose button was pressed; returns the answer where it was refused."""
        leads = self.object.body_id in standing_of(self.request.user).led_bodies
        person, channel = (self.request.user.person, Channel.PORTAL) if leads else (None, Channel.NOTED)
        answer = pressed_answer(self.object, self.request.POST, self.request.user)
        if not given(answer, self.object, person=person, channel=channel, by=self.request.user):
            return answer
        messages.success(self.request, thanks(Referral.objects.get(pk=self.object.pk)))
        return None

    def names_provider(self):
        answer = provider_answer(self.object, self.request.user, self.request.POST)
        if not given(answer, self.object, by=self.request.user):
            return answer
        messages.success(self.request, _("The provider is on record."))
        return None

    def offered(self):
        """The answers that the reader can give."""
        if self.typed:
            return [self.typed]
        if not may_answer(self.object, self.request.user):
            return []
        if self.object.state == Referral.State.ACCEPTED and self.object.request.is_open:
            return [provider_answer(self.object, self.request.user)]
        return answers(self.object, self.request.user)

    def get_context_data(self, **kwargs):
        referral, reader = self.object, self.request.user
        case = AssistanceRequest.objects.visible_to(reader).for_display().filter(pk=referral.request_id).first()
        around = Referral.objects.visible_to(reader).select_related("body")
        is_staff = standing_of(reader).secretariat
        return super().get_context_data(
            title=case.subject if case and case.subject else _("Referral"),
            case=case,
            sources=sources_of(case, reader) if case else [],
            answers=self.offered(),
            what_became=how_it_stands(referral),
            passed_from=around.filter(pk=referral.passed_from_id).first(),
            passed_to=around.filter(passed_from=referral),
            offer=Offer.objects.visible_to(reader).filter(pk=referral.offer_id).first(),
            notes_answers=is_staff and referral.body_id not in standing_of(reader).led_bodies,
            mails=mails_about(referral) if is_staff else None,
            keeps_referrals=is_staff,
            **kwargs,
        )


def sources_of(case, reader):
    """Where the request started from, as far as the reader may know of it."""
    report = Document.objects.visible_to(reader).filter(pk=case.report_id)
    recommendation = Recommendation.objects.visible_to(reader).filter(pk=case.recommendation_id)
    return [*report, *recommendation]


def mails_about(referral):
    """The mails to those who lead the body, the last one first."""
    rows = Delivery.objects.filter(key__startswith=key_of(referral, ""))
    return rows.select_related("person").defer("text", "html")


@method_decorator([login_not_required, never_cache], name="dispatch")
class LinkView(TemplateView):
    """The answers by the link of a mail: what the mail said, and the buttons. Opening it changes nothing."""

    template_name = "assistance/referrals/link.html"
    typed = None

    def dispatch(self, request, token):
        try:
            self.referral, self.person = opened(token)
        except LinkError as problem:
            return self.closed(is_over=problem.is_over)
        except NoLongerLeadsError as problem:
            return self.closed(body=abbreviated(problem.body), is_over=True)
        return super().dispatch(request, token)

    def closed(self, is_over, **context):
        """The page of a link that opens nothing, or nothing any more."""
        self.template_name = "assistance/referrals/link_closed.html"
        context |= {"title": _("Answer to a referral"), "is_over": is_over}
        return self.render_to_response(context, status=410 if is_over else 404)

    def post(self, request, token):
        answer = pressed_answer(self.referral, request.POST)
        if given(answer, self.referral, person=self.person, channel=Channel.LINK):
            messages.success(request, thanks(Referral.objects.get(pk=self.referral.pk)))
            return redirect(request.path)
        self.typed = answer
        self.referral, self.person = opened(token)
        return self.get(request, token)

    def get_context_data(self, **kwargs):
        referral = self.referral
        return super().get_context_data(
            title=referral.request.subject or _("Referral"),
            referral=referral,
            case=referral.request,
            person=self.person,
            answers=[self.typed] if self.typed else answers(referral),
            what_became=how_it_stands(referral),
            **kwargs,
        )
