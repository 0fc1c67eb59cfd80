"""Input of the pages of public texts."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from asm_portal.dated import today
from asm_portal.day_field import DayMonthYearField
from asm_portal.forms import LineField, TimeZoneField
from asm_portal.templatetags.portal import own_name
from asm_portal.uploads import check_upload
from communications.communiques.times import chair_zone
from communications.models.public_texts import EXPECTED, ReleaseOn
from knowledge.kinds import FINAL_COMMUNIQUE, OF_THE_CHAIR, STATEMENT
from knowledge.models import DocumentKind
from logistics.meetings.forms import TimeField
from logistics.meetings.times import instant_of
from logistics.models import Meeting

LONGEST_TEXT = 400_000  # characters
MARKED_UP = _("In Markdown: # Heading, - list, **bold**. Leave it empty where a file holds the text.")
TEXT = {"max_length": LONGEST_TEXT, "required": False}


def long_text(rows=6):
    return forms.Textarea(attrs={"rows": rows, "dir": "auto"})


def title_field(language, **kwargs):
    return LineField(
        label=_("Title, %(language)s") % {"language": own_name(language)}, max_length=400, required=False, **kwargs
    )


def proposed_for(meeting):
    """What the form proposes for a meeting: of a Plenary its communiqué, of any other one a statement."""
    if meeting is None:
        return {"kind": FINAL_COMMUNIQUE, "date": today()}
    is_plenary = meeting.kind in (Meeting.Kind.PLENARY, Meeting.Kind.SPECIAL_PLENARY)
    return {
        "kind": FINAL_COMMUNIQUE if is_plenary else STATEMENT,
        "meeting": meeting.reference,
        "official_number": f"KP/{meeting.end_date.year}/Plenary/Communiqué" if is_plenary else "",
        "date": meeting.end_date,
    }


class NewCommuniqueForm(forms.Form):
    """A communiqué in English and French; other languages are added to the draft. What is proposed comes from the last meeting of
    the Process without a communiqué."""

    template_name = "communications/texts/fields.html"

    kind = forms.ModelChoiceField(None, label=_("Kind"), to_field_name="code", empty_label=None)
    meeting = forms.ModelChoiceField(
        None, label=_("Meeting"), to_field_name="reference", required=False, empty_label=_("none of these")
    )
    official_number = LineField(label=_("Official number, as printed"), max_length=80, required=False)
    date = DayMonthYearField(label=_("Date"))

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by
        self.fields["kind"].queryset = DocumentKind.objects.filter(code__in=OF_THE_CHAIR)
        self.fields["meeting"].queryset = meetings_without(by)
        for language in EXPECTED:
            self.add_language(language)
        self.initial = proposed_for(self.fields["meeting"].queryset.first()) | self.initial

    def add_language(self, language):
        words = {"language": own_name(language)}
        self.fields[f"title_{language}"] = title_field(language)
        self.fields[f"file_{language}"] = forms.FileField(
            label=_("File, %(language)s") % words, validators=[check_upload], required=False
        )
        self.fields[f"text_{language}"] = forms.CharField(
            label=_("Text, %(language)s") % words, widget=long_text(), help_text=MARKED_UP, **TEXT
        )

    @property
    def heads(self):
        """What the document is, field by field."""
        return [self[name] for name in ("kind", "meeting", "official_number", "date")]

    @property
    def languages(self):
        """The fields of each language."""
        return [[self[f"{name}_{code}"] for name in ("title", "file", "text")] for code in EXPECTED]

    @property
    def texts(self):
        """Language → (title, text, file), of the languages in which anything was given."""
        given = self.cleaned_data
        parts = {code: tuple(given.get(f"{name}_{code}") for name in ("title", "text", "file")) for code in EXPECTED}
        return {code: part for code, part in parts.items() if any(part)}

    def clean(self):
        given = super().clean()
        if not any(given.get(f"{name}_{code}") for name in ("title", "text", "file") for code in EXPECTED):
            raise ValidationError(_("Give a title and a text, or a file, in at least one language."))
        return given


def meetings_without(user):
    """The meetings of the whole Process that are over or under way, and have no communiqué; the latest first."""
    rows = Meeting.objects.visible_to(user).filter(kind__in=Meeting.OF_THE_PROCESS, communique=None)
    rows = rows.filter(start_date__lte=today(), no_communique_reason_en="", no_communique_reason_fr="")
    return rows.prefetch_related("of_bodies__body").order_by("-end_date", "-pk")


class WriteForm(forms.Form):
    """Title and text of a draft in one language, or a file. `seen` says which state of them the page showed."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    title = LineField(label=_("Title"), max_length=400)
    body = forms.CharField(
        label=_("Text"), widget=long_text(24), help_text=_("In Markdown: # Heading, - list, **bold**."), **TEXT
    )
    file = forms.FileField(
        label=_("File"), validators=[check_upload], required=False,
        help_text=_("With a text beside it the page shows the text, and the file is offered besides."),
    )  # fmt: skip


