"""Input of the shared pages."""

from django import forms
from django.utils.translation import gettext_lazy as _

from asm_portal.invitations import invite_officer


class OfficerForm(forms.Form):
    """Whom a focal point makes a certificate officer; only its own organisations can be chosen."""

    organisation = forms.ModelChoiceField(None, label=_("Participant"), empty_label=None)
    given_name = forms.CharField(label=_("Given name"), max_length=80, required=False)
    family_name = forms.CharField(label=_("Family name"), max_length=80)
    address = forms.EmailField(
        label=_("E-mail address"), help_text=_("The invitation goes there, and the officer signs in with it.")
    )

    def __init__(self, *args, organisations, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by
        self.fields["organisation"].queryset = organisations
        if len(organisations) == 1:
            self.fields["organisation"].widget = forms.HiddenInput()
            self.fields["organisation"].initial = organisations[0].pk

    def save(self):
        return invite_officer(**self.cleaned_data, by=self.by)
