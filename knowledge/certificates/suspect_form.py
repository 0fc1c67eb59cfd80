"""Reporting a suspect certificate."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from asm_portal.day_field import DayMonthYearField
from asm_portal.models import Organisation
from knowledge.certificates.check_form import issuer_choices, refuse_day
from knowledge.certificates.pictures import decoded
from knowledge.models.checks import OTHER_ISSUER

MOST_PHOTOS = 3


class PhotosInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Up to three pictures, each told by its content."""

    widget = PhotosInput(attrs={"accept": "image/jpeg,image/png,image/webp"})

    def clean(self, data, initial=None):
        given = [super(PhotosField, self).clean(one, initial) for one in data or ()]
        if len(given) > MOST_PHOTOS:
            raise forms.ValidationError(_("Choose at most %(most)s pictures.") % {"most": MOST_PHOTOS})
        for photo in given:
            decoded(photo)
        return given


class SuspectForm(forms.Form):
    """What is known of a suspect certificate; `check` is the one that led here."""

    participant = forms.ChoiceField(
        label=gettext_lazy("Claimed issuer"),
        error_messages={"required": gettext_lazy("Choose whose name the certificate bears.")},
    )
    other_issuer = forms.CharField(
        label=gettext_lazy("If it is not in the list: the name on the certificate"), required=False, max_length=120
    )
    issued_on = DayMonthYearField(label=gettext_lazy("Date of issue on the certificate"), required=False)
    number = forms.CharField(label=gettext_lazy("Number, as printed"), required=False, max_length=60)
    seen = forms.CharField(
        label=gettext_lazy("What did you see?"),
        help_text=gettext_lazy("What is wrong with it, where it turned up, where it is now."),
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": gettext_lazy("Say in a few words what you saw.")},
        max_length=4000,
    )
    photos = PhotosField(
        label=gettext_lazy("Pictures"),
        help_text=gettext_lazy(
            "Up to three, as JPEG, PNG or WebP. What else the files tell, such as the place, is removed."
        ),
        required=False,
    )

    def __init__(self, *args, reader, check=None, **kwargs):
        self.reader, self.check = reader, check
        if check:
            kwargs["initial"] = {
                "participant": check.participant.code if check.participant else OTHER_ISSUER,
                "issued_on": check.issued_on,
                "number": check.certificate_number,
            }
        super().__init__(*args, **kwargs)
        self.fields["participant"].choices = issuer_choices(reader, _("Choose"))

    def clean_issued_on(self):
        day = self.cleaned_data["issued_on"]
        if day:
            refuse_day(day)
        return day

    def clean(self):
        given = super().clean()
        is_other = given.get("participant") == OTHER_ISSUER
        if is_other and not given.get("other_issuer"):
            self.add_error("other_issuer", _("Write the name that stands on the certificate."))
        return given

    @property
    def facts(self):
        """The fields of a SuspectReport."""
        given = self.cleaned_data
        is_other = given["participant"] == OTHER_ISSUER
        known = Organisation.objects.visible_to(self.reader)
        return {
            "claimed_issuer": None if is_other else known.get(code=given["participant"]),
            "other_issuer": given["other_issuer"] if is_other else "",
            "issued_on": given["issued_on"],
            "certificate_number": given["number"],
            "seen": given["seen"],
            "photos": given["photos"],
            "asked_in": self.check,
        }


class DecisionForm(forms.Form):
    """Why a case was decided so."""

    remark = forms.CharField(
        label=gettext_lazy("Remark"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
