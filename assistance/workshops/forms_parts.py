"""Input about the parts of a workshop: who did what, figures, points and what becomes of them, materials, the agreement."""

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from asm_portal.dated import today
from asm_portal.day_field import DayMonthYearField
from asm_portal.models import Body, Organisation
from asm_portal.models.organisations import LANGUAGE_CHOICES
from asm_portal.register import alphabetical
from asm_portal.templatetags.portal import own_name
from asm_portal.uploads import check_upload
from assistance.models import Workshop, WorkshopFigure, WorkshopPart, WorkshopPoint
from assistance.offers.forms import by_name
from assistance.workshops.forms import WorkshopEditingForm
from knowledge.minutes.forms import long_text
from logistics.follow_up.forms import known_document
from logistics.follow_up.owners import choices, fields_of

NAMES = ("name_en", "name_fr", "acronym_en", "acronym_fr")


class PartForm(WorkshopEditingForm):
    """Who had which part."""

    class Meta:
        model = WorkshopPart
        fields = ("role", "organisation", *NAMES, "part_en", "part_fr")
        help_texts = {
            "organisation": gettext_lazy(
                "Choose one from the register, or write the name below, as the source gives it."
            ),
            "part_en": gettext_lazy("Name functions, not people."),
        }

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        field, is_invented = self.fields["organisation"], self.instance.workshop.is_demonstration
        field.queryset = Organisation.objects.visible_to(by).filter(is_demonstration=is_invented).with_names()
        field.choices = [("", "–"), *by_name(field.queryset)]

    def clean(self):
        given = super().clean()
        named = given.get("name_en") or given.get("name_fr")
        if bool(given.get("organisation")) == bool(named) and "organisation" not in self.errors:
            self.add_error("organisation", _("Choose an organisation of the register, or write a name; not both."))
        elif given.get("organisation"):
            given |= dict.fromkeys(NAMES, "")
        return given


class FigureForm(WorkshopEditingForm):
    """A summary figure of the evaluation."""

    class Meta:
        model = WorkshopFigure
        fields = ("label_en", "label_fr", "value", "out_of")
        help_texts = {
            "label_en": gettext_lazy("For example: found the course useful. Never what one person said."),
            "out_of": gettext_lazy("For example 22, for 18 out of 22; empty for a plain number."),
        }

    def clean(self):
        given = super().clean()
        if not (given.get("label_en") or given.get("label_fr")):
            self.add_error("label_en", _("Say what is counted, in at least one language."))
        if given.get("value") is not None and given["value"] < 0:
            self.add_error("value", _("Write a number of 0 or more."))
        elif given.get("out_of") is not None and given.get("value") is not None and given["value"] > given["out_of"]:
            self.add_error("value", _("The figure is larger than what it is out of."))
        return given


class PointForm(WorkshopEditingForm):
    """A concern or a recommendation, as it was recorded."""

    class Meta:
        model = WorkshopPoint
        fields = ("kind", "text_en", "text_fr")
        widgets = {"text_en": long_text(3), "text_fr": long_text(3)}

    def clean(self):
        given = super().clean()
        if not (given.get("text_en") or given.get("text_fr")):
            self.add_error("text_en", _("Write the point in at least one language."))
        return given


