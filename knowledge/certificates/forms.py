"""Input of the pages by which Participants keep their specimens and signatories."""

import re
from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from asm_portal.day_field import DayMonthYearField
from asm_portal.models import Affiliation, Organisation
from knowledge.certificates import actions
from knowledge.certificates.pictures import decoded
from knowledge.models import AuthorisedSignatory, CertificateSpecimen, NumberRange, SpecimenImage

Side = SpecimenImage.Side
LINE_OF_NUMBERS = re.compile(r"(\d{4})\s*:\s*(\d{1,18})\s*[-–—]\s*(\d{1,18})")
ONE_DAY = timedelta(days=1)


def authorities_of(participant):
    """The Participant and the organisations that act for it today."""
    acting = Affiliation.objects.speaking().filter(parent=participant)
    return Organisation.objects.filter(pk__in=[participant.pk, *acting.values_list("organisation", flat=True)])


class PictureField(forms.FileField):
    """A picture that can be decoded."""

    widget = forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"})

    def clean(self, data, initial=None):
        file = super().clean(data, initial)
        if data and file:
            decoded(file)
        return file


class ProposalForm(forms.ModelForm):
    """What is proposed of an authority of the Participant, from a first day to a last one."""

    first_day = DayMonthYearField(label=_("First day"))
    last_day = DayMonthYearField(label=_("Last day"), required=False, help_text=_("Empty: until further notice."))

    def __init__(self, *args, participant, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.by, record = by, self.instance
        record.participant = participant
        self.fields["authority"].queryset = authorities_of(participant).with_names()
        self.fields["authority"].empty_label = None
        self.initial.setdefault("authority", participant.pk)
        self.initial["first_day"] = record.valid_from
        self.initial["last_day"] = record.valid_until and record.valid_until - ONE_DAY

    def clean(self):
        given = super().clean()
        first, last = given.get("first_day"), given.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The last day must not come before the first."))
        self.instance.valid_from, self.instance.valid_until = first, last and last + ONE_DAY
        return given

    def full_clean(self):
        super().full_clean()
        if self.is_bound and self._errors:
            self.ask_for_files_again()

    def ask_for_files_again(self):
        """A browser does not send a chosen file twice: say which must be chosen again."""
        for name, file in self.files.items():
            if name in self.fields and name not in self._errors:
                message = _("Choose “%(file)s” again: a browser does not keep a chosen file.") % {"file": file.name}
                self.add_error(name, message)


class SignatoryForm(ProposalForm):
    """A signatory with the picture of the signature. `like` is the signatory whose signature is kept where no other is chosen."""

    picture = PictureField(
        label=_("Signature"),
        help_text=_("A PNG, JPEG or WebP picture of the signature alone, dark on white, best 600 pixels wide or more."),
    )

    class Meta:
        model = AuthorisedSignatory
        fields = ("authority", "name", "function_en", "function_fr")

    field_order = ("authority", "name", "function_en", "function_fr", "first_day", "last_day", "picture")

    def __init__(self, *args, like=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.like = like
        if like:
            self.fields["picture"].required = False
            self.fields["picture"].help_text = _("Empty: the signature on record stays.")

    def clean(self):
        given = super().clean()
        if not (given.get("function_en") or given.get("function_fr")):
            self.add_error("function_en", _("Write the function, in English or in French."))
        return given

    def _post_clean(self):
        super()._post_clean()
        if self.errors:
            return
        try:
            actions.refuse_twice(self.instance)
        except ValidationError as refused:
            self.add_error("name", refused)

    def save(self):
        if self.cleaned_data["picture"] or self.like in (None, self.instance):
            return self.propose(self.cleaned_data["picture"])
        with self.like.image.open("rb") as kept:
            return self.propose(kept)

    def propose(self, picture):
        return actions.propose_signatory(signatory=self.instance, picture=picture, by=self.by)


class SpecimenForm(ProposalForm):
    """A specimen with its numbers and pictures; corrected, it keeps the pictures for which no other is chosen."""

    numbers = forms.CharField(
        label=_("Numbers by year"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One year on each line: 2026: 1–40000."),
    )
    front = PictureField(label=_("Front"), help_text=_("A PNG, JPEG or WebP picture of a specimen, not of a used one."))
    back = PictureField(label=_("Back"), required=False)
    detail = PictureField(label=_("A detail to look for"), required=False)
    caption_en = forms.CharField(label=_("What the detail shows, in English"), required=False, max_length=200)
    caption_fr = forms.CharField(label=_("What the detail shows, in French"), required=False, max_length=200)

    class Meta:
        model = CertificateSpecimen
        fields = (
            "authority", "series", "number_prefix", "number_digits", "validity_days", "features_en", "features_fr",
        )  # fmt: skip
        widgets = {name: forms.Textarea(attrs={"rows": 4}) for name in ("features_en", "features_fr")}

    field_order = (
        "authority", "series", "first_day", "last_day", "number_prefix", "number_digits", "numbers", "validity_days",
        "features_en", "features_fr", "front", "back", "detail", "caption_en", "caption_fr",
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            return
        self.initial["numbers"] = "\n".join(map(str, self.instance.ranges.all()))
        for image in self.instance.images.all():
            self.fields[image.side].required = False
            self.fields[image.side].help_text = _("Empty: the picture on record stays.")
            if image.side == Side.DETAIL:
                self.initial |= {"caption_en": image.caption_en, "caption_fr": image.caption_fr}

    def clean_numbers(self):
        """A list of (year, first, last)."""
        found = []
        for number, line in enumerate(self.cleaned_data["numbers"].splitlines(), start=1):
            if not line.strip():
                continue
            match = LINE_OF_NUMBERS.fullmatch(line.strip())
            if not match:
                raise ValidationError(
                    _("Line %(number)s is not a year with its first and last number, such as 2026: 1–40000."),
                    params={"number": number},
                )
            found.append(self.in_order(number, *map(int, match.groups())))
        return found

    def in_order(self, number, year, first, last):
        if first > last:
            raise ValidationError(
                _("Line %(number)s: the last number must not come before the first."), params={"number": number}
            )
        return year, first, last

    def clean(self):
        given = super().clean()
        if given.get("authority") and "numbers" in given:
            self.refuse_rival_numbers(given)
        if not (given.get("features_en") or given.get("features_fr")):
            self.add_error("features_en", _("Say what to look for, in English or in French."))
        return given

    def refuse_rival_numbers(self, given):
        """Numbers that stand twice in the list, or on a published specimen of the authority."""
        rows = given["numbers"]
        specimen = CertificateSpecimen(authority=given["authority"], number_prefix=given.get("number_prefix", ""))
        try:
            for place, (year, first, last) in enumerate(rows):
                if any(year == other and first <= end and last >= start for other, start, end in rows[:place]):
                    raise ValidationError(
                        _("The numbers %(first)s–%(last)s stand here twice."), params={"first": first, "last": last}
                    )
                NumberRange(specimen=specimen, year=year, first=first, last=last).refuse_overlap()
        except ValidationError as refused:
            self.add_error("numbers", refused)

    def save(self):
        given = self.cleaned_data
        captions = {Side.DETAIL: (given["caption_en"], given["caption_fr"])}
        pictures = {side: (given[side], *captions.get(side, ("", ""))) for side in Side.values}
        return actions.propose_specimen(specimen=self.instance, ranges=given["numbers"], pictures=pictures, by=self.by)


class RemarkForm(forms.Form):
    """Why a proposal goes back."""

    remark = forms.CharField(label=_("What must change"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)


class RevocationForm(forms.Form):
    """Why a signature no longer holds."""

    reason_en = forms.CharField(label=_("Reason, in English"), required=False, max_length=500)
    reason_fr = forms.CharField(label=_("Reason, in French"), required=False, max_length=500)

    def clean(self):
        given = super().clean()
        if not (given.get("reason_en") or given.get("reason_fr")):
            self.add_error("reason_en", _("Give the reason, in English or in French."))
        return given


class PublishSpecimenForm(forms.Form):
    """Whether the specimen in force ends on the first day of the new one."""

    ends_previous = forms.BooleanField(label=_("End the specimen in force that day"), required=False)
