"""What the KP Chair decides: who may know who has reported."""

from django import forms
from django.utils.translation import gettext_lazy as _

from knowledge.models import Document
from logistics.matrix.disclosure import decide
from logistics.models import Disclosure

Readers, Shown = Disclosure.Readers, Disclosure.Shown


class DisclosureForm(forms.Form):
    """What whom may know from now on, and why."""

    readers = forms.ChoiceField(label=_("For whom"), choices=Readers, widget=forms.RadioSelect)
    shown = forms.ChoiceField(
        label=_("What they may know"),
        choices=Shown,
        widget=forms.RadioSelect,
        help_text=_("Everyone may know at most totals. A total that could name somebody is not shown to anybody."),
    )
    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    reference = forms.CharField(
        label=_("Document or decision it rests on"),
        required=False,
        max_length=24,
        help_text=_("Its reference, for example DEC-2026-K7Q2M."),
    )

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by

    def clean_reference(self):
        """The document, as far as its editor may know of it."""
        reference = self.cleaned_data["reference"].strip().upper()
        found = Document.objects.visible_to(self.by).filter(reference=reference).first() if reference else None
        if reference and found is None:
            raise forms.ValidationError(_("The archive has no document with this reference."))
        return found

    def clean(self):
        given = super().clean()
        if given.get("readers") == Readers.PUBLIC and given.get("shown") == Shown.MATRIX:
            self.add_error("shown", _("Everyone may know at most totals: nobody is named in public."))
        return given

    def save(self):
        given = self.cleaned_data
        return decide(
            readers=given["readers"],
            shown=given["shown"],
            reason=given["reason"],
            document=given["reference"],
            by=self.by,
        )