class SettleForm(forms.Form):
    """What becomes of a recommendation: a body accepts it, and it becomes an action; or it becomes none, with the reason."""

    ACTION, NONE = "action", "none"

    outcome = forms.ChoiceField(
        label=gettext_lazy("What becomes of it"), widget=forms.RadioSelect, initial=ACTION,
        choices=[
            (ACTION, gettext_lazy("A body of the Process accepts it, and it becomes an action")),
            (NONE, gettext_lazy("It does not become an action")),
        ],
    )  # fmt: skip
    body = forms.ModelChoiceField(None, label=gettext_lazy("Accepted by the body"), required=False, empty_label="–")
    accepted_on = DayMonthYearField(label=gettext_lazy("Accepted on"), required=False)
    owner = forms.ChoiceField(label=gettext_lazy("Who has to carry it out"), required=False)
    due_on = DayMonthYearField(label=gettext_lazy("Due on"), required=False)
    reason_en = forms.CharField(
        label=gettext_lazy("If there is no action: why, in English"), max_length=500, required=False
    )
    reason_fr = forms.CharField(
        label=gettext_lazy("If there is no action: why, in French"), max_length=500, required=False
    )

    def __init__(self, *args, workshop, by, **kwargs):
        super().__init__(*args, **kwargs)
        bodies = Body.objects.visible_to(by).valid_on().filter(is_demonstration=workshop.is_demonstration)
        field = self.fields["body"]
        field.queryset = bodies.exclude(activity=Body.Activity.CLOSED)
        found = sorted(field.queryset, key=lambda body: alphabetical(body.name))
        field.choices = [("", "–"), *((body.pk, body.name) for body in found)]
        self.fields["owner"].choices = choices(by, workshop.is_demonstration, _("Organisations"))

    def clean(self):
        given = super().clean()
        reason = given.get("reason_en") or given.get("reason_fr")
        if given.get("outcome") == self.NONE and not reason:
            self.add_error("reason_en", _("Say why it does not become an action, in at least one language."))
        if given.get("outcome") == self.ACTION:
            self.clean_action(given, reason)
        return given

    def clean_action(self, given, reason):
        """An action needs who accepted and who owes it, and goes without a reason for none."""
        if reason:
            self.add_error("outcome", _("Choose the action, or say why there is none, not both."))
        if not given.get("body") and "body" not in self.errors:
            self.add_error("body", _("Choose the body that accepted it."))
        if not given.get("owner") and "owner" not in self.errors:
            self.add_error("owner", _("Choose the office or the organisation that has to do it."))
        if given.get("accepted_on") and given["accepted_on"] > today():
            self.add_error("accepted_on", _("This day is still to come."))
        if given.get("due_on") and given["due_on"] < today():
            self.add_error("due_on", _("This day is past."))

    @property
    def owner_fields(self):
        """Field → primary key of the owner."""
        return fields_of(self.cleaned_data["owner"])


class MaterialForm(forms.Form):
    """A document of the archive, or a new file with its title."""

    document = forms.CharField(
        label=gettext_lazy("Document of the archive"), max_length=80, required=False,
        help_text=gettext_lazy("Its reference or its official number, for example MIN-2025-K7Q2M."),
    )  # fmt: skip
    title = forms.CharField(label=gettext_lazy("Or a new one: its title"), max_length=400, required=False)
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the file"), initial=get_language, required=False,
        choices=[(code, own_name(code)) for code, _name in LANGUAGE_CHOICES],
    )  # fmt: skip
    file = forms.FileField(
        label=gettext_lazy("File"), required=False, validators=[check_upload],
        help_text=gettext_lazy("It stays a draft in the archive until it is published there."),
    )  # fmt: skip

    def __init__(self, *args, workshop, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.workshop, self.by = workshop, by

    def clean_document(self):
        """The document itself."""
        document = known_document(self.cleaned_data["document"], self.by)
        if document and document.is_demonstration != self.workshop.is_demonstration:
            raise forms.ValidationError(_("Invented samples and real records cannot be combined."))
        if document and self.workshop.materials.filter(document=document).exists():
            raise forms.ValidationError(_("This document is among the materials already."))
        return document

    def clean(self):
        given = super().clean()
        if given.get("document") or "document" in self.errors:
            return given
        if not (given.get("title") or given.get("file")) and "file" not in self.errors:
            self.add_error("document", _("Give the reference of a document, or a title and a file."))
        elif not given.get("title"):
            self.add_error("title", _("Give the document a title."))
        elif not given.get("file") and "file" not in self.errors:
            self.add_error("file", _("Choose the file."))
        return given


class AgreementForm(forms.Form):
    """Who agrees to what the page says, since when, and how that was said; `seen` is the version of the workshop on the page."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    agreed_by = forms.ChoiceField(
        label=gettext_lazy("Agreed by"), choices=Workshop.AgreedBy.choices, widget=forms.RadioSelect
    )
    agreed_on = DayMonthYearField(label=gettext_lazy("Agreed on"), initial=today)
    note = forms.CharField(
        label=gettext_lazy("Who agreed, in which function, and how"), widget=long_text(3), max_length=2_000,
        help_text=gettext_lazy("For the secretariat only."),
    )  # fmt: skip

    @staticmethod
    def of(workshop):
        return {"seen": workshop.version}
