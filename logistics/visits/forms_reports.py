"""Input about the papers of a visit, its report, and what is recommended in it."""

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from asm_portal.day_field import DayMonthYearField
from asm_portal.models import Office
from asm_portal.models.organisations import LANGUAGE_CHOICES
from asm_portal.templatetags.portal import own_name
from asm_portal.uploads import check_upload
from logistics.visits.forms import ByOtherWays, ahead, long_text
from logistics.visits.papers import attachable


class FileForm(forms.Form):
    """A file in one language."""

    language = forms.ChoiceField(
        label=_("Language"), choices=[(code, own_name(code)) for code, _name in LANGUAGE_CHOICES], initial=get_language
    )
    file = forms.FileField(label=_("File"), validators=[check_upload])


class PaperForm(FileForm):
    """A new paper, or a document that the archive holds."""

    NOTHING = _("Give a title and a file, or the reference of a document.")

    title = forms.CharField(label=_("Title"), max_length=400, required=False)
    reference = forms.CharField(
        label=_("Or a document of the archive, by its reference"),
        max_length=24,
        required=False,
        help_text=_("It keeps its own readers and is opened to the team besides."),
    )
    field_order = ("title", "language", "file", "reference")

    def __init__(self, *args, visit, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.visit, self.by = visit, by
        self.fields["file"].required = False

    def clean_reference(self):
        """The document itself."""
        reference = self.cleaned_data["reference"].strip().upper()
        if not reference:
            return None
        found = attachable(self.by, self.visit).filter(reference=reference).first()
        if found is None:
            raise forms.ValidationError(
                _(
                    "There is no document with this reference that you may give to the team, or it is among the papers already."
                )
            )
        return found

    def clean(self):
        given = super().clean()
        if given.get("reference") or "reference" in self.errors:
            return given
        if not (given.get("title") or given.get("file")) and "file" not in self.errors:
            self.add_error("title", self.NOTHING)
        elif not given.get("title"):
            self.add_error("title", _("Give the paper a title."))
        elif not given.get("file") and "file" not in self.errors:
            self.add_error("file", _("Choose the file."))
        return given


class CommentsUntilForm(forms.Form):
    """Until when the Participant comments on the draft."""

    until = DayMonthYearField(
        label=_("Comments until"), help_text=_("To the end of that day in UTC."), validators=[ahead]
    )


class CommentForm(forms.Form):
    """What the Participant says to the draft."""

    text = forms.CharField(label=_("Comment"), widget=long_text(6), max_length=20_000)


class ReplyForm(ByOtherWays, FileForm):
    """What the Participant answers to the final report."""

    field_order = ("language", "file", "channel")


class RecommendationForm(forms.Form):
    """A recommendation, in the words of the report."""

    text_en = forms.CharField(label=_("Text in English"), widget=long_text(), max_length=4_000, required=False)
    text_fr = forms.CharField(label=_("Text in French"), widget=long_text(), max_length=4_000, required=False)

    def clean(self):
        given = super().clean()
        if not (given.get("text_en") or given.get("text_fr")):
            self.add_error("text_en", _("Write the recommendation in one language at least."))
        return given


class SettleForm(forms.Form):
    """What becomes of a recommendation: an action, or none, with the reason."""

    ACTION, NONE = "action", "none"

    outcome = forms.ChoiceField(
        label=_("What becomes of it"),
        choices=[(ACTION, _("An action")), (NONE, _("No action, for a reason"))],
        widget=forms.RadioSelect,
        initial=ACTION,
    )
    owner = forms.ChoiceField(label=_("Who owes the action"))
    due_on = DayMonthYearField(label=_("Due on"), required=False, validators=[ahead])
    reason_en = forms.CharField(label=_("If there is none: why, in English"), max_length=500, required=False)
    reason_fr = forms.CharField(label=_("If there is none: why, in French"), max_length=500, required=False)

    PARTICIPANT = "participant"

    def __init__(self, *args, visit, **kwargs):
        super().__init__(*args, **kwargs)
        offices = Office.objects.filter(body=visit.body) | Office.objects.filter(
            seat=Office.Seat.KP_CHAIR, is_demonstration=visit.is_demonstration
        )
        self.offices = {str(office.pk): office for office in offices.select_related("body").order_by("body", "code")}
        self.fields["owner"].choices = [
            (self.PARTICIPANT, visit.participant.name),
            *((key, f"{office.name} – {office.body.name}") for key, office in self.offices.items()),
        ]

    def clean(self):
        given = super().clean()
        if given.get("outcome") == self.NONE and not (given.get("reason_en") or given.get("reason_fr")):
            self.add_error("reason_en", _("Say why it becomes no action, in one language at least."))
        if given.get("outcome") == self.ACTION and (given.get("reason_en") or given.get("reason_fr")):
            self.add_error("outcome", _("Choose the action, or say why there is none, not both."))
        return given

    @property
    def office(self):
        """The office that owes the action; None where the Participant does."""
        return self.offices.get(self.cleaned_data["owner"])
