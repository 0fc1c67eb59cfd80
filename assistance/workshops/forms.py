"""Input about a workshop as a whole: what it was, its source, its texts, its lists, who was present."""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from asm_portal.day_field import DayMonthYearField
from asm_portal.editing import EditingForm
from asm_portal.forms import LineField, RecordsField
from asm_portal.models import Organisation
from assistance.analysis.forms import in_labels
from assistance.models import Workshop, WorkshopAudience, WorkshopItem, WorkshopText
from assistance.offers.forms import CHOICE_REFUSED, by_name
from assistance.themes import Theme
from knowledge.minutes.forms import long_text

LONGEST_LINE = 500
MIXED = gettext_lazy("Invented samples and real records cannot be combined.")


class WorkshopEditingForm(EditingForm):
    """A form of a draft: its history says who and when, and nobody is asked why."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["why"]


class WorkshopForm(WorkshopEditingForm):
    """What it was: its titles, its days, for whom and where, its themes."""

    template_name = "assistance/workshops/fields.html"

    title_en = LineField(label=gettext_lazy("Title in English"), max_length=200, required=False)
    title_fr = LineField(label=gettext_lazy("Title in French"), max_length=200, required=False)
    start_date = DayMonthYearField(label=gettext_lazy("First day"))
    end_date = DayMonthYearField(
        label=gettext_lazy("Last day"), required=False, help_text=gettext_lazy("Leave empty if it was held on one day.")
    )
    beneficiaries = RecordsField(
        None, label=gettext_lazy("Participants that it was for"), required=False, widget=forms.CheckboxSelectMultiple,
        error_messages=CHOICE_REFUSED,
    )  # fmt: skip
    theme_codes = forms.MultipleChoiceField(
        label=gettext_lazy("Themes"), choices=[(theme.value, capfirst(theme.label)) for theme in Theme],
        widget=forms.CheckboxSelectMultiple, required=False,
        help_text=gettext_lazy("For finding and counting; the themes in the source’s own words go into the lists."),
    )  # fmt: skip

    class Meta:
        model = Workshop
        fields = ("kind", "start_date", "end_date", "date_precision", "country", "city_en", "city_fr", "theme_codes")

    field_order = (
        "kind", "title_en", "title_fr", "start_date", "end_date", "date_precision", "country", "city_en", "city_fr",
        "theme_codes", "beneficiaries",
    )  # fmt: skip

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("kind", "date_precision"):
            self.fields[name].choices = in_labels(self.fields[name].choices)
        known = Organisation.objects.visible_to(by).with_names()
        concerned = known.participants()
        if held_for := self.instance.request or (self.instance if self.instance.pk else None):
            concerned = concerned.filter(is_demonstration=held_for.is_demonstration)
        if self.instance.pk:
            self.initial |= {f"title_{row.language}": row.title for row in self.instance.texts.all()}
            self.initial["beneficiaries"] = list(self.instance.beneficiaries.values_list("organisation", flat=True))
            concerned |= known.filter(pk__in=[*self.initial["beneficiaries"], self.instance.country_id])
        for name in ("beneficiaries", "country"):
            self.fields[name].queryset = concerned.distinct()
        self.fields["beneficiaries"].choices = by_name(concerned.distinct())
        self.fields["country"].choices = [("", "–"), *self.fields["beneficiaries"].choices]

    def clean_end_date(self):
        return self.cleaned_data["end_date"] or self.cleaned_data.get("start_date")

    def clean(self):
        given = super().clean()
        first, last = given.get("start_date"), given.get("end_date")
        if first and last and last < first:
            self.add_error("end_date", _("The last day comes before the first."))
        if not (given.get("title_en") or given.get("title_fr")):
            self.add_error("title_en", _("Give it a title, in at least one language."))
        around = [self.instance.request, self.instance if self.instance.pk else None, given.get("country")]
        named = [*given.get("beneficiaries", ()), *filter(None, around)]
        if len({record.is_demonstration for record in named}) > 1:
            self.add_error("beneficiaries", MIXED)
        return given

    @property
    def titles(self):
        """Language → title, as the verb takes them."""
        return {language: self.cleaned_data[f"title_{language}"] for language in ("en", "fr")}


class SourceForm(WorkshopEditingForm):
    """Where it was made public, what the source prints, and what it does not say."""

    source_url = forms.URLField(
        label=Workshop._meta.get_field("source_url").verbose_name, max_length=400, required=False, assume_scheme="https"
    )

    class Meta:
        model = Workshop
        fields = (
            "is_recorded", "source_line_en", "source_line_fr", "source_url", "date_as_printed_en", "date_as_printed_fr",
            "inferred", "inferred_why_en", "inferred_why_fr", "place_note_en", "place_note_fr", "no_points_note_en",
            "no_points_note_fr",
        )  # fmt: skip

    def clean(self):
        given = super().clean()
        if given.get("is_recorded") and not (given.get("source_line_en") or given.get("source_line_fr")):
            self.add_error("source_line_en", _("What was made public elsewhere needs its source line."))
        if given.get("inferred") and not (given.get("inferred_why_en") or given.get("inferred_why_fr")):
            self.add_error("inferred_why_en", _("Say from what it is inferred, in at least one language."))
        return given


class TextForm(WorkshopEditingForm):
    """What it says in a language."""

    class Meta:
        model = WorkshopText
        fields = ("title", "summary", "text")
        widgets = {"title": forms.TextInput, "summary": long_text(4), "text": long_text(14)}
        help_texts = {
            "summary": gettext_lazy("A few sentences, for the top of the page."),
            "text": gettext_lazy(
                "Markdown. Write in your own words, add nothing that the source does not say, and name functions, not people."
            ),
        }


def lines_of(text):
    return [line.strip() for line in text.splitlines() if line.strip()]


class ListsForm(forms.Form):
    """The lists of a workshop: a line for each entry, the languages in the same order."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        labels = {"en": gettext_lazy("%(list)s, in English"), "fr": gettext_lazy("%(list)s, in French")}
        for kind in WorkshopItem.Kind:
            for language, label in labels.items():
                self.fields[f"{kind}_{language}"] = forms.CharField(
                    label=label % {"list": capfirst(kind.label)}, widget=long_text(4, lang=language), required=False
                )

    def clean(self):
        given = super().clean()
        for kind in WorkshopItem.Kind:
            english, french = (lines_of(given.get(f"{kind}_{language}", "")) for language in ("en", "fr"))
            if english and french and len(english) != len(french):
                self.add_error(
                    f"{kind}_fr",
                    _("There are %(english)s lines in English and %(french)s in French: write one for each.")
                    % {"english": len(english), "french": len(french)},
                )
            for language, lines in (("en", english), ("fr", french)):
                if any(len(line) > LONGEST_LINE for line in lines):
                    self.add_error(f"{kind}_{language}", _("A line has at most 500 characters."))
        return given

    @property
    def lists(self):
        """Kind → [(English, French)]."""
        return {kind: self.pairs(kind) for kind in WorkshopItem.Kind}

    def pairs(self, kind):
        english, french = (lines_of(self.cleaned_data[f"{kind}_{language}"]) for language in ("en", "fr"))
        blank = [""] * max(len(english), len(french))
        return list(zip(english or blank, french or blank, strict=True))

    @staticmethod
    def of(workshop):
        """The lists on record, as the form shows them."""
        rows, found = list(workshop.items.all()), {"seen": workshop.version}
        for kind in WorkshopItem.Kind:
            for language in ("en", "fr"):
                lines = [getattr(row, f"text_{language}") for row in rows if row.kind == kind]
                found[f"{kind}_{language}"] = "\n".join(lines)
        return found


