"""Input of the pages of requests."""

from datetime import UTC, datetime, time

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from asm_portal.bots import GuardedForm
from asm_portal.dated import today
from asm_portal.day_field import DayMonthYearField
from asm_portal.editing import EditingForm
from asm_portal.forms import LineField, RecordsField
from asm_portal.models import Organisation, Representation
from assistance.models import AssistanceRequest
from assistance.requests.actions import file_request, write_request
from assistance.requests.rights import asking_for, asking_parties, choices, served
from knowledge.minutes.forms import long_text
from logistics.visits.forms import PersonField

Channel, Kind, Level = AssistanceRequest.Channel, AssistanceRequest.Kind, AssistanceRequest.Level
# Those in which a request is written here; the secretariat files those that came in another one.
LANGUAGES = [("en", "English"), ("fr", "français"), ("pt", "português")]
LONGEST = 15_000
# No maxlength in the page: a browser would cut what is pasted without a word.
TOO_LONG = _(
    "This text has %(show_value)s characters; at most %(limit_value)s are allowed. Nothing is lost: shorten it here."
)
NOT_LISTED = dict.fromkeys(("invalid_choice", "invalid_pk_value"), _("Choose from the list."))


def labelled(choices_of):
    return [(member.value, capfirst(member.label)) for member in choices_of]


