"""Subscriptions for the secretariat: how many there are, and the end of one for somebody who asks on the telephone."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from asm_portal.admin.accounts import ShownOnly
from asm_portal.administration.base import SecretariatAdmin
from asm_portal.templatetags.portal import own_name
from communications.models import PublicKind, Subscription
from communications.subscriptions.links import token_of


@admin.register(Subscription)
class SubscriptionAdmin(ShownOnly, SecretariatAdmin):
    """It ends on the page of its own link: a button of the administration would log the address that is to be deleted."""

    list_display = ("address", "shown_kinds", "shown_languages", "frequency", "confirmed_at")
    list_filter = ("frequency", "mail_language")
    search_fields = ("address",)
    fields = ("address", "shown_kinds", "shown_languages", "frequency", "mail_language", "confirmed_at", "end")
    readonly_fields = fields

    @admin.display(description=_("kinds"))
    def shown_kinds(self, subscription):
        return ", ".join(str(PublicKind(kind).label) for kind in subscription.kinds)

    @admin.display(description=_("languages of the texts"))
    def shown_languages(self, subscription):
        return ", ".join(own_name(language) for language in subscription.languages)

    @admin.display(description=_("end it"))
    def end(self, subscription):
        address = reverse("communications:subscription-stop", args=[token_of(subscription)])
        return format_html('<a href="{}">{}</a>', address, _("Stop these e-mails and delete the address"))
