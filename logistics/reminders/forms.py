"""Input about letters: their text, and what became of them."""

from django import forms
from django.utils.translation import gettext_lazy as _

from asm_portal.dated import today
from asm_portal.day_field import DayMonthYearField
from logistics.reminders.actions import change_letter, decline, mark_sent

LINES = forms.Textarea(attrs={"rows": 24})


class LetterForm(forms.Form):
    """The text of a letter in both languages; `seen` is the version that the page showed."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    text_en = forms.CharField(label=_("Text in English"), widget=LINES)
    text_fr = forms.CharField(label=_("Text in French"), widget=LINES)

    def do(self, letter, by):
        return change_letter(letter=letter, by=by, **self.cleaned_data)


class SentForm(forms.Form):
    """On which day the Chair sent it."""

    on = DayMonthYearField(label=_("Sent on"), initial=today)

    def do(self, letter, by):
        return mark_sent(letter=letter, by=by, **self.cleaned_data)


class DeclineForm(forms.Form):
    """Why it is not sent."""

    reason = forms.CharField(
        label=_("Why it is not sent"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        help_text=_("Kept for the Chair’s office and the secretariat; nobody else reads it."),
    )

    def do(self, letter, by):
        return decline(letter=letter, by=by, **self.cleaned_data)
