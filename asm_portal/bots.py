"""Forms that anybody may send without an account, kept from programs without a third party and without puzzles.

    class EnquiryForm(GuardedForm):
        rate = "enquiry"        # a limit in settings.ACCOUNT_RATE_LIMITS

    EnquiryForm(request.POST or None, request=request)

A field that people do not see must stay empty, nobody can have filled the form in within SHORTEST of opening it, and so many an
hour come from one connection. Whoever is stopped is told so in a sentence, keeps what was typed, and gets through by pressing the
button again, or later.
"""

from datetime import UTC, datetime, timedelta

from allauth.core.ratelimit import consume
from django import forms
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

SHORTEST = timedelta(seconds=2)
LONGEST = timedelta(days=1)
UNSEEN, OPENED = "website", "opened"
signer = Signer(salt="asm_portal.bots")


def stamp(moment):
    """The instant at which a form was opened, signed."""
    return signer.sign(int(moment.timestamp()))


def age_of(stamped, now):
    """How long ago a form with this stamp was opened; None where the stamp is none of ours."""
    try:
        return now - datetime.fromtimestamp(int(signer.unsign(stamped)), UTC)
    except BadSignature:
        return None


class UnseenBoundField(forms.BoundField):
    """A field that lies outside what is shown."""

    def css_classes(self, extra_classes=None):
        return "vh"


class GuardedForm(forms.Form):
    """A form for everyone; `rate` names its limit. A subclass that has a `clean` calls this one last."""

    rate = ""

    def __init__(self, *args, request, **kwargs):
        super().__init__(*args, **kwargs)
        self.request = request
        self.fields[UNSEEN] = forms.CharField(
            label=gettext_lazy("Leave this field empty"),
            required=False,
            widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
            bound_field_class=UnseenBoundField,
        )
        self.fields[OPENED] = forms.CharField(required=False, widget=forms.HiddenInput)
        self.initial[OPENED] = stamp(timezone.now())

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            self.refuse_programs()
        return cleaned

    def refuse_programs(self):
        """Raise ValidationError with the reason where this looks like a program, or comes too often."""
        if self.cleaned_data[UNSEEN]:
            self.put(UNSEEN, "")
            raise ValidationError(
                _(
                    "A field that people do not see was filled in, as programs do. It is empty again:"
                    " press the button once more."
                )
            )
        age = age_of(self.cleaned_data[OPENED], timezone.now())
        if age is None or age > LONGEST:
            self.put(OPENED, stamp(timezone.now()))
            raise ValidationError(
                _("This page has been open for more than a day. Nothing is lost: press the button once more.")
            )
        if age < SHORTEST:
            raise ValidationError(_("That was faster than people type. Press the button once more."))
        if not consume(self.request, action=self.rate):
            raise ValidationError(
                _(
                    "So much has come from your connection that the portal takes no more for now. Nothing was sent."
                    " Try again in an hour."
                )
            )

    def put(self, name, value):
        """Show another value in the page than the one that came."""
        self.data = self.data.copy()
        self.data[self.add_prefix(name)] = value