class NoteForm(forms.Form):
    """What an editorial correction changes, for the readers of the page."""

    note_en = LineField(label=_("What is corrected, in English"), max_length=300)
    note_fr = LineField(label=_("What is corrected, in French"), max_length=300)


class CorrigendumForm(forms.Form):
    """The titles of a corrigendum."""

    def __init__(self, *args, titles, **kwargs):
        super().__init__(*args, **kwargs)
        for language in EXPECTED:
            self.fields[f"title_{language}"] = title_field(language, initial=titles.get(language, ""))

    def clean(self):
        given = super().clean()
        if not any(given.values()) and not self.errors:
            raise ValidationError(_("Give a title in at least one language."))
        return given

    @property
    def titles(self):
        given = {language: self.cleaned_data[f"title_{language}"] for language in EXPECTED}
        return {language: title for language, title in given.items() if title}


class PictureForm(forms.Form):
    """A picture, and what it shows in the words of each language in which there is a text."""

    file = forms.FileField(
        label=_("Picture"), validators=[check_upload], help_text=_("PNG, JPEG or WebP, at most 200 KB.")
    )

    def __init__(self, *args, languages, **kwargs):
        super().__init__(*args, **kwargs)
        for language in languages:
            self.fields[f"alternative_{language}"] = LineField(
                label=_("What it shows, %(language)s") % {"language": own_name(language)},
                max_length=300,
                help_text=_("For those who do not see it. It is read aloud in its place."),
            )

    @property
    def alternatives(self):
        marked = "alternative_"
        return {name.removeprefix(marked): said for name, said in self.cleaned_data.items() if name.startswith(marked)}


class TimeOfReleaseForm(forms.Form):
    """An instant, read on a clock of a zone. It is shown in UTC and on the KP Chair's clock before it is confirmed."""

    day = DayMonthYearField(label=_("Day"), required=False)
    time = TimeField(label=_("Time"))
    zone = TimeZoneField(label=_("Time zone"), help_text=_("Proposed: that of the KP Chair’s office."))
    confirmed = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("zone", chair_zone())

    def clean(self):
        given = super().clean()
        given["at"] = self.instant(given) if self.asks_for_time(given) else None
        return given

    def asks_for_time(self, given):
        return not self.errors

    def instant(self, given):
        missing = [name for name in ("day", "time") if not given.get(name) and name not in self.errors]
        for name in missing:
            self.add_error(name, _("Say when the text is to appear."))
        if self.errors:
            return None
        try:
            return instant_of(given["day"], given["time"], given["zone"])
        except ValidationError as problem:
            self.add_error("time", problem)
            return None

    @property
    def is_confirmed(self):
        """Whether the instant, if there is one, is the one that the page has shown."""
        at = self.cleaned_data["at"]
        return at is None or self.cleaned_data["confirmed"] == at.isoformat()

    def ask_to_confirm(self):
        """Have the form, shown again, bear the instant."""
        self.data = self.data.copy()
        self.data["confirmed"] = self.cleaned_data["at"].isoformat()


class SubmitForm(TimeOfReleaseForm):
    """When a text is to go out, and why a language is missing."""

    release_on = forms.ChoiceField(
        label=_("It appears"), choices=ReleaseOn, initial=ReleaseOn.APPROVAL, widget=forms.RadioSelect
    )
    missing_reason = LineField(label=_("Why it is missing"), max_length=300)
    follows_on = DayMonthYearField(
        label=_("It follows on"), required=False, help_text=_("Readers are told this day in its place.")
    )
    field_order = ("missing_reason", "follows_on", "release_on", "day", "time", "zone")

    def __init__(self, *args, missing, **kwargs):
        super().__init__(*args, **kwargs)
        if not missing:
            del self.fields["missing_reason"], self.fields["follows_on"]
            return
        words = {"language": own_name(missing[0])}
        self.fields["missing_reason"].label = _("Why there is no text in this language: %(language)s") % words
        self.fields["follows_on"].label = _("To follow on, %(language)s") % words

    def clean_follows_on(self):
        day = self.cleaned_data["follows_on"]
        if day and day < today():
            raise ValidationError(_("This day has passed. Choose one that lies ahead, or leave it empty."))
        return day

    def asks_for_time(self, given):
        return given.get("release_on") == ReleaseOn.TIME

    @property
    def facts(self):
        given = self.cleaned_data
        asked = {"release_on": given["release_on"], "release_at": given["at"]}
        asked["release_zone"] = given["zone"] if given["at"] else ""
        return asked | {name: given[name] for name in ("missing_reason", "follows_on") if name in given}
