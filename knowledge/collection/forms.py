"""Input of the collection list."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from asm_portal.dated import today
from asm_portal.day_field import DayMonthYearField
from asm_portal.models import Organisation, Person
from asm_portal.register import alphabetical
from knowledge.collection import actions
from knowledge.models import CollectionRequest

Answer = CollectionRequest.Answer


def not_ahead(day):
    """Raise ValidationError for a day that is still to come."""
    if day > today():
        raise ValidationError(_("This day lies ahead."))


class RequestForm(forms.ModelForm):
    """Who was asked, how and when. `sought` is the Sought that they were asked for."""

    asked_on = DayMonthYearField(label=_("Asked on"), initial=today, validators=[not_ahead])

    class Meta:
        model = CollectionRequest
        fields = ("asked_organisation", "asked_person", "asked_archive", "asked_on", "channel", "note")
        help_texts = {
            "asked_organisation": _(
                "It sees the request on its desk and may answer there, if it may know of what is looked for."
            ),
            "note": _("For the secretariat and the Chair’s office only."),
        }
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, sought, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.sought, self.by = sought, by
        organisations = Organisation.objects.visible_to(by).with_names()
        if not sought.is_demonstration:
            organisations = organisations.filter(is_demonstration=False)
        ordered = sorted(organisations, key=lambda row: alphabetical(row.name))
        self.fields["asked_organisation"].queryset = organisations
        self.fields["asked_organisation"].choices = [("", "–"), *((row.pk, row.name) for row in ordered)]
        self.fields["asked_person"].queryset = Person.objects.visible_to(by)
        self.fields["asked_person"].empty_label = "–"

    def clean(self):
        given = super().clean()
        if not (given.get("asked_organisation") or given.get("asked_person") or given.get("asked_archive")):
            self.add_error("asked_organisation", _("Say who was asked: an organisation, a person, or an archive."))
        return given

    def _post_clean(self):
        """The action checks the whole record; here only what was typed counts."""

    def save(self):
        return actions.ask_for(sought=self.sought.record, by=self.by, **self.cleaned_data)


class AnswerForm(forms.Form):
    """What was answered. The organisation that was asked says itself whether it will send it."""

    BY_THE_ASKED = (Answer.PROMISED, Answer.DOES_NOT_EXIST)

    answer = forms.ChoiceField(label=_("Answer"))
    answer_reason = forms.CharField(label=_("If it does not exist: why"), max_length=300, required=False)
    answered_on = DayMonthYearField(label=_("Answered on"), required=False, validators=[not_ahead])
    note = forms.CharField(
        label=_("Internal note"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For the secretariat and the Chair’s office only."),
    )

    def __init__(self, *args, request, by, keeps_list, **kwargs):
        super().__init__(*args, **kwargs)
        self.request, self.by, self.keeps_list = request, by, keeps_list
        offered = Answer if keeps_list else self.BY_THE_ASKED
        self.fields["answer"].choices = [(answer.value, answer.label) for answer in offered]
        if not keeps_list:
            del self.fields["note"], self.fields["answered_on"]
        self.initial = {
            "answer": request.answer,
            "answer_reason": request.answer_reason,
            "answered_on": request.answered_on or today(),
            "note": request.note,
        }

    def clean(self):
        given = super().clean()
        if given.get("answer") == Answer.DOES_NOT_EXIST and not given.get("answer_reason"):
            self.add_error("answer_reason", _("Say why it does not exist."))
        day = given.get("answered_on") if self.keeps_list else today()
        if self.keeps_list and given.get("answer") != Answer.PENDING and not day and "answered_on" not in self.errors:
            self.add_error("answered_on", _("Say on which day the answer came."))
        given["answered_on"] = None if given.get("answer") == Answer.PENDING else day
        return given

    def save(self):
        return actions.note_answer(request=self.request, by=self.by, **self.cleaned_data)
