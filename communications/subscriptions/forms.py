"""What one chooses to be told."""

from allauth.core.ratelimit import consume
from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from asm_portal.bots import GuardedForm
from asm_portal.forms import LanguagesField
from communications.models import PublicKind, Subscription
from communications.subscriptions.actions import ask


class KindsField(forms.MultipleChoiceField):
    """Kinds of public texts, one at least."""

    widget = forms.CheckboxSelectMultiple
    default_error_messages = {"required": _("Choose what you want to hear of.")}

    def __init__(self, **kwargs):
        super().__init__(**{"label": _("What you want to hear of"), "choices": PublicKind.choices} | kwargs)


def languages_read():
    return LanguagesField(
        label=_("Languages that you read"),
        help_text=_("You hear of a text once it exists in one of them."),
        required=True,
        error_messages={"required": _("Choose the languages that you read.")},
    )


def how_often():
    return forms.ChoiceField(label=_("When"), choices=Subscription.Frequency.choices, widget=forms.RadioSelect)


class SubscribeForm(GuardedForm):
    """Anybody asks for mails to an address; only its owner can confirm."""

    rate = "subscription"

    address = forms.EmailField(
        label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "email"}), max_length=254
    )
    kinds = KindsField(initial=[PublicKind.COMMUNIQUES])
    languages = languages_read()
    frequency = how_often()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial |= {"languages": [get_language()], "frequency": Subscription.Frequency.AT_ONCE}

    def clean_address(self):
        return self.cleaned_data["address"].lower()

    def save(self):
        """Write to the address, unless so much has been asked for it today that somebody else may be plagued."""
        asked = {name: self.cleaned_data[name] for name in ("address", "kinds", "languages", "frequency")}
        if consume(self.request, action="subscription_mail", key=asked["address"]):
            ask(**asked, mail_language=get_language())


class SubscriptionForm(forms.ModelForm):
    """What is told, and when; for whoever has the link of a mail."""

    kinds = KindsField()
    languages = languages_read()
    frequency = how_often()

    mail_language = forms.ChoiceField(
        label=_("Language of the mails"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )

    class Meta:
        model = Subscription
        fields = ("kinds", "languages", "frequency", "mail_language")
