"""Two people at one record: the second save is refused with both versions shown, and nothing typed is lost.

A form carries the version it was opened with. It is compared under the lock of the record, in the transaction that writes. A
record without a version column is known by its newest history row. Children are edited with their root, whose version they move.
"""

from dataclasses import dataclass
from itertools import combinations
from operator import attrgetter

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.forms.models import BaseInlineFormSet, model_to_dict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from asm_portal.visibility import Audience

CONFLICT = "conflict"
NOTHING = "–"


def version_of(record):
    """What tells this state of the record from the next, as text."""
    if hasattr(record, "version"):
        return str(record.version)
    return str(type(record).history.filter(id=record.pk).values_list("history_id", flat=True).first())


def worded(field, value):
    """A form field's value in words: the label of a choice, the name of a record."""
    if value in (None, "", []):
        return NOTHING
    if hasattr(field, "in_words"):
        return field.in_words(value)
    if isinstance(field, forms.ModelChoiceField):
        return str(record_named(field, value) or NOTHING)
    if isinstance(field, forms.BooleanField):
        return _("yes") if value in (True, "on", "True", "true") else _("no")
    labels = {str(code): label for code, label in getattr(field, "choices", ())}
    parts = value if isinstance(value, list | tuple) else [value]
    return ", ".join(str(labels.get(str(part), part)) for part in parts if part)


def record_named(field, value):
    """The record that a field of records names; None for what names none."""
    try:
        return field.to_python(value)
    except ValidationError:
        return None


@dataclass(frozen=True)
class Difference:
    """Where the text typed here (`mine`) is not what the record says now (`theirs`)."""

    label: str
    mine: str
    theirs: str


def differences(form):
    """The fields in which a bound form is not what its record says now."""
    return [
        Difference(
            form.fields[name].label or name,
            worded(form.fields[name], form[name].data),
            worded(form.fields[name], form.initial.get(name)),
        )
        for name in form.changed_data
        if name not in EditingForm.ABOUT_THE_SAVE
    ]


def row_in_words(form, value_of):
    """A row of an inline as one line: each visible field that says something."""
    parts = (
        (field.label, worded(field, value_of(name)))
        for name, field in form.fields.items()
        if not (isinstance(field.widget, forms.HiddenInput) or name == "DELETE")
    )
    said = (f"{label}{gettext(':')} {value}" for label, value in parts if value != NOTHING)
    return f"{gettext(';')} ".join(said) or NOTHING


def row_differences(formset):
    """The rows of an inline that are not what the record holds now, as text: changed, added or removed here or there."""
    label, found, posted = formset.model._meta.verbose_name, [], set()
    for form in formset.forms:
        posted.add(form.instance.pk)
        removed = formset.can_delete and formset._should_delete_form(form)
        if form.has_changed() or removed:
            there = form.instance.pk is not None
            mine = _("removed") if removed else row_in_words(form, lambda name, form=form: form[name].data)
            theirs = row_in_words(form, form.initial.get) if there else NOTHING
            found.append(Difference(label, mine, theirs))
    for row in formset.get_queryset():
        if row.pk not in posted:
            found.append(Difference(label, NOTHING, row_in_words(formset.empty_form, model_to_dict(row).get)))
    return found


