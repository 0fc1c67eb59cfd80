"""Input of calendar addresses."""

from django import forms
from django.utils.translation import gettext_lazy as _

from logistics.models import CalendarToken


class AddressForm(forms.ModelForm):
    """What one calls an address, and what it shows."""

    class Meta:
        model = CalendarToken
        fields = ("label", "only_mine")
        help_texts = {"label": _("The program or device that uses it: Outlook at work, my telephone.")}
