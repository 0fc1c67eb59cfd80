"""Multi-factor sign-in is demanded of staff and of the Chair's office, and the use of a superuser's powers is noted."""

import logging

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.shortcuts import redirect

log = logging.getLogger(__name__)

FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
# What one needs to set a second factor up, or to leave.
OPEN_WITHOUT = {
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_list_webauthn",
    "mfa_view_recovery_codes",
    "account_reauthenticate",
    "account_logout",
}


def lacks_second_factor(user):
    """Whether a second factor is demanded of the account and it has none."""
    return settings.MFA_REQUIRED and user.needs_second_factor and not is_mfa_enabled(user, FACTORS)


class SecondFactorMiddleware:
    """Sends whoever lacks a demanded second factor to the page where it is set up, whatever they asked for."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not request.user.is_authenticated:
            return None
        if request.user.is_superuser:
            log.warning("superuser %s: %s %s", request.user.pk, request.method, request.path)
        if request.resolver_match.view_name not in OPEN_WITHOUT and lacks_second_factor(request.user):
            return redirect("mfa_index")
        return None
