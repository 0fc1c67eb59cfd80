"""What the secretariat does about referrals: refer a request, remind a body, withdraw a referral."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView, View
from django.views.generic.detail import SingleObjectMixin

from asm_portal.access import SecretariatMixin
from assistance.models import Referral
from assistance.referrals import actions
from assistance.referrals.forms import ReferForm, WithdrawForm
from assistance.referrals.rights import chairs_of
from assistance.referrals.words import abbreviated, what_became, why_closed
from assistance.requests.pages import CaseFormView, OfTheSecretariat
from logistics.visits.pages import refuse


class ReferView(OfTheSecretariat, CaseFormView):
    """Refers a request to one body or several."""

    form_class = ReferForm
    template_name = "assistance/referrals/refer.html"
    title = gettext_lazy("Refer the request")
    button = gettext_lazy("Refer")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"request": self.object}

    def do(self, form):
        self.rows = actions.refer(request=self.object, by=self.request.user, **form.cleaned_data)
        chairs = chairs_of([row.body_id for row in self.rows])
        if silent := [abbreviated(row.body) for row in self.rows if not chairs.get(row.body_id)]:
            said = _(
                "Nobody there has a working e-mail address yet; the mail is sent as soon as somebody has one: %(bodies)s."
            )
            messages.warning(self.request, said % {"bodies": ", ".join(silent)})

    @property
    def done(self):
        return _("Referred to: %(bodies)s.") % {"bodies": ", ".join(abbreviated(row.body) for row in self.rows)}

    def get_context_data(self, **kwargs):
        return super().get_context_data(closed=why_closed(self.object), **kwargs)


class OneReferral(SecretariatMixin, SingleObjectMixin):
    """The referral of the address, for the secretariat."""

    queryset = Referral.objects.for_display()
    slug_field = slug_url_kwarg = "reference"
    context_object_name = "referral"


class WithdrawView(OneReferral, FormView):
    """Takes a referral back."""

    form_class = WithdrawForm
    template_name = "assistance/referrals/withdraw.html"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated:
            self.object = self.get_object()

    def form_valid(self, form):
        try:
            actions.withdraw(referral=self.object, by=self.request.user, **form.cleaned_data)
        except ValidationError as refusal:
            refuse(form, refusal)
            return self.form_invalid(form)
        messages.success(self.request, _("The referral is withdrawn."))
        return redirect(self.object)

    def get_context_data(self, **kwargs):
        row = self.object
        refused = why_closed(row.request) if row.is_at_work else what_became(row)
        return super().get_context_data(title=_("Withdraw a referral"), refused=refused, **kwargs)


class RemindView(OneReferral, View):
    """Writes once more to those who lead the body."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        referral = self.get_object()
        try:
            count = actions.remind(referral=referral, by=request.user)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            self.say(count)
        return redirect(referral)

    def say(self, count):
        if count:
            said = ngettext(
                "A reminder is on its way to %(count)s person.", "A reminder is on its way to %(count)s people.", count
            )
            messages.success(self.request, said % {"count": count})
        else:
            messages.warning(
                self.request,
                _("No reminder was sent: one went out today already, or nobody has a working e-mail address."),
            )