class EditingForm(forms.ModelForm):
    """A form of the administration: it knows the version it was opened with and asks why."""

    ABOUT_THE_SAVE = ("why", "seen_version")
    refusal = ""

    seen_version = forms.CharField(widget=forms.HiddenInput, required=False)
    why = forms.CharField(
        label=_("Why"),
        required=False,
        max_length=500,
        help_text=_("Kept in the history beside who and when."),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.current_version = version_of(self.instance) if self.instance.pk else ""
        self.initial["seen_version"] = self.current_version

    def clean(self):
        super().clean()
        if self.refusal:
            raise ValidationError(self.refusal, code="refused")
        known = (self.data.get("seen_version", ""), self.data.get("save_over", ""))
        if self.current_version and self.current_version not in known:
            raise ValidationError(
                _(
                    "Somebody else has saved this record since you opened it. Nothing was saved, and nothing you typed is lost."
                ),
                code=CONFLICT,
            )
        return self.cleaned_data

    @property
    def is_conflict(self):
        return self.is_bound and self.has_error("__all__", code=CONFLICT)

    def ask_why(self, message):
        """An error at “Why”, where it was left empty."""
        if not self.cleaned_data.get("why"):
            self.add_error("why", message)


class ReasonedForm(EditingForm):
    """A form of a record whose changes need a reason."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["why"].required = True


class RowsOfOneVersion:
    """Rows of an inline: compared with each other, and told when somebody else has removed one of them."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        for field in form.fields.values():  # in a table the column says it to the eye only
            field.widget.attrs.setdefault("aria-label", field.label)
        form.instance.edited_together = [row.pk for row in self.get_queryset()]

    def kept_forms(self):
        """The rows that stay, once saved."""
        return [form for form in self.forms if not (self.can_delete and self._should_delete_form(form))]

    def clean(self):
        super().clean()
        kept, known = self.kept_forms(), self.initial_forms
        if any(form.instance.pk is None for form in kept if form in known):
            raise ValidationError(
                _("Somebody else has removed a row that is still here. Remove it too, or enter it again as a new row.")
            )
        self.refuse_overlaps([form.instance for form in kept if form in known or form.has_changed()])

    def refuse_overlaps(self, rows):
        """Raise ValidationError where two dated rows of one seat hold on the same day."""
        seat = getattr(self.model, "no_overlap", ())
        dated = sorted((row for row in rows if seat and row.valid_from), key=attrgetter("valid_from"))
        for earlier, later in combinations(dated, 2):
            same = all(getattr(earlier, name) == getattr(later, name) for name in seat)
            if same and earlier.holds_on(later.valid_from):
                raise ValidationError(
                    _("The days of “%(one)s” and “%(other)s” overlap."),
                    params={"one": earlier, "other": later},
                    code="overlap",
                )


class RowFormSet(RowsOfOneVersion, BaseInlineFormSet):
    """Rows of an inline."""


class NeedsWhy:
    """Rows that decide who belongs or who may read: a change of them needs a reason."""

    def clean(self):
        super().clean()
        if self.has_changed() and not self.data.get("why", "").strip():
            raise ValidationError(_("Say why this changes, in “Why” at the end of the page."))


class ReasonedRowFormSet(NeedsWhy, RowFormSet):
    """Rows whose changes need a reason."""


class LockingMixin:
    """A ModelAdmin that writes one version after the other."""

    def get_object(self, request, object_id, from_field=None):
        """The record, locked where it is about to be written, so that what is compared is what is overwritten."""
        record = super().get_object(request, object_id, from_field)
        if record and request.method == "POST" and transaction.get_connection().in_atomic_block:
            self.model._base_manager.select_for_update().get(pk=record.pk)
            record = super().get_object(request, object_id, from_field)
        return record

    def changeform_view(self, request, *args, **kwargs):
        """What is refused only when it is written is said at the form, and nothing typed is lost."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except ValidationError as refused:
            request.refusal = refused.messages
        except IntegrityError:
            request.refusal = [_("What you entered contradicts itself or another record. Nothing was saved.")]
        return super().changeform_view(request, *args, **kwargs)

    def get_form(self, request, *args, **kwargs):
        form = super().get_form(request, *args, **kwargs)
        form.refusal = getattr(request, "refusal", "")
        return form

    def save_form(self, request, form, change):
        """The reason goes with the record into its history."""
        record = super().save_form(request, form, change)
        record._change_reason = form.cleaned_data.get("why") or None
        return record

    def save_formset(self, request, form, formset, change):
        for row in formset.forms:
            row.instance._change_reason = form.cleaned_data.get("why") or None
        super().save_formset(request, form, formset, change)

    def render_change_form(self, request, context, *args, **kwargs):
        form = context["adminform"].form
        if getattr(form, "is_conflict", False):
            context |= self.both_versions(form, context["inline_admin_formsets"])
        context["saved_over"] = request.POST.get("save_over", "")
        return super().render_change_form(request, context, *args, **kwargs)

    def both_versions(self, form, inlines):
        """Mine and theirs, and who they are."""
        rows = [found for inline in inlines for found in row_differences(inline.formset)]
        last = self.model.history.filter(id=form.instance.pk).select_related("history_user__person").first()
        return {
            "differences": [*differences(form), *rows],
            "last_change": last,
            "current_version": form.current_version,
        }


class AudienceForm(EditingForm):
    """A form of a record with an audience: opening it to everyone, or changing whom it is for, needs a reason on record."""

    def clean(self):
        super().clean()
        opened = (
            self.cleaned_data.get("audience") == Audience.PUBLIC and self.initial.get("audience") != Audience.PUBLIC
        )
        if opened:
            self.ask_why(_("Say who approved that everyone may read this, and when."))
        elif self.instance.pk and {"audience", "audience_body", "audience_organisation"}.intersection(
            self.changed_data
        ):
            self.ask_why(_("Say who approved that this is for other readers now, and when."))
        return self.cleaned_data
