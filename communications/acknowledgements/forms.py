"""What is typed about calls."""

from django import forms
from django.utils.translation import gettext_lazy as _

from communications.models import CallAttempt


class CallForm(forms.Form):
    """Whom one called; the button that is pressed is the outcome."""

    voice = forms.ChoiceField(label=_("Whom you spoke to, or tried to reach"))
    note = forms.CharField(label=_("Note"), required=False, max_length=2000)
    outcome = forms.ChoiceField(
        choices=CallAttempt.Outcome,
        error_messages={"required": _("Say with one of the buttons what came of it.")},
    )

    def __init__(self, *args, row, **kwargs):
        super().__init__(*args, auto_id=f"id_{row.organisation.code}_%s", **kwargs)
        self.by_key = {voice.key: voice for voice in row.voices}
        self.fields["voice"].choices = [(voice.key, voice.label) for voice in row.voices]

    def clean_voice(self):
        return self.by_key[self.cleaned_data["voice"]]


class TakeBackForm(forms.Form):
    """Why an acknowledgement that was noted is taken back."""

    reason = forms.CharField(label=_("Reason"), max_length=500, help_text=_("Kept in the history beside who and when."))
