"""Accounts, invitations, second factors and sessions for administrators; mail for the secretariat."""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.admin.utils import flatten
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from asm_portal.accounts import notify
from asm_portal.administration.base import AccountAdmin, KeptByAdministrators, SecretariatAdmin
from asm_portal.administration.filters import work_list_filter
from asm_portal.administration.verbs import Verb
from asm_portal.attention import FAILED_MAIL, IDLE_ACCOUNTS, UNCERTAIN_MAIL
from asm_portal.editing import ReasonedForm
from asm_portal.models import Delivery, Invitation, User
from asm_portal.post import CAN_GO_AGAIN, UNSETTLED, DeliveryError, send_again, set_aside
from asm_portal.templatetags.portal import instant


class WhyForm(forms.Form):
    """Why something is done; kept in the log of the administration."""

    why = forms.CharField(label=_("Why"), max_length=500)


class ShownOnly:
    """Rows to read: they come about elsewhere."""

    form = forms.ModelForm

    def get_readonly_fields(self, request, obj=None):
        """Among its fields may be one that no form can hold."""
        return flatten(self.fields) if self.fields else super().get_readonly_fields(request, obj)

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class FactorInline(KeptByAdministrators, ShownOnly, admin.TabularInline):
    """The second factors of an account; what they are made of stays hidden."""

    model = Authenticator
    verbose_name_plural = _("second factors")
    fields = ("type", "created_at", "last_used_at")
    extra = 0


class SessionInline(KeptByAdministrators, ShownOnly, admin.TabularInline):
    model = UserSession
    verbose_name_plural = _("sessions")
    fields = ("created_at", "last_seen_at", "ip", "user_agent")
    extra = 0


def sign_out(user, *, by, why):
    """End every session of the account."""
    for session in UserSession.objects.filter(user=user):
        session.end()


def remove_factors(user, *, by, why):
    """Take the second factors away, so that the next sign-in sets one up anew; the holder is told."""
    Authenticator.objects.filter(user=user).delete()
    notify(user, _("The second factors of your account were removed by those who manage accounts."))
    sign_out(user, by=by, why=why)


def send_mail_again(delivery, *, by):
    try:
        send_again(delivery)
    except DeliveryError as refusal:
        raise ValidationError(str(refusal)) from refusal


def set_mail_aside(delivery, *, by, why):
    try:
        set_aside(delivery)
    except DeliveryError as refusal:
        raise ValidationError(str(refusal)) from refusal


def revoke(invitation, *, by):
    invitation.revoke()


@admin.register(User)
class UserAdmin(AccountAdmin):
    """Accounts come about by invitation; one that is no longer wanted is closed, not deleted."""

    form = ReasonedForm
    list_display = ("email", "person", "is_active", "is_administrator", "last_login", "date_joined")
    list_filter = (work_list_filter(IDLE_ACCOUNTS), "is_active", "is_administrator")
    list_select_related = ("person",)
    search_fields = ("email", "person__given_name", "person__family_name")
    fields = ("email", "person", "is_active", "is_administrator", "is_superuser", "last_login", "date_joined")
    readonly_fields = ("email", "person", "is_superuser", "last_login", "date_joined")
    inlines = (FactorInline, SessionInline)
    verbs = (
        Verb(
            code="sign-out",
            label=_("Sign out everywhere"),
            explanation=_("Every session of this account ends now."),
            do=sign_out,
            is_offered=lambda user: UserSession.objects.filter(user=user).exists(),
            form_class=WhyForm,
        ),
        Verb(
            code="remove-factors",
            label=_("Remove the second factors"),
            explanation=_(
                "For somebody who has lost their telephone or key. Call a number that you know, to be sure who asks."
                " Every session of the account ends."
            ),
            do=remove_factors,
            is_offered=lambda user: Authenticator.objects.filter(user=user).exists(),
            form_class=WhyForm,
            is_grave=True,
        ),
    )

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_readonly_fields(self, request, obj=None):
        """Who administers is for administrators to say."""
        return self.readonly_fields + (() if request.user.is_administrator else ("is_administrator",))


@admin.register(Invitation)
class InvitationAdmin(ShownOnly, AccountAdmin):
    """Invitations are made with a person's button; here they are looked up and taken back."""

    list_display = (
        "person",
        "address",
        "shown_state",
        "role",
        "organisation",
        "invited_by",
        "invited_at",
        "expires_at",
    )
    list_filter = ("role", "invited_at")
    list_select_related = ("person", "organisation", "invited_by")
    search_fields = ("person__given_name", "person__family_name", "address")
    prefetched = ("organisation__names",)
    fields = (
        "person", "address", "shown_state", "role", "organisation", "invited_by", "invited_at", "expires_at", "accepted_at",
        "revoked_at",
    )  # fmt: skip
    readonly_fields = fields
    verbs = (
        Verb(
            code="revoke",
            label=_("Take the invitation back"),
            explanation=_("Its link stops working now."),
            do=revoke,
            is_offered=lambda invitation: invitation.state == Invitation.State.OPEN,
        ),
    )

    @admin.display(description=_("state"))
    def shown_state(self, invitation):
        return invitation.state.label


@admin.register(Delivery)
class DeliveryAdmin(ShownOnly, SecretariatAdmin):
    """The ledger of the post office."""

    list_display = ("queued_at", "person", "subject", "channel", "state", "address", "sent_at")
    list_display_links = ("queued_at", "subject")
    list_filter = (work_list_filter(FAILED_MAIL, UNCERTAIN_MAIL), "state", "channel")
    list_select_related = ("person",)
    search_fields = ("key", "subject", "address", "person__given_name", "person__family_name")
    date_hierarchy = "queued_at"
    fields = (
        "key", "person", "channel", "state", "address", "language", "subject", "shown_text", "is_written_when_sent",
        "from_name", "reply_to", "attempts", "error", "queued_at", "claimed_at", "sent_at", "shown_log",
    )  # fmt: skip
    readonly_fields = fields
    verbs = (
        Verb(
            code="send-again",
            label=_("Send again"),
            explanation=_(
                "The mail goes out again, once. If it may have gone already, the person gets it twice. Where the address is"
                " wrong, correct it first: that of a person on their page, that of somebody who asked a question on the page"
                " of the enquiry."
            ),
            do=send_mail_again,
            is_offered=lambda delivery: delivery.state in CAN_GO_AGAIN,
        ),
        Verb(
            code="set-aside",
            label=_("Set aside"),
            explanation=_("Nothing is sent. The mail leaves the list, and the reason stays on its page."),
            do=set_mail_aside,
            is_offered=lambda delivery: delivery.state in UNSETTLED,
            form_class=WhyForm,
        ),
    )

    @admin.display(description=_("text"))
    def shown_text(self, delivery):
        return _("It holds a link that opens something, for its reader only.") if delivery.is_secret else delivery.text

    @admin.display(description=_("what staff did with it"))
    def shown_log(self, delivery):
        """Who decided what, and why."""
        kind = ContentType.objects.get_for_model(Delivery)
        rows = LogEntry.objects.filter(content_type=kind, object_id=str(delivery.pk)).select_related("user__person")
        lines = [(instant(row.action_time), row.user.person, row.get_change_message()) for row in rows]
        return format_html_join("", "<div>{}, {}: {}</div>", lines) or "–"
