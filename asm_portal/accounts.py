"""What allauth asks us: nobody signs up, every mail goes through the post office, no answer says who has an account."""

import uuid

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import LoginForm, default_token_generator
from allauth.account.forms import ResetPasswordForm as AllauthResetPasswordForm
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.adapter import DefaultMFAAdapter
from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from qrcode.image.svg import SvgPathFillImage

from asm_portal.background import enqueue, task
from asm_portal.carried import keep
from asm_portal.models import User
from asm_portal.post import link, post

NOTICES = {
    "account/email/password_changed": _("Your password was changed."),
    "account/email/password_set": _("A password was set for your account."),
    "account/email/password_reset": _(
        "Your password was replaced by a new one, by way of a link sent to this address."
    ),
    "account/email/email_changed": _("The address you sign in with was changed."),
    "account/email/email_deleted": _("The change of your sign-in address was called off."),
    "mfa/email/totp_activated": _("An authenticator app was added to your account."),
    "mfa/email/totp_deactivated": _("The authenticator app was removed from your account."),
    "mfa/email/recovery_codes_generated": _(
        "New recovery codes were made for your account; older ones no longer work."
    ),
    "mfa/email/webauthn_added": _("A passkey or security key was added to your account."),
    "mfa/email/webauthn_removed": _("A passkey or security key was removed from your account."),
}


def display(user):
    """An account as its holder is greeted."""
    return str(user.person)


class AccountAdapter(DefaultAccountAdapter):
    """allauth as this portal uses it."""

    def is_open_for_signup(self, request):
        return False

    def pre_login(self, request, user, **kwargs):
        """The password or the passkey was right; a second factor may still be asked for."""
        keep(request)
        return super().pre_login(request, user, **kwargs)

    def confirm_email(self, request, email_address):
        """The owner of an address has confirmed that it is to be the new sign-in address."""
        facts = {"email": email_address.email}
        try:
            set_sign_in_address(user=email_address.user, address=email_address.email)
        except ValidationError:
            self.add_message(request, messages.ERROR, "account/messages/email_confirmation_failed.txt", facts)
            return False
        self.add_message(request, messages.SUCCESS, "account/messages/email_confirmed.txt", facts)
        return True

    def send_confirmation_mail(self, request, emailconfirmation, signup):
        pending = emailconfirmation.email_address
        person, key = pending.user.person, emailconfirmation.key
        post(
            f"sign-in-address:{pending.pk}:{uuid.uuid4().hex}",
            person,
            "confirm_address",
            {"url": link(person, "account_confirm_email", key), "address": pending.email},
            secret=True,
            address=pending.email,
        )

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        notify(user, NOTICES[template_prefix], address=email, origin=self.get_client_ip(self.request))

    def send_mail(self, template_prefix, email, context):
        raise LookupError(f"{template_prefix} would not go through the post office")


class SecondFactorAdapter(DefaultMFAAdapter):
    """The QR code of an authenticator app on white, so that it can be read on a dark page too."""

    def build_totp_svg(self, url):
        return qrcode.make(url, image_factory=SvgPathFillImage).to_string(encoding="unicode")


def notify(user, what, *, address=None, origin=""):
    """Tell the holder of an account that something about signing in has changed."""
    context = {
        "what": what,
        "at": timezone.now(),
        "origin": origin,
        "url": link(user.person, "account_reset_password"),
    }
    post(f"account:{user.pk}:{uuid.uuid4().hex}", user.person, "account_notice", context, address=address or user.email)


@transaction.atomic
def set_sign_in_address(*, user, address):
    """Change the address an account signs in with, here and in allauth's table; the old address is told."""
    address, former = address.strip().lower(), user.email
    if User.objects.exclude(pk=user.pk).filter(email=address).exists():
        raise ValidationError(_("Another account signs in with this address."))
    user.email = address
    user.save(update_fields=["email"])
    EmailAddress.objects.filter(user=user).delete()
    EmailAddress.objects.create(user=user, email=address, verified=True, primary=True)
    if former != address:
        notify(user, NOTICES["account/email/email_changed"], address=former)


class SignInForm(LoginForm):
    """The sign-in form in our words; it holds what was typed into another form (`asm_portal.carried`)."""

    carried = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("E-mail address")
        self.fields["remember"].label = _("Stay signed in for two weeks (not on a shared device)")


class ResetPasswordForm(AllauthResetPasswordForm):
    """Asks for a link to a new password. Whether there is such an account is looked up by the worker: the page neither says
    so nor takes longer."""

    def clean_email(self):
        return self.cleaned_data["email"]

    def save(self, request, **kwargs):
        enqueue(send_password_reset, self.cleaned_data["email"], uuid.uuid4().hex)
        return self.cleaned_data["email"]


@task
def send_password_reset(address, request_key):
    """Post the link to a new password to the account of this address, if there is one."""
    user = User.objects.filter(email=address.lower(), is_active=True).select_related("person").first()
    if user:
        key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
        context = {"url": link(user.person, "account_reset_password_from_key", *key.split("-", 1))}
        post(f"password-reset:{request_key}", user.person, "password_reset", context, secret=True, address=user.email)
