"""What is typed about the end of a case."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from asm_portal.dated import today
from asm_portal.day_field import DayMonthYearField
from asm_portal.editing import EditingForm
from assistance.analysis.forms import in_labels, text_field
from assistance.models import Delivery, HelpQuestion, Referral
from assistance.outcomes import held
from assistance.outcomes.actions import RECORDED, outcome_of, version_of_outcome
from knowledge.models import Document
from logistics.meetings.importing import document_named


class DeliveryForm(EditingForm):
    """What was given, by whom, on which days, and what the portal holds of it."""

    start_date = DayMonthYearField(label=_("First day"))
    end_date = DayMonthYearField(
        label=_("Last day"), required=False, help_text=_("Leave empty if it was given on one day.")
    )
    other = forms.CharField(
        label=_("Another workshop or visit"),
        required=False,
        max_length=200,
        help_text=_(
            "If it is not in the lists: its reference, for example WSH-2026-K7Q2M, or the address of its page."
        ),
    )
    document = forms.CharField(
        label=_("Document"),
        required=False,
        max_length=80,
        help_text=_("The reference of a document in the archive, for example TRN-2026-K7Q2M."),
    )

    class Meta:
        model = Delivery
        fields = ("kind", "by_whom", "start_date", "end_date", "text", "referral", "workshop", "visit")
        widgets = {"kind": forms.RadioSelect, "by_whom": forms.TextInput}

    field_order = (
        "kind", "by_whom", "start_date", "end_date", "text", "referral", "workshop", "visit", "other", "document", "why",
    )  # fmt: skip

    def __init__(self, *args, reader, **kwargs):
        super().__init__(*args, **kwargs)
        self.reader = reader
        self.fields["kind"].choices = in_labels(Delivery.Kind.choices)
        self.fields["text"].widget.attrs |= {"rows": 3, "dir": "auto"}
        self.fields["by_whom"].help_text = _("An organisation or a provider, not a person: it is shown on the page.")
        self.choose_what_is_held()
        if self.instance.document_id:
            self.initial["document"] = self.instance.document.reference
        if self.instance.pk is None:
            del self.fields["why"]

    def choose_what_is_held(self):
        """The referrals that were accepted, and the workshops and visits that it can have been, as far as there are any."""
        accepted = self.instance.request.referrals.filter(state=Referral.State.ACCEPTED).select_related("body")
        for name, rows in {"referral": accepted, **held.likely(self.instance, self.reader)}.items():
            self.fields[name].queryset, self.fields[name].empty_label = rows, "–"
            if name != "referral":
                self.fields[name].label_from_instance = with_days
            if not rows.exists():
                del self.fields[name]

    def clean_start_date(self):
        day = self.cleaned_data["start_date"]
        if day > today():
            raise ValidationError(_("This day is still to come. Record a delivery once it has begun."))
        return day

    def clean_document(self):
        asked = self.cleaned_data["document"].strip()
        if not asked:
            return None
        try:
            return document_named(asked, Document.objects.visible_to(self.reader))
        except ValueError as problem:
            raise ValidationError(str(problem)) from None

    def clean_other(self):
        """(field, workshop or visit) where one is named; None where none is."""
        asked = self.cleaned_data["other"].strip()
        return held.named(asked, self.reader) if asked else None

    def clean(self):
        given = super().clean()
        if not given.get("end_date") and "end_date" not in self.errors:
            given["end_date"] = given.get("start_date")
        if "document" in given:
            self.instance.document = given["document"]
        if given.get("other"):
            self.take_other(*given["other"])
        return given

    def take_other(self, name, row):
        """What was named beside the lists."""
        chosen = self.cleaned_data.get(name)
        if chosen not in (None, row) and name in self.changed_data:
            self.add_error("other", _("Choose from the list above, or name another one here: not both."))
        else:
            self.cleaned_data[name] = row
            setattr(self.instance, name, row)


def with_days(row):
    """A workshop or a visit in a list: several may bear one name."""
    return f"{row}, {row.days}"


class TakeOutForm(forms.Form):
    """Why a delivery that was recorded is taken out."""

    reason = forms.CharField(label=_("Reason"), max_length=500, help_text=_("Kept in the history beside who and when."))


class OutcomeForm(forms.Form):
    """What came of a request, and what the requester is told."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=24)
    kind = forms.ChoiceField(
        label=_("Outcome"),
        widget=forms.RadioSelect,
        choices=[(kind.value, capfirst(kind.label)) for kind in RECORDED],
    )
    text = text_field(
        _("What the requester is told"),
        help_text=_("It appears word for word on the page of the request and in the mail."),
    )

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, **kwargs)
        self.case = case

    def show_what_stands(self):
        """After a refusal, have the form bear the outcome that stands now, so that it can be sent again knowing it."""
        self.data = self.data.copy()
        self.data["seen"] = version_of_outcome(outcome_of(self.case))


class ContestForm(forms.Form):
    """What the requester finds wrong in an outcome."""

    text = text_field(_("What is not right"), help_text=_("The secretariat and the KP Chair’s office will read it."))


class ContestAnswerForm(forms.Form):
    """The case is opened again, or words say why not; the button that is pressed decides."""

    answer = text_field(_("What the requester is told"), required=False, help_text=_("Needed if the outcome stands."))

    @property
    def reopens(self):
        return "reopen" in self.data


class HelpForm(forms.Form):
    """Whether the assistance helped."""

    answer = forms.ChoiceField(
        label=_("Did it help?"), widget=forms.RadioSelect, choices=in_labels(HelpQuestion.Answer.choices)
    )
    text = text_field(
        _("In your words"), 3, required=False, help_text=_("What helped, what did not, what is still missing.")
    )
