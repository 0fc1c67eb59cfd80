"""What is typed about results."""

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from asm_portal.forms import LineField
from asm_portal.templatetags.portal import own_name
from asm_portal.uploads import check_upload
from assistance.analysis.forms import TOO_LONG, text_field
from assistance.models.results import Channel
from assistance.results.actions import NAMES_PERSONS, Written
from knowledge.minutes.forms import long_text

# Those in which a result is told.
LANGUAGES = ("en", "fr")
LONGEST = 60_000
CHECKED = _(
    "I have checked every text for names, addresses, telephone numbers and other details of people, and for anything that"
    " would let a reader guess who somebody is."
)


class ResultForm(forms.Form):
    """Title and text, or a file, in each language. `held` are the languages of which a file is on record."""

    template_name = "assistance/results/fields.html"
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, held=(), **kwargs):
        super().__init__(*args, **kwargs)
        for code in LANGUAGES:
            words = {"language": own_name(code)}
            self.fields[f"title_{code}"] = LineField(label=_("Title, %(language)s") % words, max_length=300)
            has_file = code in held or f"file_{code}" in self.files
            self.fields[f"text_{code}"] = forms.CharField(
                label=_("Text, %(language)s") % words, required=not has_file, widget=long_text(10, lang=code),
                validators=[MaxLengthValidator(LONGEST, TOO_LONG)],
                error_messages={"required": _("Write the text, or choose a file.")},
                help_text=_("In Markdown: # Heading, - list, **bold**. Name no people."),
            )  # fmt: skip
            self.fields[f"file_{code}"] = forms.FileField(
                label=_("Or a file, %(language)s") % words, required=False, validators=[check_upload]
            )
        self.fields["is_checked"] = forms.BooleanField(label=CHECKED, required=False)

    @property
    def asks(self):
        """Whether it is to be put to the requester and the KP Chair's office."""
        return "ask" in self.data

    def clean(self):
        given = super().clean()
        if self.asks and not given.get("is_checked"):
            self.add_error(
                "is_checked", _("Confirm that you have checked the texts for personal data, or keep the draft for now.")
            )
        return given

    @property
    def columns(self):
        """The fields of each language, side by side on the page."""
        return [[self[f"{part}_{code}"] for part in ("title", "text", "file")] for code in LANGUAGES]

    @property
    def texts(self):
        given = self.cleaned_data
        return {
            code: Written(
                given[f"title_{code}"], given[f"text_{code}"].replace("\r\n", "\n"), given[f"file_{code}"] or None
            )
            for code in LANGUAGES
        }


class PutForm(forms.Form):
    """The check for personal data and, where something was `found`, why it stays."""

    seen = forms.CharField(widget=forms.HiddenInput)
    kept_because = text_field(
        _("Why what was found stays"), 3, help_text=_("The KP Chair’s office and the requester will read it."),
        error_messages={"required": NAMES_PERSONS},
    )  # fmt: skip
    is_checked = forms.BooleanField(
        label=CHECKED,
        error_messages={"required": _("Confirm that you have checked the texts for personal data.")},
    )

    def __init__(self, *args, found, **kwargs):
        super().__init__(*args, **kwargs)
        if not found:
            del self.fields["kept_because"]


class ConsentForm(forms.Form):
    """The requester agrees to the publication or not; the button that is pressed decides."""

    seen = forms.CharField(widget=forms.HiddenInput)
    text = text_field(
        _("Remark"), 3, required=False, help_text=_("If you do not agree: what should be changed. The secretariat will read it.")
    )  # fmt: skip

    @property
    def agrees(self):
        return "agree" in self.data


class NotedConsentForm(ConsentForm):
    """What the requester said elsewhere."""

    name = forms.CharField(label=_("Who said it"), max_length=160)
    channel = forms.ChoiceField(
        label=_("How"), choices=[(value, label) for value, label in Channel.choices if value != Channel.PORTAL]
    )
    field_order = ("name", "channel", "text")
