"""Input of the pages of an agenda."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from asm_portal.editing import EditingForm
from asm_portal.forms import RecordsField
from asm_portal.templatetags.portal import date_words
from asm_portal.visibility import Audience
from knowledge.models import Document
from logistics.meetings import agenda_actions, matters
from logistics.meetings.forms import long_text
from logistics.meetings.importing import document_named
from logistics.models import AgendaItem, AgendaPaper

OF_A_BODY = "body:"


class Chosen(RecordsField):
    """Records to tick, each in words of its own."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, words, **kwargs):
        self.words = words
        super().__init__(None, required=False, **kwargs)
        self.error_messages["invalid_choice"] = gettext_lazy("One of these is no longer to be had. Choose again.")

    def label_from_instance(self, record):
        return self.words(record)


def document_words(document):
    return f"{document} ({document.kind}, {date_words(document.date, document.date_precision)})"


def action_words(action):
    due = _("due %(day)s") % {"day": date_words(action.due_on)} if action.due_on else _("no day set")
    return f"{action.title} ({action.owner}, {due})"


def paper_words(row):
    return _("%(document)s, revision %(number)s") % {"document": row.document, "number": row.revision.number}


class ItemForm(EditingForm):
    """An item of the agenda and its papers."""

    closed_to = forms.ChoiceField(label=gettext_lazy("For whom"), required=False)
    papers = Chosen(
        document_words,
        label=gettext_lazy("Lay before the meeting"),
        help_text=gettext_lazy("The newest released revision is meant, also when others follow."),
    )
    others = forms.CharField(
        label=gettext_lazy("Other documents"),
        required=False,
        widget=long_text(2),
        help_text=gettext_lazy("Their references or official numbers, one on a line."),
    )
    renewed = Chosen(paper_words, label=gettext_lazy("Take the newer revision instead"))
    without = Chosen(paper_words, label=gettext_lazy("Take out"))
    adopted = forms.CharField(
        label=gettext_lazy("Decision adopted under this item"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("Its reference or official number."),
    )

    field_order = (
        "title_en", "title_fr", "text_en", "text_fr", "closed_to", "papers", "others", "renewed", "without", "adopted",
    )  # fmt: skip

    class Meta:
        model = AgendaItem
        fields = ("title_en", "title_fr", "text_en", "text_fr")
        widgets = {"text_en": long_text(), "text_fr": long_text()}

    def __init__(self, *args, by, meeting, **kwargs):
        super().__init__(*args, **kwargs)
        self.by, self.meeting = by, meeting
        del self.fields["why"]
        self.fields["closed_to"].choices = closed_choices(meeting, self.instance)
        self.initial["closed_to"] = closed_to(self.instance)
        self.offer("papers", matters.likely_papers(meeting, by, self.instance))
        rows = AgendaPaper.objects.visible_to(by).filter(item=self.instance.pk)
        rows = rows.select_related("revision").prefetch_related("document__titles")
        newer = [row.pk for row in rows if is_behind(row)]
        self.offer("renewed", rows.filter(pk__in=newer))
        self.offer("without", rows)
        decision = Document.objects.visible_to(by).filter(pk=self.instance.decision_id).first()
        self.initial["adopted"] = decision.reference if decision else ""

    def offer(self, name, rows):
        """Let the field offer the rows; without any there is nothing to choose."""
        self.fields[name].queryset = rows
        if not rows:
            del self.fields[name]

    def clean_others(self):
        lines = [line.strip() for line in self.cleaned_data["others"].splitlines() if line.strip()]
        return [self.named(line) for line in lines]

    def clean_adopted(self):
        text = self.cleaned_data["adopted"].strip()
        return self.named(text) if text else None

    def named(self, text):
        try:
            return document_named(text, Document.objects.visible_to(self.by).listed())
        except ValueError as problem:
            raise ValidationError(str(problem)) from problem

    def save(self):
        given, item = self.cleaned_data, self.instance
        item.meeting, item.decision = self.meeting, given["adopted"]
        audience, _colon, body = given["closed_to"].partition(":")
        if given["closed_to"] != closed_to(item):
            item.audience, item.audience_body_id, item.audience_organisation = audience, body or None, None
        papers = [*given.get("papers", ()), *given["others"], *(row.document for row in given.get("renewed", ()))]
        if item.pk:
            return agenda_actions.edit_item(item=item, by=self.by, papers=papers, without=given.get("without", ()))
        facts = {name: getattr(item, name) for name in (*self._meta.fields, "decision", "audience", "audience_body")}
        return agenda_actions.add_item(meeting=self.meeting, by=self.by, papers=papers, **facts)


def is_behind(row):
    """Whether a later revision than the one that is meant is released."""
    return row.document.revisions.released().filter(number__gt=row.revision.number).exists()


def closed_to(item):
    """For whom an item is, as the form says it."""
    return f"{OF_A_BODY}{item.audience_body_id}" if item.audience == Audience.BODY else item.audience


def closed_choices(meeting, item):
    """All, a body of the meeting, or one of the audiences of a closed session; and what the item has."""
    bodies = [row.body for row in meeting.of_bodies.select_related("body")]
    choices = {"": _("all whom the meeting is for")}
    choices |= {f"{OF_A_BODY}{body.pk}": _("members of %(body)s") % {"body": body} for body in bodies}
    choices |= {audience.value: audience.label for audience in (Audience.PARTICIPANTS, Audience.CHAIR)}
    choices = choices | {closed_to(item): choices.get(closed_to(item), item.get_audience_display())}
    return [(value, capfirst(label)) for value, label in choices.items()]


class MattersForm(forms.Form):
    """Which open actions and earlier decisions arise in the meeting."""

    actions = Chosen(action_words, label=gettext_lazy("Open actions"))
    documents = Chosen(document_words, label=gettext_lazy("Earlier decisions"))

    def __init__(self, *args, by, meeting, **kwargs):
        super().__init__(*args, **kwargs)
        self.by, self.meeting = by, meeting
        self.fields["actions"].queryset = matters.open_actions(meeting, by)
        self.fields["documents"].queryset = matters.earlier_decisions(meeting, by)
        for name in ("actions", "documents"):
            if not self.fields[name].queryset:
                del self.fields[name]

    def clean(self):
        given = super().clean()
        if self.fields and not (self.errors or any(given.values())):
            raise ValidationError(_("Tick what is to come onto the agenda."))
        return given

    def save(self):
        return agenda_actions.take_over(meeting=self.meeting, by=self.by, **self.cleaned_data)
