"""Input of the pages of minutes."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from asm_portal.dated import today
from asm_portal.day_field import DayMonthYearField
from asm_portal.models import Membership
from asm_portal.templatetags.portal import own_name
from asm_portal.uploads import check_upload
from knowledge.models import MinutesComment

Kind = MinutesComment.Kind
MOST_PARAGRAPHS = 300


def long_text(rows=6, **attrs):
    return forms.Textarea(attrs={"rows": rows, "dir": "auto", **attrs})


class NewMinutesForm(forms.Form):
    """Minutes of a meeting that has taken place."""

    meeting_date = DayMonthYearField(label=_("Day of the meeting"))
    title_en = forms.CharField(label=_("Title in English"), max_length=400)
    title_fr = forms.CharField(label=_("Title in French"), max_length=400)

    def clean_meeting_date(self):
        if self.cleaned_data["meeting_date"] > today():
            raise ValidationError(_("This day lies ahead; minutes are of a meeting that has taken place."))
        return self.cleaned_data["meeting_date"]


class TextForm(forms.Form):
    """The text of a draft in one language. `seen` says which state of it the page showed."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    text = forms.CharField(
        label=_("Text"), widget=long_text(24), help_text=_("In Markdown: # Heading, - list, **bold**.")
    )
    what_changed_en = forms.CharField(label=_("What changed, in English"), max_length=300, required=False)
    what_changed_fr = forms.CharField(label=_("What changed, in French"), max_length=300, required=False)


class FileForm(forms.Form):
    """A file instead of a text."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    file = forms.FileField(
        label=_("File"), validators=[check_upload], help_text=_("It takes the place of the text in this language.")
    )


class CirculateForm(forms.Form):
    """Until when the body comments."""

    comments_until = DayMonthYearField(label=_("Comments until"), help_text=_("To the end of that day in UTC."))

    def clean_comments_until(self):
        if self.cleaned_data["comments_until"] < today():
            raise ValidationError(_("This day is over."))
        return self.cleaned_data["comments_until"]


class AdoptForm(forms.Form):
    """By which meeting or procedure the minutes were adopted, and when."""

    adopted_on = DayMonthYearField(label=_("Adopted on"))
    adopted_by_en = forms.CharField(
        label=_("Adopted by, in English"), max_length=120, help_text=_("The meeting or the procedure, by its name.")
    )
    adopted_by_fr = forms.CharField(label=_("Adopted by, in French"), max_length=120)
    adopted_despite = forms.CharField(
        label=_("Why they are adopted despite an objection"), widget=long_text(3), required=False
    )

    def __init__(self, *args, has_objection, **kwargs):
        super().__init__(*args, **kwargs)
        if has_objection:
            self.fields["adopted_despite"].help_text = _(
                "An objection is not settled. Settle it first, or say why here."
            )
        else:
            del self.fields["adopted_despite"]

    def clean_adopted_on(self):
        if self.cleaned_data["adopted_on"] > today():
            raise ValidationError(_("This day lies ahead."))
        return self.cleaned_data["adopted_on"]


class CommentForm(forms.Form):
    """What an organisation says to circulated minutes, or to one paragraph of them. Only a full member objects."""

    membership = forms.ModelChoiceField(None, label=_("On behalf of"), empty_label=None)
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices, initial=Kind.COMMENT, widget=forms.RadioSelect)
    paragraph = forms.TypedChoiceField(label=_("Paragraph"), coerce=int, empty_value=None, required=False)
    text = forms.CharField(label=_("Text"), widget=long_text(), max_length=20_000)

    def __init__(self, *args, memberships, paragraphs, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["membership"]
        field.queryset, field.label_from_instance = memberships, lambda row: row.organisation.name
        if len(memberships) == 1:
            field.widget, field.initial = forms.HiddenInput(), memberships[0].pk
        if not any(row.grade == Membership.Grade.FULL for row in memberships):
            del self.fields["kind"]
        numbered = enumerate(paragraphs[:MOST_PARAGRAPHS], 1)
        excerpts = [(number, f"§ {number} – {Truncator(text).chars(60)}") for number, text in numbered]
        self.fields["paragraph"].choices = [("", gettext("the whole text")), *excerpts]

    def clean(self):
        given = super().clean()
        membership = given.get("membership")
        if given.get("kind") == Kind.OBJECTION and membership and membership.grade != Membership.Grade.FULL:
            self.add_error("kind", _("Only full members object. File a comment instead."))
        return given


class SettleForm(forms.Form):
    """What became of a comment."""

    remark = forms.CharField(label=_("What was done about it"), widget=long_text(3), max_length=2_000)


class DecisionForm(forms.Form):
    """An approval, or a text that is given back with a reason."""

    remark = forms.CharField(label=_("Remark"), widget=long_text(3), max_length=2_000, required=False)

    def clean(self):
        if "return" in self.data and not self.cleaned_data.get("remark"):
            self.add_error("remark", _("Say what should be changed."))
        return self.cleaned_data


class SummaryForm(forms.Form):
    """Which paragraphs of minutes become their public summary, and its title, language by language."""

    def __init__(self, *args, texts, titles, **kwargs):
        super().__init__(*args, **kwargs)
        self.texts = texts
        for language, parts in texts.items():
            name = own_name(language)
            self.fields[f"title_{language}"] = forms.CharField(
                label=_("Title, %(language)s") % {"language": name},
                max_length=400,
                required=False,
                initial=titles.get(language, ""),
            )
            self.fields[f"paragraphs_{language}"] = forms.MultipleChoiceField(
                label=_("Paragraphs, %(language)s") % {"language": name},
                choices=[(number, part.lstrip("#").strip()) for number, part in enumerate(parts)],
                widget=forms.CheckboxSelectMultiple(attrs={"lang": language, "dir": "auto"}),
                required=False,
            )

    def clean(self):
        given = super().clean()
        chosen = [language for language in self.texts if given.get(f"paragraphs_{language}")]
        if not chosen:
            raise ValidationError(_("Mark at least one paragraph."))
        for language in chosen:
            if not given.get(f"title_{language}"):
                self.add_error(f"title_{language}", _("The summary in this language needs a title."))
        return given

    def summary(self):
        """Titles and texts by language, of the languages in which something is marked."""
        given = self.cleaned_data
        marked = {language: [int(number) for number in given[f"paragraphs_{language}"]] for language in self.texts}
        texts = {
            language: "\n\n".join(self.texts[language][number] for number in sorted(numbers))
            for language, numbers in marked.items()
            if numbers
        }
        return {language: given[f"title_{language}"] for language in texts}, texts
