"""Opening an account, looking after it, and a focal point's certificate officers. The rest of these pages is allauth's."""

import re

from allauth.account.forms import UserTokenForm
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.account.views import PasswordResetFromKeyView
from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.models import UserSession
from allauth.usersessions.views import ListUserSessionsView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import SetPasswordForm
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView, TemplateView, View

from asm_portal.forms import OfficerForm
from asm_portal.invitations import (
    accept,
    hash_of,
    officers_of,
    organisations_of_focal_point,
    remove_officer,
    renew_officer,
)
from asm_portal.mfa import FACTORS
from asm_portal.models import Invitation, User

BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (
    ("Android", "Android"), ("iPhone|iPad", "iOS"), ("Windows", "Windows"), ("Mac OS X", "macOS"), ("Linux", "Linux"),
)  # fmt: skip


@method_decorator([login_not_required, never_cache, sensitive_post_parameters()], name="dispatch")
class InvitationView(FormView):
    """The link of an invitation. Opening it changes nothing, so that a mail scanner cannot use it up; the button does."""

    form_class = SetPasswordForm
    template_name = "account/invitation.html"

    def dispatch(self, request, token):
        invitations = Invitation.objects.select_related("person", "organisation")
        self.invitation = invitations.filter(token_hash=hash_of(token)).first()
        if self.invitation is None or self.invitation.state != Invitation.State.OPEN:
            return self.closed()
        return super().dispatch(request)

    def closed(self):
        """Why the link does not work, and what to do instead."""
        self.template_name = "account/invitation_closed.html"
        context = {"state": self.invitation and self.invitation.state, "title": _("This invitation cannot be used")}
        return self.render_to_response(context, status=410 if self.invitation else 404)

    def get_form_kwargs(self):
        invited = User(email=self.invitation.address, person=self.invitation.person)
        return super().get_form_kwargs() | {"user": invited}

    def form_valid(self, form):
        try:
            user = accept(invitation=self.invitation, password=form.cleaned_data["new_password1"])
        except ValidationError as problem:
            form.add_error(None, problem)
            return self.form_invalid(form)
        if user is None:
            self.invitation.refresh_from_db()
            return self.closed()
        # The password was typed a moment ago: setting a second factor up does not ask for it again.
        record_authentication(self.request, user, "password", email=user.email, reauthenticated=True)
        return perform_login(self.request, Login(user=user, email=user.email, redirect_url=reverse("desk")))

    def get_context_data(self, **kwargs):
        return super().get_context_data(invitation=self.invitation, title=_("Open your account"), **kwargs)


@method_decorator([login_not_required, never_cache], name="dispatch")
class NewPasswordView(PasswordResetFromKeyView):
    """The link to a new password. Unlike allauth's page it keeps nothing in a session before the button is pressed."""

    def dispatch(self, request, uidb36, key):
        token = UserTokenForm(data={"uidb36": uidb36, "key": key})
        self.key, self.reset_user = key, None
        if not token.is_valid():
            return self.render_to_response(self.get_context_data(token_fail=True), status=410)
        self.reset_user = token.reset_user
        return FormView.dispatch(self, request, uidb36, key)


class AccountView(TemplateView):
    """Everything about one's own account, from one page."""

    template_name = "account/account.html"

    def get_context_data(self, **kwargs):
        user = self.request.user
        return super().get_context_data(
            title=_("Account and sign-in"),
            address=user.email,
            has_second_factor=is_mfa_enabled(user, FACTORS),
            is_focal_point=organisations_of_focal_point(user).exists(),
            **kwargs,
        )


def browser_words(user_agent):
    """A browser and its system by their usual names; the whole User-Agent where it is none of these."""
    browser, system = (
        next((name for pattern, name in known if re.search(pattern, user_agent)), "") for known in (BROWSERS, SYSTEMS)
    )
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or user_agent or _("unknown browser")


class SessionListView(ListUserSessionsView):
    """Where one is signed in."""

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        rows = [(session, browser_words(session.user_agent)) for session in context["sessions"]]
        return context | {"rows": rows, "title": _("Where you are signed in")}


class SessionEndView(View):
    """Signs one of one's own sessions out."""

    http_method_names = ["post"]

    def post(self, request, pk):
        get_object_or_404(UserSession, pk=pk, user=request.user).end()
        messages.success(request, _("That session was signed out."))
        return redirect("usersessions_list")


class FocalPointMixin:
    """A page for focal points of Participants; to everyone else it does not exist."""

    def dispatch(self, request, *args, **kwargs):
        self.organisations = organisations_of_focal_point(request.user)
        if not self.organisations:
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class OfficerListView(FocalPointMixin, FormView):
    """The certificate officers of a focal point's Participant, and the form that invites another one."""

    form_class = OfficerForm
    template_name = "account/officers.html"
    success_url = reverse_lazy("officer-list")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"organisations": self.organisations, "by": self.request.user}

    def form_valid(self, form):
        try:
            officer = form.save()
        except ValidationError as problem:
            form.add_error(None, problem)
            return self.form_invalid(form)
        messages.success(self.request, _("%(person)s is a certificate officer now.") % {"person": officer.person})
        return super().form_valid(form)

    def get_context_data(self, **kwargs):
        officers = officers_of(self.organisations).select_related("person", "person__user")
        return super().get_context_data(
            title=_("Certificate officers"),
            officers=officers.prefetch_related("person__emails", "organisation__names"),
            organisations=self.organisations,
            most=settings.CERTIFICATE_OFFICERS_MAX,
            **kwargs,
        )


class OfficerActionView(FocalPointMixin, View):
    """One button beside one officer of one's own organisations."""

    http_method_names = ["post"]
    action = None
    message = ""

    def post(self, request, pk):
        with transaction.atomic():
            officers = officers_of(self.organisations).select_for_update(of=("self",))
            officer = get_object_or_404(officers.select_related("person", "organisation"), pk=pk)
            type(self).action(officer)
        messages.success(request, self.message % {"person": officer.person})
        return redirect("officer-list")


class OfficerRenewView(OfficerActionView):
    action = renew_officer

    @property
    def message(self):
        return _("%(person)s remains a certificate officer for a year from today.")


class OfficerRemoveView(OfficerActionView):
    action = remove_officer

    @property
    def message(self):
        return _("%(person)s is no longer a certificate officer.")
