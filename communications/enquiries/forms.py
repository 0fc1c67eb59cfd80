"""Input of the pages of enquiries."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db.models import TextChoices
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from asm_portal.bots import GuardedForm
from asm_portal.day_field import DayMonthYearField
from asm_portal.editing import CONFLICT, Difference
from asm_portal.forms import LineField
from asm_portal.models.organisations import LANGUAGE_CHOICES
from communications.enquiries.drafting import LONGEST_REPLY
from communications.enquiries.filing import LONGEST_QUESTION, file_enquiry
from communications.models import ChairInstruction, Enquiry, Reply, ReplyDraft
from knowledge.deciding import DecideForm
from knowledge.minutes.forms import long_text
from logistics.follow_up.forms import known_document

MOST_CITED = 10
# No maxlength in the page: a browser would cut what is pasted without a word.
TOO_LONG = _(
    "This has %(show_value)s letters, and at most %(limit_value)s are possible. Nothing is lost: shorten it here."
)


class Kind(TextChoices):
    """Who asks, in the words of the form."""

    PUBLIC = Enquiry.Kind.PUBLIC.value, _("As a member of the public")
    MEDIA = Enquiry.Kind.MEDIA.value, _("For the media")


class Asking(forms.Form):
    """Who asks what, and in which language the answer is to be."""

    kind = forms.ChoiceField(label=_("You ask"), choices=Kind.choices, widget=forms.RadioSelect, initial=Kind.PUBLIC)
    outlet = LineField(
        label=_("Outlet"), required=False, max_length=120, help_text=_("Only for the media: for which one.")
    )
    name = LineField(label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(
        label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "email"}), max_length=254,
        error_messages={"invalid": _("Write an address like name@example.org.")},
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language of the answer"), choices=LANGUAGE_CHOICES, initial=get_language)
    question = forms.CharField(
        label=_("Question"), widget=long_text(8), validators=[MaxLengthValidator(LONGEST_QUESTION, TOO_LONG)],
        error_messages={"required": _("Write your question.")},
    )  # fmt: skip

    def check_outlet(self, given):
        if given.get("kind") == Kind.MEDIA and not given.get("outlet") and "outlet" not in self.errors:
            self.add_error("outlet", _("Say for which outlet you ask."))
        if given.get("kind") == Kind.PUBLIC:
            given["outlet"] = ""


class EnquiryForm(Asking, GuardedForm):
    """The form for everyone."""

    rate = "enquiry"
    field_order = ("kind", "outlet", "name", "email", "language", "question")

    def clean(self):
        self.check_outlet(self.cleaned_data)
        return super().clean()

    def save(self):
        given = {name: self.cleaned_data[name] for name in self.field_order}
        return file_enquiry(**given, is_demonstration=settings.DEMO)


class FilingForm(Asking):
    """What staff file: a call, a letter, a mail that came to them."""

    channel = forms.ChoiceField(
        label=_("It came by"), choices=[(value, label) for value, label in Enquiry.Channel.choices if value != "portal"]
    )
    reached_at = LineField(
        label=_("Telephone number or postal address"), required=False, max_length=300,
        help_text=_("Without an e-mail address, the answer is read to the person or posted."),
    )  # fmt: skip
    field_order = ("channel", "kind", "outlet", "name", "email", "reached_at", "language", "question")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].required = False
        self.fields["kind"].label = _("Who asks")
        self.fields["kind"].choices = [(value, capfirst(label)) for value, label in Enquiry.Kind.choices]

    def clean(self):
        given = super().clean()
        self.check_outlet(given)
        if not (given.get("email") or given.get("reached_at") or self.errors):
            self.add_error("email", _("Give an e-mail address, a telephone number or a postal address for the answer."))
        return given

    def save(self, by):
        given = {name: self.cleaned_data[name] for name in self.field_order}
        return file_enquiry(**given, by=by, is_demonstration=by.person.is_demonstration)


class InstructionForm(forms.Form):
    """What staff note of an instruction that came to them."""

    words = forms.CharField(label=_("What the Chair asked for"), widget=long_text(4), max_length=2_000)
    given_by = LineField(label=_("From whom"), max_length=160)
    how = forms.ChoiceField(
        label=_("How it came"),
        choices=[(how.value, capfirst(how.label)) for how in ChairInstruction.How if how != "portal"],
    )
    given_on = DayMonthYearField(label=_("On"))


class StandingForm(InstructionForm):
    """An instruction that stands for all enquiries of a kind; the Chair's office gives its own without saying from whom."""

    kind = forms.ChoiceField(
        label=_("For enquiries of"), choices=[(value, capfirst(label)) for value, label in Enquiry.Kind.choices]
    )
    field_order = ("kind", "words", "given_by", "how", "given_on")

    def __init__(self, *args, is_own, **kwargs):
        super().__init__(*args, **kwargs)
        if is_own:
            for name in ("given_by", "how", "given_on"):
                del self.fields[name]


