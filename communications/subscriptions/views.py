"""Pages of the e-mail subscription. Only /subscribe/ is for everyone; the others open by the link of a mail."""

from django.core.signing import BadSignature, SignatureExpired
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import FormView, TemplateView, UpdateView

from asm_portal.access import PublicMixin
from communications.models import PublicKind, Subscription
from communications.subscriptions.actions import confirm, leave
from communications.subscriptions.forms import SubscribeForm, SubscriptionForm
from communications.subscriptions.links import CONFIRM_WITHIN, asked_by, subscription_of, token_of


class Subscribe(PublicMixin, FormView):
    """Ask for mails. What is answered is the same for every address."""

    form_class = SubscribeForm
    template_name = "communications/subscriptions/subscribe.html"
    success_url = reverse_lazy("communications:subscribe-sent")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"request": self.request}

    def form_valid(self, form):
        form.save()
        return super().form_valid(form)

    def get_context_data(self, **kwargs):
        feeds = [(kind.label, reverse("communications:feed", args=[kind])) for kind in PublicKind]
        return super().get_context_data(title=_("Subscribe"), feeds=feeds, days=CONFIRM_WITHIN.days, **kwargs)


class SubscribeSent(PublicMixin, TemplateView):
    """What one is told after asking, whatever the address."""

    template_name = "communications/subscriptions/sent.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(title=_("One more step"), days=CONFIRM_WITHIN.days, **kwargs)


@method_decorator(never_cache, name="dispatch")
class SubscriptionConfirm(PublicMixin, TemplateView):
    """The link that goes to the address that was given. Opening it changes nothing, for mail scanners open links; the button
    subscribes."""

    template_name = "communications/subscriptions/confirm.html"

    def dispatch(self, request, token):
        try:
            self.asked = asked_by(token)
        except SignatureExpired:
            context = {"title": _("Confirm your subscription"), "days": CONFIRM_WITHIN.days}
            return render(request, "communications/subscriptions/over.html", context, status=410)
        except BadSignature as problem:
            raise Http404 from problem
        return super().dispatch(request, token)

    def post(self, request, token):
        subscription = confirm(self.asked)
        return redirect(f"{reverse('communications:subscription', args=[token_of(subscription)])}?new")

    def get_context_data(self, **kwargs):
        asked = self.asked
        return super().get_context_data(
            title=_("Confirm your subscription"),
            kinds=[PublicKind(kind).label for kind in asked["kinds"]],
            languages=asked["languages"],
            frequency=Subscription.Frequency(asked["frequency"]).label,
            **kwargs,
        )


class ByLinkMixin(PublicMixin):
    """A page about the subscription of a signed link."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        try:
            self.subscription = subscription_of(kwargs["token"])
        except BadSignature as problem:
            raise Http404 from problem


@method_decorator(never_cache, name="dispatch")
class SubscriptionChange(ByLinkMixin, UpdateView):
    """What one is told, and when."""

    form_class = SubscriptionForm
    template_name = "communications/subscriptions/change.html"

    def get_object(self, queryset=None):
        if self.subscription is None:
            raise Http404
        return self.subscription

    def get_success_url(self):
        return f"{reverse('communications:subscription', args=[self.kwargs['token']])}?changed"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            title=_("My subscription"),
            token=self.kwargs["token"],
            is_new="new" in self.request.GET,
            is_changed="changed" in self.request.GET,
            **kwargs,
        )


@method_decorator([never_cache, csrf_exempt], name="dispatch")
class SubscriptionStop(ByLinkMixin, TemplateView):
    """The link at the end of a mail. The button, or the mail program's (RFC 8058), ends the subscription and deletes the address;
    asked again, it says that it is done."""

    template_name = "communications/subscriptions/stop.html"

    def post(self, request, token):
        if self.subscription:
            leave(self.subscription)
            self.subscription = None
        return self.get(request, token=token)

    def get_context_data(self, **kwargs):
        return super().get_context_data(title=_("Stop these e-mails"), is_stopped=self.subscription is None, **kwargs)
