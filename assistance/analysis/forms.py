"""What is typed on the pages of the analysis."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from asm_portal.editing import CONFLICT, differences
from asm_portal.forms import LineField
from assistance.analysis.actions import versions
from assistance.models import Assessment, AssistanceRequest, ClarificationAnswer
from assistance.themes import Theme
from knowledge.minutes.forms import long_text

LONGEST = 10_000
# No maxlength in the page: a browser would cut what is pasted without a word.
TOO_LONG = _(
    "This text has %(show_value)s characters; at most %(limit_value)s are allowed. Nothing is lost: shorten it here."
)


def in_labels(choices):
    return [(value, capfirst(label)) for value, label in choices]


def text_field(label, rows=4, **kwargs):
    return forms.CharField(
        label=label, widget=long_text(rows), validators=[MaxLengthValidator(LONGEST, TOO_LONG)], **kwargs
    )


class AnalysisForm(forms.Form):
    """Whether a request is eligible, which the requester is told, and what the secretariat keeps to itself. It bears the version
    that it was opened with; after a conflict it shows both, and saving again replaces what is on record."""

    DECISIONS = {"": None, "yes": True, "no": False}

    seen_version = forms.CharField(widget=forms.HiddenInput, required=False, max_length=24)
    decision = forms.ChoiceField(
        label=_("Eligible"), required=False, widget=forms.RadioSelect,
        choices=[("", _("Not decided yet")), ("yes", _("Eligible")), ("no", _("Not eligible"))],
    )  # fmt: skip
    reason = text_field(
        _("Reason, as told to the requester"), 3, required=False,
        help_text=_("Required if the request is not eligible. It is shown on the page of the request and in the mail."),
    )  # fmt: skip
    themes = forms.MultipleChoiceField(
        label=_("Themes"), required=False, widget=forms.CheckboxSelectMultiple, choices=in_labels(Theme.choices)
    )
    priority = forms.ChoiceField(
        label=_("Priority"), widget=forms.RadioSelect, choices=in_labels(Assessment.Priority.choices),
        help_text=_("From here on, for the secretariat only: neither the requester nor a body can read it."),
    )  # fmt: skip
    estimated_need = text_field(_("Estimated need"), 3, required=False)
    conflict = ()

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, **kwargs)
        self.case = case
        if self.initial.get("decision"):
            self.fields["decision"].choices = self.fields["decision"].choices[1:]
            self.fields["decision"].required = True

    def clean(self):
        given = super().clean()
        if given.get("decision") == "no" and not given.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Say why the request is not eligible: the requester is told."))
        return given

    def facts(self):
        """What was entered, as `actions.analyse` takes it."""
        given = dict(self.cleaned_data)
        return given | {"is_eligible": self.DECISIONS[given.pop("decision")], "seen": given.pop("seen_version")}

    def meet(self, refusal):
        """After a conflict, show what is on record beside what was typed; saving again replaces that."""
        if any(error.code == CONFLICT for error in refusal.error_list):
            self.conflict = differences(self)
            self.data = self.data.copy()
            self.data["seen_version"] = versions(self.case)


class NoteForm(forms.Form):
    """A note of the secretariat for itself."""

    note = text_field(_("Internal note"), 3)


class QuestionForm(forms.Form):
    """What the requester is asked."""

    question = text_field(
        _("What you need to know, and why"),
        help_text=_("The requester reads exactly this, in the mail and on the page of the request."),
    )


class AnswerForm(forms.Form):
    """The requester's answer."""

    text = text_field(
        _("Your answer"), 6, error_messages={"required": _("Write your answer.")},
        help_text=_("Everyone who may read the request can read the answer, including any body that it is referred to."),
    )  # fmt: skip


class NotedAnswerForm(forms.Form):
    """An answer that came to the secretariat."""

    channel = forms.ChoiceField(
        label=_("How it arrived"), widget=forms.RadioSelect,
        choices=[(channel.value, capfirst(channel.label)) for channel in ClarificationAnswer.NOTED],
    )  # fmt: skip
    text = text_field(_("The answer"), 6)


class OtherCaseForm(forms.Form):
    """With which other case a request is to be handled together."""

    into = LineField(label=_("Reference of the case to continue with"), max_length=24)

    def __init__(self, *args, reader, **kwargs):
        super().__init__(*args, **kwargs)
        self.reader = reader

    def clean_into(self):
        reference = self.cleaned_data["into"].strip()
        found = AssistanceRequest.objects.visible_to(self.reader).filter(reference__iexact=reference).first()
        if found is None:
            raise ValidationError(gettext("There is no request with the reference %(text)s.") % {"text": reference})
        return found


class MergeForm(OtherCaseForm):
    """Why two cases are one."""

    reason = text_field(
        _("Reason"), 3, help_text=_("Kept as an internal note in both cases; neither requester can read it.")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["into"].widget = forms.HiddenInput()
