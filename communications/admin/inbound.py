"""Incoming mail for the secretariat: each message is attached to an enquiry, filed as a new one, or set aside with a reason."""

from django import forms
from django.contrib import admin
from django.template.defaultfilters import filesizeformat
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from asm_portal.admin.accounts import ShownOnly
from asm_portal.administration.base import SecretariatAdmin
from asm_portal.administration.filters import work_list_filter
from asm_portal.administration.verbs import Verb
from asm_portal.forms import LineField
from asm_portal.models.organisations import LANGUAGE_CHOICES
from communications.inbound.actions import attach, file_as_enquiry, hold_again, set_aside
from communications.inbound.attention import HELD
from communications.models import Enquiry, InboundMail


class AttachForm(forms.Form):
    """To which enquiry a message belongs."""

    reference = LineField(
        label=_("Reference of the enquiry"), max_length=24, help_text=_("For example ENQ-2026-K7Q2M.")
    )


class FileForm(forms.Form):
    """What a message does not say of itself."""

    kind = forms.ChoiceField(label=_("Who asks"), choices=Enquiry.Kind.choices, widget=forms.RadioSelect)
    outlet = LineField(label=_("Outlet"), max_length=120, required=False)
    language = forms.ChoiceField(label=_("Language of the answer"), choices=LANGUAGE_CHOICES)


class AsideForm(forms.Form):
    """Why nothing is to be done about a message."""

    reason = LineField(label=_("Why"), max_length=300)


def is_held(mail):
    return mail.state == InboundMail.State.HELD


@admin.register(InboundMail)
class InboundMailAdmin(ShownOnly, SecretariatAdmin):
    list_display = ("subject_or_none", "sender", "received_at", "nature", "state", "enquiry")
    list_filter = (work_list_filter(HELD), "state", "nature")
    list_select_related = ("enquiry",)
    search_fields = ("subject", "sender", "sender_name", "text", "enquiry__reference")
    date_hierarchy = "received_at"
    fields = (
        "subject", "sender_name", "sender", "sent_at", "received_at", "nature", "text", "whole", "state", "enquiry", "reason",
        "settled_by", "settled_at",
    )  # fmt: skip
    readonly_fields = fields
    verbs = (
        Verb(
            code="attach",
            label=_("Attach to an enquiry"),
            explanation=_("It stands with the enquiry then, as something that came in later."),
            do=lambda mail, by, reference: attach(mail=mail, reference=reference, by=by),
            is_offered=is_held,
            form_class=AttachForm,
        ),
        Verb(
            code="file",
            label=_("File as a new enquiry"),
            explanation=_("Its text is the question then. Whoever wrote it gets a receipt with the reference."),
            do=lambda mail, by, **given: file_as_enquiry(mail=mail, by=by, **given),
            is_offered=is_held,
            form_class=FileForm,
        ),
        Verb(
            code="set-aside",
            label=_("Set aside"),
            explanation=_("Nothing is done about it and nobody is answered. The message stays in the mailbox."),
            do=lambda mail, by, reason: set_aside(mail=mail, reason=reason, by=by),
            is_offered=is_held,
            form_class=AsideForm,
        ),
        Verb(
            code="hold-again",
            label=_("Hold it again"),
            explanation=_("It waits again for somebody who places it."),
            do=lambda mail, by: hold_again(mail=mail, by=by),
            is_offered=lambda mail: mail.state == InboundMail.State.SET_ASIDE,
        ),
    )

    @admin.display(description=_("subject"), ordering="subject")
    def subject_or_none(self, mail):
        return mail.subject or _("(no subject)")

    @admin.display(description=_("whole message"))
    def whole(self, mail):
        size = filesizeformat(mail.size)
        if not mail.raw:
            return _("%(size)s: too large to be kept here. It lies in the mailbox.") % {"size": size}
        return format_html('<a href="{}">{}</a> ({})', mail.file_url, _("Open it in a mail program"), size)
