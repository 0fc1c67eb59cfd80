"""Input about meetings: what there is on record of one that is over."""

from django import forms
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from knowledge.kinds import FINAL_COMMUNIQUE
from knowledge.models import Document, Minutes
from logistics.minutes_debt import actions
from logistics.models import Meeting, MeetingBody


class AccountForm(forms.Form):
    """A document that there is, or why there is none."""

    reason_en = forms.CharField(label=_("If there is none: why, in English"), max_length=300, required=False)
    reason_fr = forms.CharField(label=_("If there is none: why, in French"), max_length=300, required=False)
    field_order = ("document",)

    def clean(self):
        super().clean()
        given = self.cleaned_data
        if given.get("document") and (given.get("reason_en") or given.get("reason_fr")):
            self.add_error("reason_en", _("Choose the document or say why there is none, not both."))
        return given

    def answer(self, name):
        """What was given, with the document under the name by which the action knows it."""
        return {name if field == "document" else field: value for field, value in self.cleaned_data.items()}


class MinutesChoice(forms.ModelChoiceField):
    """Minutes by their reference and their title."""

    def label_from_instance(self, minutes):
        return f"{minutes.document.reference} – {minutes.document}"


class MinutesAccountForm(AccountForm):
    """The minutes that a body kept of a meeting."""

    document = MinutesChoice(None, label=_("Minutes"), required=False, empty_label=_("none of these"))

    def __init__(self, *args, of_body, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.of_body, self.by = of_body, by
        self.fields["document"].queryset = minutes_for(of_body, by)
        self.initial = {
            "document": of_body.minutes_id,
            "reason_en": of_body.no_minutes_reason_en,
            "reason_fr": of_body.no_minutes_reason_fr,
        }

    def save(self):
        actions.account_for_minutes(of_body=self.of_body, by=self.by, **self.answer("minutes"))


def minutes_for(of_body, user):
    """The minutes that may be those of the meeting: of one of its bodies, and told of no other meeting; the newest first."""
    taken = MeetingBody.objects.exclude(meeting=of_body.meeting).filter(minutes__isnull=False).values("minutes")
    rows = Minutes.objects.visible_to(user).filter(body__in=of_body.meeting.of_bodies.values("body"))
    rows = rows.exclude(pk__in=taken).exclude(document__state=Document.State.WITHDRAWN)
    return rows.select_related("document").prefetch_related("document__titles").order_by(F("meeting_date").desc(), "pk")


class CommuniqueAccountForm(AccountForm):
    """The communiqué that came out of a Plenary."""

    document = forms.ModelChoiceField(None, label=_("Communiqué"), required=False, empty_label=_("none of these"))

    def __init__(self, *args, meeting, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.meeting, self.by = meeting, by
        taken = Meeting.objects.exclude(pk=meeting.pk).filter(communique__isnull=False).values("communique")
        known = Document.objects.visible_to(by).listed().filter(kind__code=FINAL_COMMUNIQUE).exclude(pk__in=taken)
        self.fields["document"].queryset = known.prefetch_related("titles")
        self.initial = {
            "document": meeting.communique_id,
            "reason_en": meeting.no_communique_reason_en,
            "reason_fr": meeting.no_communique_reason_fr,
        }

    def save(self):
        actions.account_for_communique(meeting=self.meeting, by=self.by, **self.answer("communique"))