class SeenForm(forms.Form):
    """A text that several people write: it bears the version that it was written from. After a conflict, what is on record is
    shown beside what was typed, and saving again replaces it."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=32_767)
    text = forms.CharField(
        label=_("Answer"), widget=long_text(12), validators=[MaxLengthValidator(LONGEST_REPLY, TOO_LONG)],
        help_text=_("Plain text. Leave the person’s name out: the mail begins with it, and the answer is kept longer."),
    )  # fmt: skip

    def clean_text(self):
        """The text with the line breaks of a text, not of a form."""
        return self.cleaned_data["text"].replace("\r\n", "\n")

    differences = ()

    def meet(self, refusal, last, reader):
        """After a conflict, take the version that counts as the one that is replaced next, and show it to a reader who may know
        of it."""
        if getattr(refusal, "code", None) != CONFLICT:
            return
        if last and ReplyDraft.objects.visible_to(reader).filter(pk=last.pk).exists():
            self.differences = [Difference(self.fields["text"].label, self.data.get("text", ""), last.text)]
        self.data = self.data.copy()
        self.data["seen"] = str(last.number if last else 0)


class ReplyDecideForm(DecideForm):
    """Approve, or give back; the answer goes out at once unless the Chair's office sends it."""

    sends_itself = forms.BooleanField(label=_("We send it ourselves; the portal does not send it"), required=False)


class AskForm(forms.Form):
    """The Chair's office asks for a draft."""

    words = forms.CharField(
        label=_("What the answer should say"), widget=long_text(3), max_length=2_000, required=False
    )
    is_standing = forms.BooleanField(label=_("Also for all later enquiries of this kind"), required=False)


class AnswerForm(SeenForm):
    """The Chair's office answers in its own words."""

    sends_itself = forms.BooleanField(label=_("We send it ourselves; the portal does not send it"), required=False)


class NoteForm(forms.Form):
    """A note of staff for each other."""

    note = forms.CharField(label=_("Internal note"), widget=long_text(3), max_length=5_000)


class SentForm(forms.Form):
    """How the approved answer was given, where the portal did not send it."""

    channel = forms.ChoiceField(
        label=_("How"), widget=forms.RadioSelect,
        choices=[(value, capfirst(label)) for value, label in Reply.Channel.choices if value != "mail"],
    )  # fmt: skip
    on = DayMonthYearField(label=_("On"))


class AddressForm(forms.Form):
    """Where whoever asked can be written to."""

    email = forms.EmailField(
        label=_("E-mail address"), max_length=254,
        error_messages={"invalid": _("Write an address like name@example.org.")},
    )  # fmt: skip


class CloseForm(forms.Form):
    """How an enquiry ends without an answer."""

    outcome = forms.ChoiceField(
        label=_("Reason"), widget=forms.RadioSelect,
        choices=[(outcome.value, capfirst(outcome.label)) for outcome in Enquiry.UNANSWERED],
    )  # fmt: skip
    duplicate_of = LineField(
        label=_("Asked twice: reference of the other enquiry"), required=False, max_length=24, strip=True
    )
    remark = forms.CharField(label=_("Remark"), widget=long_text(3), max_length=2_000, required=False)

    def clean_duplicate_of(self):
        reference = self.cleaned_data["duplicate_of"]
        if self.cleaned_data.get("outcome") != Enquiry.Outcome.DUPLICATE:
            return None
        found = Enquiry.objects.filter(reference__iexact=reference).first()
        if found is None:
            raise ValidationError(_("There is no enquiry with this reference."))
        return found


class BankForm(forms.Form):
    """A question and its answer without names, and what the answer rests on."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    question = forms.CharField(label=_("Question, without names"), widget=long_text(5), max_length=LONGEST_QUESTION)
    text = forms.CharField(label=_("Answer, without names"), widget=long_text(10), max_length=LONGEST_REPLY)
    documents = forms.CharField(
        label=_("Documents that it rests on"), required=False, max_length=1_000, widget=long_text(3),
        help_text=_("References or official numbers, one on each line. The answer is flagged once one of them holds no more."),
    )  # fmt: skip

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_documents(self):
        lines = [line for line in self.cleaned_data["documents"].splitlines() if line.strip()]
        if len(lines) > MOST_CITED:
            raise ValidationError(gettext("Name at most %(most)s documents.") % {"most": MOST_CITED})
        return list(dict.fromkeys(known_document(line, self.user) for line in lines))
