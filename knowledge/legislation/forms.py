"""Input of the pages of laws."""

from django import forms
from django.utils.translation import gettext_lazy as _

from asm_portal.dated import Precision
from asm_portal.day_field import DayMonthYearField
from asm_portal.models.organisations import LANGUAGE_CHOICES
from asm_portal.uploads import check_upload
from knowledge.legislation import actions
from knowledge.models import Legislation


class LawForm(forms.Form):
    """A law with its text: a file or words, in the original language, and perhaps an unofficial translation."""

    title = forms.CharField(label=_("Title, in the original language"), max_length=400)
    language = forms.ChoiceField(label=_("Original language"), choices=LANGUAGE_CHOICES)
    title_en = forms.CharField(label=_("Title in English, translated"), max_length=400, required=False)
    title_fr = forms.CharField(label=_("Title in French, translated"), max_length=400, required=False)
    official_number = forms.CharField(label=_("Number, as printed"), max_length=80, required=False)
    date = DayMonthYearField(label=_("Date of the law"))
    in_force_from = DayMonthYearField(label=_("In force from"), required=False)
    replaces = forms.ModelChoiceField(None, label=_("Follows"), required=False, empty_label=_("no earlier law"))
    subjects = forms.CharField(
        label=_("Subjects"), max_length=200, required=False, help_text=_("For example: mining, customs, penalties.")
    )
    source_url = forms.URLField(
        label=_("Source on the web"), max_length=500, required=False, assume_scheme="https",
        help_text=_("Where the law is published officially."),
    )  # fmt: skip
    file = forms.FileField(
        label=_("Text as a file"), required=False, validators=[check_upload],
        help_text=_("PDF or DOCX: the copy that the archive keeps."),
    )  # fmt: skip
    text = forms.CharField(label=_("Text in words"), required=False, widget=forms.Textarea(attrs={"rows": 6}))
    translation_language = forms.ChoiceField(
        label=_("Language of the unofficial translation"), choices=[("", "–"), *LANGUAGE_CHOICES], required=False
    )
    translation_file = forms.FileField(label=_("Translation as a file"), required=False, validators=[check_upload])
    translation_text = forms.CharField(
        label=_("Translation in words"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    agreed_audience = forms.ChoiceField(
        label=_("Who may read it"), choices=Legislation._meta.get_field("agreed_audience").choices, initial="process"
    )

    def __init__(self, *args, participant, by, in_force, **kwargs):
        super().__init__(*args, **kwargs)
        self.participant, self.by = participant, by
        self.fields["replaces"].queryset = in_force

    def clean(self):
        given = super().clean()
        if not (given.get("file") or given.get("text", "").strip() or "file" in self.errors):
            self.add_error(
                "file", _("A law without its text cannot be kept. Choose the file, or write the text below.")
            )
        start, date = given.get("in_force_from"), given.get("date")
        if start and date and start < date:
            self.add_error("in_force_from", _("A law is not in force before its own date."))
        self.check_translation(given)
        return given

    def check_translation(self, given):
        has_text = bool(given.get("translation_file") or given.get("translation_text", "").strip())
        language = given.get("translation_language")
        if has_text and not language:
            self.add_error("translation_language", _("Choose the language of the translation."))
        if language and not has_text and "translation_file" not in self.errors:
            self.add_error("translation_file", _("Choose the file of the translation, or write it below."))
        if language and language == given.get("language"):
            self.add_error("translation_language", _("A translation is in another language than the original."))

    def full_clean(self):
        super().full_clean()
        for name, file in self.files.items() if self.is_bound and self._errors else ():
            if name in self.fields and name not in self._errors:
                self.add_error(
                    name, _("Choose “%(file)s” again: a browser does not keep a chosen file.") % {"file": file.name}
                )

    def save(self):
        given = self.cleaned_data
        titles = {code: given[f"title_{code}"] for code in ("en", "fr") if given[f"title_{code}"]}
        translation = None
        if given["translation_language"]:
            translation = given["translation_language"], given["translation_file"], given["translation_text"]
        law = ("in_force_from", "source_url", "subjects", "agreed_audience")
        return actions.propose_law(
            participant=self.participant,
            titles=titles | {given["language"]: given["title"]},
            language=given["language"],
            file=given["file"],
            text=given["text"],
            translation=translation,
            replaces=given["replaces"],
            law={name: given[name] for name in law},
            official_number=given["official_number"],
            date=given["date"],
            date_precision=Precision.DAY,
            is_demonstration=self.participant.is_demonstration,
            by=self.by,
        )


class RemarkForm(forms.Form):
    """Why a law is not published."""

    remark = forms.CharField(label=_("What must change"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)