class AudienceForm(forms.Form):
    """Who was present, by category, and how many, where that is known."""

    WORDS = ("words_en", "words_fr", "count")

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    people = forms.IntegerField(
        label=gettext_lazy("People who were present, altogether"), min_value=1, max_value=100_000, required=False,
        help_text=gettext_lazy("Only where it is known."),
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for category in WorkshopAudience.Category:
            name = capfirst(category.label)
            self.fields[f"{category}_present"] = forms.BooleanField(label=name, required=False)
            for language, label in (("en", _("%(who)s: who, in English")), ("fr", _("%(who)s: who, in French"))):
                self.fields[f"{category}_words_{language}"] = LineField(
                    label=label % {"who": name}, max_length=200, required=False
                )
            self.fields[f"{category}_count"] = forms.IntegerField(
                label=_("%(who)s: how many") % {"who": name}, min_value=1, max_value=100_000, required=False
            )

    def clean(self):
        given = super().clean()
        counted = sum(given.get(f"{category}_count") or 0 for category in WorkshopAudience.Category)
        if given.get("people") and counted > given["people"]:
            self.add_error("people", _("The categories count more people than there were altogether."))
        return given

    @property
    def present(self):
        """Category → what is said of it, of those that were there."""
        found = {}
        for category in WorkshopAudience.Category:
            values = {name: self.cleaned_data[f"{category}_{name}"] for name in self.WORDS}
            if self.cleaned_data[f"{category}_present"] or any(values.values()):
                found[category] = values
        return found

    @classmethod
    def of(cls, workshop):
        """The audience on record, as the form shows it."""
        found = {"seen": workshop.version, "people": workshop.people}
        for row in workshop.audiences.all():
            found[f"{row.category}_present"] = True
            found |= {f"{row.category}_{name}": getattr(row, name) for name in cls.WORDS}
        return found
