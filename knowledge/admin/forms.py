"""Forms of the administration of documents: audience of the kind, files as renditions, exceptions, state changes."""

from django import forms
from django.contrib.admin.widgets import AdminDateWidget, AdminSplitDateTime
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from asm_portal.administration.base import GrandchildFormSet
from asm_portal.dated import today
from asm_portal.editing import AudienceForm
from asm_portal.visibility import Audience
from knowledge.approvals import refuse_pinned
from knowledge.audiences import NEEDS_APPROVAL, columns, is_wider
from knowledge.kinds import OF_THE_CHAIR
from knowledge.models import Document

WIDER_THAN_KIND = _(
    "Documents of this kind are for fewer readers at first. Leave this empty; a wider audience is proposed with the button of the"
    " document and approved by the Chair’s office."
)


class DocumentForm(AudienceForm):
    """Without an audience a new document gets that of its kind, and its body with it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            self.fields["audience"].required = False
            self.fields["audience"].help_text = _("Empty: the one that the kind of document asks for.")

    def clean(self):
        given = self.cleaned_data
        if given.get("kind") and not given.get("audience"):
            given["audience"] = given["kind"].default_audience
        if given.get("audience") == Audience.BODY and not given.get("audience_body"):
            given["audience_body"] = given.get("issuing_body")
        if given.get("audience") == Audience.ORGANISATION and not given.get("audience_organisation"):
            given["audience_organisation"] = given.get("organisation")
        super().clean()
        self.refuse_wider_audience()
        self.refuse_another_voice()
        return given

    def refuse_another_voice(self):
        """What readers have is not made a text in which the KP Chair speaks to everyone."""
        kind = self.cleaned_data.get("kind")
        stored = Document.objects.filter(pk=self.instance.pk, state=Document.State.FINAL).select_related("kind").first()
        if stored and kind and kind != stored.kind and kind.code in OF_THE_CHAIR:
            self.add_error(
                "kind", _("In a document of this kind the KP Chair speaks. Choose it before the document is final.")
            )

    def refuse_wider_audience(self):
        """A new document has at most the audience of its kind, an old one that which it has; more needs a recorded approval."""
        given = self.cleaned_data
        asked = tuple(given.get(name) for name in ("audience", "audience_body", "audience_organisation"))
        stored = Document.objects.filter(pk=self.instance.pk).first()
        if stored:
            is_refused = is_wider(columns(stored), asked)
        else:
            default = given["kind"].default_audience if given.get("kind") else asked[0]
            is_refused = asked[0] != default and is_wider((default, None, None), asked)
        if asked[0] and is_refused:
            self.add_error("audience", NEEDS_APPROVAL if stored else WIDER_THAN_KIND)


class RenditionForm(forms.ModelForm):
    """A file or a text in one language. Without a revision it belongs to the draft revision, or opens a new one."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk and self.instance.revision.released_at:
            for name in self.fields:
                self.fields[name].disabled = True

    def clean(self):
        super().clean()
        if not self.cleaned_data.get("revision") and self.document.pk:
            self.cleaned_data["revision"] = self.document.revisions.filter(released_at=None).last()
        if self.cleaned_data.get("revision") and not self.instance.pk:
            self.refuse_pinned(self.cleaned_data["revision"])
        return self.cleaned_data

    def refuse_pinned(self, revision):
        try:
            refuse_pinned(revision)
        except ValidationError as refusal:
            self.add_error("revision", refusal)


class RenditionFormSet(GrandchildFormSet):
    """The renditions of a document's revisions; what is released is not written over."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.document = self.instance
        form.fields["revision"].required = False
        form.fields["revision"].empty_label = _("the draft, or a new one")

    def clean(self):
        super().clean()
        seen = set()
        for form in self.forms:
            given = getattr(form, "cleaned_data", None) or {}
            place = (given.get("revision"), given.get("language"), given.get("role"))
            if form.has_changed() and place in seen:
                raise ValidationError(_("Two rows have the same revision, language and role."))
            seen.add(place)


class ExceptionForm(forms.ModelForm):
    """An exception to the access rule: until when and why; it is ended, never deleted."""

    end_now = forms.BooleanField(label=_("end now"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields[self.whom].disabled = True

    def clean_until(self):
        until = self.cleaned_data["until"]
        if "until" in self.changed_data and until <= timezone.now():
            raise ValidationError(_("The end lies in the past. To end it, tick “end now”."))
        return until


class GrantForm(ExceptionForm):
    whom = "user"


class ShareForm(ExceptionForm):
    whom = "body"


class PublishForm(forms.Form):
    """From when its audience reads it."""

    embargoed_until = forms.SplitDateTimeField(
        label=_("Embargoed until (UTC)"), required=False, widget=AdminSplitDateTime, help_text=_("Empty: at once.")
    )


class CirculateForm(forms.Form):
    """Until when the body comments."""

    comments_until = forms.DateField(label=_("Comments until"), widget=AdminDateWidget)

    def clean_comments_until(self):
        if self.cleaned_data["comments_until"] < today():
            raise ValidationError(_("This day is over."))
        return self.cleaned_data["comments_until"]


class AdoptForm(forms.Form):
    """By which meeting or procedure the minutes were adopted, and when."""

    adopted_on = forms.DateField(label=_("Adopted on"), widget=AdminDateWidget)
    adopted_by_en = forms.CharField(label=_("Adopted by, in English"), max_length=120)
    adopted_by_fr = forms.CharField(label=_("Adopted by, in French"), max_length=120)
    adopted_despite = forms.CharField(
        label=_("Why they are adopted despite an objection"), widget=forms.Textarea, required=False
    )


class WithdrawForm(forms.Form):
    """What the tombstone says."""

    reason_en = forms.CharField(label=_("Reason, in English"), widget=forms.Textarea)
    reason_fr = forms.CharField(label=_("Reason, in French"), widget=forms.Textarea)
