"""Input of the pages of referrals."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from asm_portal.dated import today
from asm_portal.day_field import DayMonthYearField
from asm_portal.forms import LineField, RecordsField
from asm_portal.models import Body
from assistance.models import Offer, Referral
from assistance.referrals.rights import bodies_for
from knowledge.minutes.forms import long_text

USUAL_TIME = timedelta(days=14)
LONGEST = 5_000
CHOOSE = dict.fromkeys(("invalid_choice", "invalid_pk_value"), _("Choose from the list."))


def offered(field, request, but):
    """Let a field name the bodies of the list; one that was dissolved since can still be named, and the verb says why not."""
    field.queryset = Body.objects.filter(is_demonstration=request.is_demonstration)
    field.widget.choices = [(body.pk, named(body)) for body in bodies_for(request, today(), but)]


def named(body):
    """The body with its abbreviation, by which people know it."""
    return f"{body.abbreviation} – {body.name}" if body.abbreviation else body.name


class ReferForm(forms.Form):
    """To which bodies a request goes, what they are asked, and by when they answer."""

    bodies = RecordsField(
        None,
        label=_("Bodies"),
        widget=forms.CheckboxSelectMultiple,
        error_messages=CHOOSE | {"required": _("Choose at least one body.")},
        help_text=_("Each one gets a referral of its own, and chooses who provides the assistance."),
    )
    purpose = forms.CharField(
        label=_("What is asked of them"),
        max_length=LONGEST,
        widget=long_text(5),
        help_text=_(
            "Read by the body, the KP Chair’s office and the secretariat; by the requester only if they belong to the body."
        ),
    )
    respond_by = DayMonthYearField(
        label=_("Answer by"),
        initial=lambda: today() + USUAL_TIME,
        help_text=_("The last day on which they may answer. Those who lead the body are reminded before and after it."),
    )

    def __init__(self, *args, request, **kwargs):
        super().__init__(*args, **kwargs)
        have_it = request.referrals.filter(state=Referral.State.PENDING).values_list("body", flat=True)
        offered(self.fields["bodies"], request, but=list(have_it))


class ProviderForm(forms.Form):
    """Who provides it: an offer of the register, or somebody in words."""

    offer = forms.ModelChoiceField(
        None, label=_("Offer in the register"), required=False, empty_label=_("none of these"), error_messages=CHOOSE
    )
    provider = LineField(label=_("Provider, in your own words"), max_length=300, required=False)

    def __init__(self, *args, offers=(), **kwargs):
        super().__init__(*args, **kwargs)
        if not offers:
            del self.fields["offer"]
            return
        self.fields["offer"].queryset = Offer.objects.filter(pk__in=[offer.pk for offer in offers])
        self.fields["offer"].widget.choices = [
            ("", self.fields["offer"].empty_label),
            *((offer.pk, f"{offer.provider}, {offer.title}") for offer in offers),
        ]


class AcceptForm(ProviderForm):
    """A body takes it on; it may name the provider later."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["provider"].help_text = _("The body chooses the provider. Leave this empty to name one later.")


class DeclineForm(forms.Form):
    """Why a body does not take it on."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST,
        widget=long_text(4),
        help_text=_("The requester reads this reason exactly as you write it."),
    )


class PassOnForm(forms.Form):
    """Another body, and what is proposed to it."""

    body = forms.ModelChoiceField(None, label=_("To which body"), error_messages=CHOOSE)
    proposal = forms.CharField(
        label=_("What you propose to that body"),
        max_length=LONGEST,
        widget=long_text(4),
        help_text=_("That body, the KP Chair’s office and the secretariat read this."),
    )

    def __init__(self, *args, referral, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["body"]
        offered(field, referral.request, but=[referral.body_id])
        field.widget.choices = [("", "–"), *field.widget.choices]


class WithdrawForm(forms.Form):
    """Why a referral is taken back."""

    reason = forms.CharField(
        label=_("Reason"), max_length=LONGEST, widget=long_text(4), help_text=_("The body reads this.")
    )
