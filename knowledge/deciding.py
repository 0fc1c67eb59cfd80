"""What the pages have in common on which the KP Chair's office decides on a text (templates/knowledge/decide.html)."""

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Side:
    """A text in one language as the page shows it: `body` is printed as it stands, so it is a plain string, which the template
    escapes, or a `Rendered`; `note` says what is particular about it, `file_words` and `file_url` lead to its file."""

    language: str
    title: str
    body: str = ""
    note: str = ""
    file_words: str = ""
    file_url: str = ""


class DecideForm(forms.Form):
    """Approve exactly what the page showed (`seen`), or give it back with a remark (the button `return`)."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    remark = forms.CharField(
        label=_("Remark"), widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}), max_length=2_000, required=False
    )

    @property
    def is_return(self):
        return "return" in self.data

    def clean(self):
        given = super().clean()
        if self.is_return and not given.get("remark") and "remark" not in self.errors:
            self.add_error("remark", _("Say what should be changed."))
        return given
