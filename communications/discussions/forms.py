"""Input of the pages of discussions."""

from datetime import timedelta
from itertools import groupby

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from asm_portal.dated import today
from asm_portal.forms import LineField
from asm_portal.models.organisations import LANGUAGE_CHOICES
from asm_portal.uploads import check_upload
from communications.models import DiscussionMail
from knowledge.minutes.forms import long_text
from logistics.follow_up.forms import known_document
from logistics.models import AgendaItem, Meeting

LONGEST_POST = 20_000
MOST_FILES = 5
# Items of a meeting are offered to talk about for so long after it.
TALKED_ABOUT_FOR = timedelta(days=90)


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once; what is wrong with one of them is said with its name."""

    widget = FilesInput

    def clean(self, data, initial=None):
        given = data or ()
        if len(given) > MOST_FILES:
            raise ValidationError(_("Choose at most %(most)s files.") % {"most": MOST_FILES})
        return [self.clean_one(file) for file in given]

    def clean_one(self, file):
        try:
            file = super().clean(file)
            check_upload(file)
        except ValidationError as refusal:
            raise ValidationError([f"{file.name}{_(':')} {message}" for message in refusal.messages]) from refusal
        return file


class TextForm(forms.Form):
    """The text of a post and its language."""

    text = forms.CharField(
        label=_("Text"), widget=long_text(8), max_length=LONGEST_POST, help_text=_("In Markdown: - list, > quotation, **bold**.")
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language of the text"), choices=LANGUAGE_CHOICES, initial=get_language)


class PostForm(TextForm):
    """A post: on whose behalf, what, and what comes with it."""

    voice = forms.ChoiceField(label=_("On behalf of"))
    files = FilesField(
        label=_("Attachments"), required=False,
        help_text=_("Up to five files. They become documents of this body, named as the files are."),
    )  # fmt: skip

    field_order = ("title", "agenda_item", "document", "voice", "text", "language", "files")

    def __init__(self, *args, voices, **kwargs):
        super().__init__(*args, **kwargs)
        self.voices = {voice.key: voice for voice in voices}
        self.fields["voice"].choices = [(voice.key, voice.label) for voice in voices]
        if len(voices) == 1:
            del self.fields["voice"]

    def full_clean(self):
        super().full_clean()
        chosen = self.files.getlist("files") if self.is_bound and self._errors else ()
        if chosen and "files" not in self._errors:
            names = ", ".join(file.name for file in chosen)
            self.add_error(
                "files", _("Choose again, as a browser does not keep chosen files: %(files)s") % {"files": names}
            )

    @property
    def written(self):
        """What was written, as the verbs take it."""
        given = dict(self.cleaned_data)
        voice = given.pop("voice", None) or next(iter(self.voices))
        return given | {"voice": self.voices[voice]}


class TopicForm(PostForm):
    """A topic with its first post."""

    title = LineField(label=_("Title"), max_length=200)
    agenda_item = forms.ModelChoiceField(None, label=_("About an item of an agenda"), required=False, empty_label="–")
    document = forms.CharField(
        label=_("About a document or a decision"), max_length=80, required=False,
        help_text=_("Its reference or its official number, for example MIN-2025-K7Q2M."),
    )  # fmt: skip

    def __init__(self, *args, body, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, items = user, agenda_items(body, user)
        self.fields["agenda_item"].queryset = items
        meetings = groupby(items, key=lambda item: item.meeting)
        groups = [
            (f"{meeting.name}, {meeting.days}", [(row.pk, row.title) for row in rows]) for meeting, rows in meetings
        ]
        self.fields["agenda_item"].choices = [("", "–"), *groups]
        if not groups:
            del self.fields["agenda_item"]

    def clean_document(self):
        return known_document(self.cleaned_data["document"], self.user)

    def clean(self):
        given = super().clean()
        if given.get("agenda_item") and given.get("document"):
            self.add_error("document", _("Tie the topic to an agenda item or to a document, not to both."))
        return given


def agenda_items(body, user):
    """What is, or lately was, on the agendas of a body, as far as the reader may know of it; the next meeting first."""
    since = today() - TALKED_ABOUT_FOR
    meetings = Meeting.objects.visible_to(user).filter(of_bodies__body=body, end_date__gte=since)
    rows = AgendaItem.objects.visible_to(user).filter(meeting__in=meetings.values("pk"))
    ordered = rows.order_by("-meeting__start_date", "meeting", "place")
    return ordered.select_related("meeting").prefetch_related("meeting__of_bodies__body")


class TitleForm(forms.Form):
    """Another title of a topic."""

    title = LineField(label=_("Title"), max_length=200)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)


class RemoveForm(forms.Form):
    """Why a post is removed."""

    reason = LineField(
        label=_("Reason"),
        max_length=500,
        help_text=_("Everybody who reads the discussion reads it in the place of the post."),
    )


class MailForm(forms.Form):
    """Which mail somebody wants."""

    frequency = forms.ChoiceField(label=_("Mail about the discussions of this body"), widget=forms.RadioSelect)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["frequency"].choices = [(wish.value, capfirst(wish.label)) for wish in DiscussionMail.Frequency]