class NeedForm(EditingForm):
    """What is needed, by whom: the fields that every request has."""

    template_name = "assistance/requests/fields.html"
    # A draft may leave them open; what a request cannot do without is asked when it is sent.
    left_open = ("kinds", "level", "beneficiaries", "subject", "text", "passage", "has_consent")

    kinds = forms.MultipleChoiceField(
        label=_("What you ask for"), choices=labelled(Kind), widget=forms.CheckboxSelectMultiple
    )
    level = forms.ChoiceField(label=_("Level"), choices=labelled(Level), widget=forms.RadioSelect)
    beneficiaries = RecordsField(
        None, label=_("Participants it is for"), widget=forms.CheckboxSelectMultiple, error_messages=NOT_LISTED
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language of the request"), choices=LANGUAGES)
    subject = LineField(label=_("Subject"), max_length=160, widget=forms.TextInput(attrs={"dir": "auto"}))
    text = forms.CharField(
        label=_("What is needed"), widget=long_text(8),
        validators=[MaxLengthValidator(LONGEST, TOO_LONG)],
        help_text=_("What it is for, for how many people, by when, and what you have tried so far. Plain text."),
    )  # fmt: skip

    class Meta:
        model = AssistanceRequest
        fields = ("level", "language", "subject", "text")

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by
        del self.fields["why"]
        self.fields["beneficiaries"].queryset = served(by)
        self.fields["beneficiaries"].choices = choices(served(by))
        self.initial["kinds"] = self.initial.get("kinds") or self.instance.kinds
        self.initial["language"] = self.initial.get("language") or get_language()
        if self.instance.pk:
            self.initial["beneficiaries"] = [row.organisation_id for row in self.instance.beneficiaries.all()]

    def _clean_fields(self):
        """To the eye they are required, as they are for sending."""
        required = [field for name, field in self.fields.items() if name in self.left_open and field.required]
        for field in required:
            field.required = False
        super()._clean_fields()
        for field in required:
            field.required = True

    def clean_text(self):
        """The text with the line breaks of a text, not of a form."""
        return self.cleaned_data["text"].replace("\r\n", "\n")

    def clean(self):
        given = super().clean()
        self.instance.kinds = given.get("kinds", [])
        return given

    def save(self):
        return write_request(request=self.instance, beneficiaries=self.cleaned_data["beneficiaries"], by=self.by)


class RequestForm(NeedForm):
    """A request of a Participant or an Observer: about six fields; a draft may leave all of them open."""

    organisation = forms.ModelChoiceField(
        None, label=_("On whose behalf you ask"), empty_label=None, error_messages=NOT_LISTED
    )
    has_consent = forms.BooleanField()

    class Meta(NeedForm.Meta):
        fields = ("organisation", *NeedForm.Meta.fields, "passage")
        widgets = {"passage": long_text(4)}

    field_order = (
        "organisation", "kinds", "level", "beneficiaries", "language", "subject", "text", "passage", "has_consent",
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        source, concerned = self.instance.started_from, self.instance.organisation
        rows = Organisation.objects.filter(pk=concerned.pk) if source else asking_for(self.by)
        self.fields["organisation"].queryset = rows.with_names()
        found = choices(self.fields["organisation"].queryset)
        self.fields["organisation"].choices = found
        if len(found) == 1:
            self.fields["organisation"].widget = forms.HiddenInput()
        self.initial["organisation"] = self.initial.get("organisation") or (found[0][0] if found else None)
        self.initial.setdefault("beneficiaries", self.served_first())
        self.ask_for_consent(source, concerned)

    def served_first(self):
        """The Participant that asks is one that it is for, unless somebody says otherwise."""
        own = self.initial["organisation"]
        return [own] if any(pk == own for pk, _name in self.fields["beneficiaries"].choices) else []

    def ask_for_consent(self, source, concerned):
        """What starts from a report needs the consent of its Participant, given by those who speak for it. A passage is one of a
        report."""
        if self.instance.report is None:
            del self.fields["passage"]
        else:
            self.fields["passage"].required = True
        if source is None or not asking_for(self.by).filter(pk=concerned.pk).exists():
            del self.fields["has_consent"]
        else:
            self.fields["has_consent"].label = _(
                "%(participant)s agrees that this request starts from the report, and that the bodies asked to help can see that."
            ) % {"participant": concerned.name}


class OfStaff(NeedForm):
    """What the secretariat enters about a request: anybody may have asked, in any language."""

    # What a request cannot do without, and what is said where it is missing.
    needed = {"kinds": _("Choose at least one kind of assistance."), "subject": _("Say in one line what it is about.")}

    organisation = forms.ModelChoiceField(
        None, label=_("Participant or Observer"), required=False, empty_label=_("none, or not known"),
        error_messages=NOT_LISTED,
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.parties = asking_parties(self.by)
        self.fields["organisation"].queryset = self.parties
        self.fields["organisation"].choices = [("", self.fields["organisation"].empty_label), *choices(self.parties)]
        self.fields["language"].choices = AssistanceRequest._meta.get_field("language").choices
        self.fields["kinds"].label = _("What is asked for")
        for name in ("level", "beneficiaries"):
            self.fields[name].required = False

    def clean(self):
        given = super().clean()
        for name, words in self.needed.items():
            if not given.get(name) and name not in self.errors:
                self.add_error(name, words)
        return given


class FilingForm(OfStaff):
    """What came otherwise: who asked, when, and how it came."""

    channel = forms.ChoiceField(
        label=_("How it arrived"), widget=forms.RadioSelect,
        choices=labelled([Channel.TELEPHONE, Channel.LETTER, Channel.MAIL]),
    )  # fmt: skip
    received_on = DayMonthYearField(label=_("Received on"))
    place = PersonField(
        label=_("Person in the register"), required=False, error_messages=NOT_LISTED,
        help_text=_("A representative of a Participant or an Observer. For anybody else, write the name below."),
    )  # fmt: skip
    name = LineField(label=_("Name"), max_length=160, required=False)
    email = forms.EmailField(
        label=_("E-mail address"), required=False, help_text=_("Leave this empty if there is none: no receipt is sent then."),
        error_messages={"invalid": _("Write an address like name@example.org.")},
    )  # fmt: skip

    class Meta(NeedForm.Meta):
        fields = ("organisation", "name", "email", "channel", *NeedForm.Meta.fields)

    field_order = (
        "channel", "received_on", "place", "name", "email", "organisation", "kinds", "level", "beneficiaries", "language",
        "subject", "text",
    )  # fmt: skip
    needed = OfStaff.needed | {"text": _("Write what is needed.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        held = Representation.objects.visible_to(self.by).valid_on().filter(organisation__in=self.parties.values("pk"))
        held = held.filter(role=Representation.Role.REPRESENTATIVE).select_related("person", "organisation")
        self.fields["place"].offer(held.prefetch_related("organisation__names"))
        self.initial.setdefault("received_on", today())

    def clean_received_on(self):
        day = self.cleaned_data["received_on"]
        if day > today():
            raise forms.ValidationError(_("This day has not come yet."))
        return day

    def clean(self):
        given, request = super().clean(), self.instance
        place, has_name = given.get("place"), bool(given.get("name") or given.get("email"))
        if place and has_name:
            self.add_error("place", _("Choose a person in the register or write a name, not both."))
        elif place:
            request.asked_by, given["organisation"] = place.person, place.organisation
        elif not given.get("name") and "place" not in self.errors:
            self.add_error("name", _("Say who asks: choose a person in the register, or write the name."))
        if day := given.get("received_on"):
            request.submitted_at = datetime.combine(day, time(), UTC)
        return given

    def save(self):
        return file_request(request=self.instance, beneficiaries=self.cleaned_data["beneficiaries"], by=self.by)


class FactsForm(OfStaff):
    """What the secretariat completes of a request: what is asked for, by and for whom. The requester’s own words stay. A closed
    case is counted and published as it is: whoever corrects it says why."""

    correction = LineField(
        label=_("Why you correct a closed case"), max_length=300,
        help_text=_("Kept in the history of the case, where the secretariat reads it."),
        error_messages={"required": _("Say why: this case is closed.")},
    )  # fmt: skip

    class Meta(NeedForm.Meta):
        fields = ("organisation", "level", "subject", "language")

    field_order = ("organisation", "kinds", "level", "beneficiaries", "subject", "language", "correction")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["text"]
        if not self.instance.closed_at:
            del self.fields["correction"]

    def save(self):
        given = self.cleaned_data
        return write_request(
            request=self.instance, beneficiaries=given["beneficiaries"], by=self.by, reason=given.get("correction")
        )


class LinkForm(GuardedForm):
    """Of whoever asked without being in the register: under which reference, to be mailed the way to its page anew."""

    rate = "assistance_link"
    reference = LineField(
        label=_("Reference of your request"), max_length=24,
        help_text=_("It is in the subject of the mails about your request, for example TA-2026-K7Q2M."),
    )  # fmt: skip


class WithdrawForm(forms.Form):
    """Why a request is withdrawn, in a word."""

    text = forms.CharField(label=_("Why"), widget=long_text(3), max_length=2_000, required=False)
