"""Input of the pages of reports."""

from django import forms
from django.utils.translation import gettext_lazy as _

from asm_portal.dated import today
from asm_portal.day_field import DayMonthYearField
from asm_portal.models.organisations import LANGUAGE_CHOICES
from asm_portal.uploads import check_upload
from asm_portal.visibility import Audience
from knowledge.models import Document
from logistics.models import Excuse, Submission
from logistics.reporting import actions, archive, excuses

Kind = Excuse.Kind
WORDS = {"widget": forms.Textarea(attrs={"rows": 4}), "max_length": 2000}


class SubmitForm(forms.Form):
    """A report in four fields, kept as a draft whatever is still missing. What is complete is asked of the draft."""

    file = forms.FileField(
        label=_("File of the report"),
        required=False,
        help_text=_("One file: PDF, DOCX, XLSX, ODT, plain text or a picture; a scan will do."),
    )
    is_year_confirmed = forms.BooleanField(label=_("This is the right file"), required=False)
    language = forms.ChoiceField(label=_("Language of the report"), choices=LANGUAGE_CHOICES)
    what_changed = forms.CharField(label=_("What has changed since the last version"), max_length=300, required=False)
    contacts_right = forms.BooleanField(label=_("These contacts are still right"), required=False)
    is_declared = forms.BooleanField(required=False)

    def __init__(self, *args, period, owner, draft, by, contacts, last=None, is_revision=False, **kwargs):
        self.period, self.owner, self.draft, self.by = period, owner, draft, by
        super().__init__(*args, **kwargs)
        kept = ("language", "what_changed", "contacts_right", "is_declared", "is_year_confirmed")
        self.initial = {name: getattr(draft, name) for name in kept} if draft else {"language": last or ""}
        self.fields["is_declared"].label = declaration(period, owner)
        self.fields["contacts_right"].help_text = ", ".join(map(str, contacts))
        if not is_revision:
            del self.fields["what_changed"]
        if not (draft and draft.other_year):
            del self.fields["is_year_confirmed"]
        # What is missing is said once the draft is kept; a page says from the start that the file is needed.
        self.fields["file"].required = not self.is_bound and not (draft and draft.file)

    def keep(self):
        """Save what was entered as the draft; raises ValidationError where the file is not taken."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "file"}
        self.draft = actions.save_draft(period=self.period, owner=self.owner, by=self.by, **given)
        if file := self.cleaned_data.get("file"):
            self.draft = actions.save_draft(period=self.period, owner=self.owner, by=self.by, file=file)
        return self.draft


def declaration(period, owner):
    """What whoever sends a report declares; it says who will read it."""
    kind = period.obligation.kind
    readers = Audience(kind.default_audience).label if kind else Audience.PROCESS.label
    return _(
        "I send this for %(owner)s: it is complete and right as far as I know. Once it is filed it is for: %(readers)s."
    ) % {
        "owner": owner,
        "readers": readers,
    }


class DutyForm(forms.Form):
    """Input about a report of an owner; `save` calls the verb."""

    def __init__(self, *args, period, owner, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.about = {"period": period, "owner": owner, "by": by}


class SentForm(DutyForm):
    """When statistics were sent to their own site."""

    sent_on = DayMonthYearField(label=_("Sent on"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("sent_on", today())

    def save(self):
        return actions.note_sent(**self.about, **self.cleaned_data)


class TakeDownForm(DutyForm):
    """A report that came by mail or on paper."""

    channel = forms.ChoiceField(
        label=_("How it came"),
        choices=[(code, label) for code, label in Submission.Channel.choices if code in ("mail", "paper")],
        widget=forms.RadioSelect,
    )
    received_on = DayMonthYearField(
        label=_("Received on"), help_text=_("The day on which it came in: whether it is late is counted from it.")
    )
    file = forms.FileField(
        label=_("File or scan"), required=False, validators=[check_upload],
        help_text=_("Without one, the archive knows of the report and does not hold it."),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language of the report"), choices=LANGUAGE_CHOICES)
    document = forms.CharField(
        label=_("Reference of the document"), required=False, max_length=40,
        help_text=_("Where the archive holds the report already; then without a file."),
    )  # fmt: skip

    def clean_document(self):
        """The document of the owner, of the kind that is reported; a reference that names none is refused."""
        reference = self.cleaned_data["document"].strip().upper()
        if not reference:
            return None
        kind = self.about["period"].obligation.kind
        known = Document.objects.visible_to(self.about["by"]).filter(kind=kind, state=Document.State.FINAL)
        found = known.filter(reference=reference, **archive.concerning(self.about["owner"])).first()
        if found is None:
            raise forms.ValidationError(_("The archive holds no such report of this owner under this reference."))
        return found

    def clean(self):
        given = super().clean()
        if given.get("file") and given.get("document"):
            self.add_error("file", _("Give the file or the document, not both."))
        return given

    def save(self):
        return actions.take_down(**self.about, **self.cleaned_data)


class ExcuseForm(DutyForm):
    """Why a report cannot come, or when it will."""

    kind = forms.ChoiceField(label=_("What you ask for"), widget=forms.RadioSelect)
    until = DayMonthYearField(
        label=_("New day"),
        required=False,
        help_text=_("By which day the report will come, where you ask for more time."),
    )
    reason = forms.CharField(label=_("Reason"), **WORDS)

    KINDS = (
        (Kind.EXTENDED.value, _("more time")),
        (Kind.EXCUSED.value, _("to be excused")),
        (Kind.NOT_DUE.value, _("to have it said that this report is not due")),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = self.KINDS

    def save(self):
        return excuses.request_excuse(**self.about, **self.cleaned_data)


class GrantForm(ExcuseForm):
    """What is granted although nobody has asked."""

    direction = forms.CharField(
        label=_("At whose direction"),
        max_length=200,
        required=False,
        help_text=_("Which Chair directed it, when and how."),
    )
    KINDS = Kind.choices

    def __init__(self, *args, names_direction, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].label = _("What is granted")
        self.fields["until"].help_text = _("The new day by which the report is due.")
        if not names_direction:
            del self.fields["direction"]

    def save(self):
        return excuses.grant_excuse(**self.about, **self.cleaned_data)


class DecideForm(forms.Form):
    """A decision on what an owner asks for."""

    is_granted = forms.TypedChoiceField(
        label=_("Decision"), choices=[("yes", _("grant")), ("no", _("refuse"))], coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
    )  # fmt: skip
    until = DayMonthYearField(label=_("New day"), required=False, help_text=_("Empty: as requested."))
    answer = forms.CharField(label=_("Answer to the owner"), required=False, **WORDS)
    direction = GrantForm.base_fields["direction"]

    def __init__(self, *args, excuse, by, names_direction, **kwargs):
        super().__init__(*args, **kwargs)
        self.excuse, self.by = excuse, by
        if excuse.kind == Kind.NOT_DUE:
            del self.fields["until"]
        if not names_direction:
            del self.fields["direction"]

    def save(self):
        return excuses.decide_excuse(excuse=self.excuse, by=self.by, **self.cleaned_data)


class ContestForm(DutyForm):
    """What is wrong with a standing."""

    text = forms.CharField(
        label=_("What is wrong?"),
        help_text=_("Say what is so instead, and how it can be seen: a receipt, a mail, a day."),
        **WORDS,
    )

    def save(self):
        return excuses.contest(**self.about, **self.cleaned_data)


class RecallForm(forms.Form):
    """Why a version is recalled."""

    reason = forms.CharField(
        label=_("Why do you recall it?"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=500,
        error_messages={"required": _("Say why it is recalled.")},
    )


class ReceiptForm(forms.Form):
    """What somebody who holds a receipt knows."""

    reference = forms.CharField(label=_("Reference"), max_length=40, help_text=_("As on the receipt: RCP-2026-K7Q2M."))
    sha256 = forms.CharField(
        label=_("SHA-256"),
        max_length=200,
        help_text=_("The 64 signs on the receipt, or those that your own computer finds of the file."),
    )
