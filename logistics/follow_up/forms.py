"""Input of the pages of actions."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import Truncator
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from asm_portal.day_field import DayMonthYearField
from asm_portal.editing import EditingForm
from asm_portal.models.organisations import LANGUAGE_CHOICES
from asm_portal.uploads import check_upload
from asm_portal.visibility import Audience
from knowledge.audiences import columns, in_words, is_wider
from knowledge.minutes.forms import long_text
from knowledge.models import Document
from logistics.follow_up.actions import audience_of
from logistics.follow_up.owners import choices, fields_of, key_of
from logistics.follow_up.quoting import text_of
from logistics.meetings.importing import document_named
from logistics.models import Action

AUDIENCE_FIELDS = ("audience", "audience_body", "audience_organisation")
KEPT, SOURCE = "kept", "source"
EXCERPT = 60


def readers_offered(action):
    """Value → (audience, body, organisation) of the audiences that an action may have: none holds anybody who may not know of its
    source. Everyone is no choice when it is recorded, so that an action is never made public in passing."""
    offered, document = {}, action.document
    if action.pk:
        offered[KEPT] = columns(action)
    elif document:
        offered[SOURCE] = tuple(audience_of(document)[name] for name in AUDIENCE_FIELDS)
    for audience in (Audience.PROCESS, Audience.PARTICIPANTS, Audience.BODY, Audience.CHAIR, Audience.PUBLIC):
        body = action.body if audience == Audience.BODY else None
        wanted = (audience, body, None)
        is_silent = audience == Audience.PUBLIC and not action.pk
        is_too_wide = document and is_wider(document.shown_to, wanted)
        if not (
            is_silent
            or is_too_wide
            or wanted in offered.values()
            or (document and audience == Audience.BODY and not body)
        ):
            offered[audience.value] = wanted
    return offered


def words_of(readers):
    """An audience in words."""
    return str(in_words(Action(**dict(zip(AUDIENCE_FIELDS, readers, strict=True)))))


class ActionForm(EditingForm):
    """What is to be done, by which office or organisation, until when, and who may know of it."""

    owner = forms.ChoiceField(label=_("Owner"), help_text=_("The office or the organisation that has to do it."))
    due_on = DayMonthYearField(label=_("Due on"), required=False)
    readers = forms.ChoiceField(
        label=_("Who may know of it"), help_text=_("The owner, and those who lead the body, know of it besides.")
    )

    class Meta:
        model = Action
        fields = (
            "title_en", "title_fr", "paragraph", "passage", "passage_language", "undertaken_in_en", "undertaken_in_fr", "body",
            "due_on",
        )  # fmt: skip
        widgets = {"passage": long_text(4), "title_en": forms.TextInput, "title_fr": forms.TextInput}

    field_order = (
        "paragraph", "passage", "passage_language", "undertaken_in_en", "undertaken_in_fr", "body", "title_en", "title_fr",
        "owner", "due_on", "readers", "why",
    )  # fmt: skip

    def __init__(self, *args, user, bodies, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.text = user, text_of(self.instance.document)
        self.offered = readers_offered(self.instance)
        self.choose_source(bodies)
        self.choose_owner()
        labels = {SOURCE: gettext("As the source: %(readers)s"), KEPT: gettext("As now: %(readers)s")}
        self.fields["readers"].choices = [
            (value, labels.get(value, "%(readers)s") % {"readers": words_of(readers)})
            for value, readers in self.offered.items()
        ]
        self.initial.setdefault("readers", next(iter(self.offered)))
        if self.instance.pk is None:
            del self.fields["why"]

    def choose_source(self, bodies):
        """A text has paragraphs; what was undertaken elsewhere has words for where, and a body."""
        if self.instance.document:
            absent = ["undertaken_in_en", "undertaken_in_fr", "body"]
            if self.text:
                absent += ["passage", "passage_language"]
                self.fields["paragraph"] = self.numbered()
        else:
            absent = ["paragraph", "passage", "passage_language"]
            self.fields["body"].queryset, self.fields["body"].empty_label = bodies, "–"
        for name in absent:
            del self.fields[name]

    def numbered(self):
        """The paragraphs of the text to choose from; the chosen one is quoted."""
        excerpts = [
            (str(number), f"§ {number} – {Truncator(text).chars(EXCERPT)}")
            for number, text in enumerate(self.text.paragraphs, 1)
        ]
        return forms.ChoiceField(
            label=_("Paragraph"), choices=[("", gettext("the whole text")), *excerpts], required=False,
            help_text=_("Its words are quoted on the page of the action, for those who may read the source."),
        )  # fmt: skip

    def choose_owner(self):
        source = self.instance.document or self.instance.body
        is_invented = self.instance.is_demonstration or bool(source and source.is_demonstration)
        groups = choices(self.user, is_invented, gettext("Organisations"))
        if self.instance.pk:
            self.initial.setdefault("owner", key_of(self.instance))
        elif source is None:  # a body is chosen with the owner, and may be an invented one
            groups += choices(self.user, True, gettext("Organisations of the demonstration"))[1:]
        self.fields["owner"].choices = groups

    def clean(self):
        given = super().clean()
        if not (given.get("title_en") or given.get("title_fr")):
            self.add_error("title_en", _("Say what is to be done, in one language at least."))
        if owner := fields_of(given.get("owner") or ""):
            for name in ("owner_office", "owner_organisation"):
                setattr(self.instance, f"{name}_id", owner.get(name))
        self.quote(given)
        self.address(given)
        if self.instance.pk and {"owner", "due_on", "readers"}.intersection(self.changed_data):
            self.ask_why(_("Say why the owner, the day or the readers change."))
        return given

    def quote(self, given):
        """The words of the paragraph, where another one is chosen, in the language in which they were offered."""
        if not self.text or "paragraph" not in self.changed_data:
            return
        number = given.get("paragraph")
        self.instance.passage = self.text.paragraphs[int(number) - 1] if number else ""
        self.instance.passage_language = self.text.language if number else ""

    def address(self, given):
        """Whom it is for, and that nothing invented stands beside a real name."""
        readers = self.offered.get(given.get("readers"))
        if readers is None:
            return
        audience, body, organisation = readers
        if audience == Audience.BODY and body is None:
            body = given.get("body") or self.instance.body
            if body is None:
                self.add_error("readers", _("Choose the body whose members may know of it."))
                return
        self.instance.audience, self.instance.audience_body, self.instance.audience_organisation = (
            audience,
            body,
            organisation,
        )
        source, owner = self.instance.document or given.get("body") or self.instance.body, self.instance.owner
        if source and owner and source.is_demonstration != owner.is_demonstration:
            self.add_error("owner", _("What is invented for the demonstration and what is real do not go together."))


class EvidenceForm(forms.Form):
    """A word about an action and, where there is one, the document that shows it: one of the archive or a file."""

    text = forms.CharField(label=_("What was done"), widget=long_text(5), max_length=5_000, required=False)
    document = forms.CharField(
        label=_("Document of the archive that shows it"), max_length=80, required=False,
        help_text=_("Its reference or its official number, for example MIN-2025-K7Q2M."),
    )  # fmt: skip
    file = forms.FileField(label=_("Or a file that shows it"), required=False, validators=[check_upload])
    file_title = forms.CharField(label=_("What the file is"), max_length=300, required=False)
    file_language = forms.ChoiceField(
        label=_("Language of the file"), choices=LANGUAGE_CHOICES, initial=get_language, required=False
    )

    def __init__(self, *args, user, needs_text=True, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.fields["text"].required = user, needs_text

    def clean_document(self):
        return known_document(self.cleaned_data["document"], self.user)

    def clean(self):
        given = super().clean()
        if given.get("file") and given.get("document"):
            self.add_error("document", _("Give a document of the archive or a file, not both at once."))
        if given.get("file") and not given.get("file_title"):
            self.add_error("file_title", _("Say what the file is: it becomes the title of a document."))
        return given

    def full_clean(self):
        super().full_clean()
        file = self.files.get("file") if self.is_bound and self._errors else None
        if file and "file" not in self._errors:
            self.add_error(
                "file", _("Choose “%(file)s” again: a browser does not keep a chosen file.") % {"file": file.name}
            )

    @property
    def evidence(self):
        """What shows it, as the verbs take it."""
        given = self.cleaned_data
        if given.get("file"):
            return {"file": given["file"], "title": given["file_title"], "language": given["file_language"]}
        return given.get("document")


def known_document(text, user):
    """The document that somebody names, of those that they may know of; None for nothing. Raises ValidationError."""
    if not text:
        return None
    try:
        return document_named(text.strip(), Document.objects.visible_to(user).listed())
    except ValueError as problem:
        raise ValidationError(str(problem)) from problem


class CloseForm(forms.Form):
    """How an action ends, and what it is closed with."""

    outcome = forms.ChoiceField(
        label=_("How it ends"), choices=Action.Outcome.choices, widget=forms.RadioSelect, initial=Action.Outcome.DONE
    )
    document = forms.CharField(
        label=_("Document or decision"), max_length=80, required=False,
        help_text=_("Its reference or its official number, for example MIN-2025-K7Q2M."),
    )  # fmt: skip
    reason = forms.CharField(label=_("Reason"), widget=long_text(4), max_length=5_000, required=False)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_document(self):
        return known_document(self.cleaned_data["document"], self.user)

    def clean(self):
        given = super().clean()
        if "document" not in self.errors and not (given.get("document") or given.get("reason")):
            self.add_error(
                "document", _("An action is closed with a document, a decision or a reason. Give one of them.")
            )
        return given


class ReasonForm(forms.Form):
    """Why a closed action is taken up again, or a proposed closing is not accepted."""

    reason = forms.CharField(label=_("Reason"), widget=long_text(4), max_length=5_000)
