"""Input of the pages of written procedures."""

import zoneinfo

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from asm_portal.dated import today
from asm_portal.day_field import DayMonthYearField
from asm_portal.editing import EditingForm
from asm_portal.forms import TimeZoneField
from asm_portal.zones import city
from communications.models import Outcome, Position, WrittenProcedure
from communications.procedures.actions import refuse_outcome, refuse_times, text_for_members
from communications.procedures.deciding import kinds
from knowledge.minutes.forms import long_text
from knowledge.models import Decision, DocumentLink
from logistics.follow_up.forms import known_document
from logistics.meetings.forms import TimeField
from logistics.meetings.times import instant_of

Kind, Channel = Position.Kind, Position.Channel
# What a decision does to an earlier text.
EFFECTS = tuple(DocumentLink.Kind(name) for name in ("supersedes", "amends", "extends", "implements"))


def moment_in(form, name, zone):
    """The instant that the fields `<name>_day` and `<name>_time` name on the clocks of the zone, None where they are empty or
    wrong; what is wrong is said at the time."""
    day, time = form.cleaned_data.get(f"{name}_day"), form.cleaned_data.get(f"{name}_time")
    if bool(day) != bool(time) and not {f"{name}_day", f"{name}_time"} & form.errors.keys():
        form.add_error(f"{name}_day" if time else f"{name}_time", _("Give both the day and the time."))
    if not (day and time and zone):
        return None
    try:
        return instant_of(day, time, zone)
    except ValidationError as problem:
        form.add_error(f"{name}_time", problem)
        return None


def clock_of(moment, name, zone):
    """The initial values of the two fields of an instant."""
    there = moment.astimezone(zoneinfo.ZoneInfo(zone))
    return {f"{name}_day": there.date(), f"{name}_time": there.time()}


class ProcedureForm(EditingForm):
    """What is asked, on which text, of whom, by which rule and until when."""

    document = forms.CharField(
        label=_("Text to be decided"), max_length=80,
        help_text=_("Its reference or its official number. The newest text that the members may read is pinned."),
    )  # fmt: skip
    zone = TimeZoneField(help_text=_("The times are read on its clocks, and are shown in UTC too."))
    opens_day = DayMonthYearField(
        label=_("Opens on"), required=False, help_text=_("Empty: as soon as it is put to the members.")
    )
    opens_time = TimeField(label=_("Opens at"))
    closes_day = DayMonthYearField(label=_("Closes on"))
    closes_time = TimeField(label=_("Closes at"), required=True, help_text=_("What is filed at this minute is late."))

    field_order = (
        "body", "document", "question_en", "question_fr", "zone", "opens_day", "opens_time", "closes_day", "closes_time",
        "rule", "support_percent",
    )  # fmt: skip

    class Meta:
        model = WrittenProcedure
        fields = ("body", "question_en", "question_fr", "zone", "rule", "support_percent")
        widgets = {"question_en": long_text(2), "question_fr": long_text(2), "rule": forms.RadioSelect}
        help_texts = {
            "question_en": _("One sentence that can be supported or objected to."),
            "rule": _("As the rules of procedure of the body have it."),
            "support_percent": _("Of those who take a position; only where supports are needed."),
        }

    def __init__(self, *args, user, bodies, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        del self.fields["why"]
        self.fields["body"].queryset, self.fields["body"].empty_label = bodies, "–"
        self.fields["rule"].choices = [(rule.value, capfirst(rule.label)) for rule in WrittenProcedure.Rule]
        self.fields["support_percent"].required = False
        if self.instance.pk:
            self.initial |= self.as_it_stands()
        else:
            self.initial["support_percent"] = settings.PROCEDURE_SUPPORT_PERCENT

    def as_it_stands(self):
        """What the draft says in the fields that are not its own."""
        draft = self.instance
        opening = clock_of(draft.opens_at, "opens", draft.zone) if draft.opens_at else {}
        return {"document": draft.document.reference} | opening | clock_of(draft.closes_at, "closes", draft.zone)

    def clean_support_percent(self):
        return self.cleaned_data["support_percent"] or settings.PROCEDURE_SUPPORT_PERCENT

    def clean_document(self):
        return known_document(self.cleaned_data["document"], self.user)

    def clean(self):
        given = super().clean()
        document, body = given.get("document"), given.get("body")
        if document and body:
            try:
                self.instance.document, self.instance.revision = document, text_for_members(document, body)
            except ValidationError as refusal:
                self.add_error("document", refusal)
        zone = given.get("zone")
        self.instance.opens_at = moment_in(self, "opens", zone)
        closes_at = moment_in(self, "closes", zone)
        if closes_at and "opens_time" not in self.errors:
            self.instance.closes_at = closes_at
            try:
                refuse_times(self.instance)
            except ValidationError as refusal:
                self.add_error("closes_day", refusal)
        return given


class PutForm(forms.Form):
    """The version of the draft that the page showed."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


class ExtendForm(forms.Form):
    """A later deadline."""

    closes_day = DayMonthYearField(label=_("Closes on"))
    closes_time = TimeField(label=_("Closes at"), required=True)
    reason = forms.CharField(label=_("Reason"), widget=long_text(3), max_length=2_000)

    def __init__(self, *args, procedure, **kwargs):
        super().__init__(*args, **kwargs)
        self.procedure = procedure
        self.fields["closes_time"].help_text = _("On the clocks of %(zone)s.") % {"zone": city(procedure.zone)}
        self.initial = clock_of(procedure.ends_at, "closes", procedure.zone) | self.initial

    def clean(self):
        given = super().clean()
        given["closes_at"] = moment_in(self, "closes", self.procedure.zone)
        return given


class WithdrawForm(forms.Form):
    """Why a question is taken back."""

    reason = forms.CharField(label=_("Reason"), widget=long_text(4), max_length=5_000)


class PositionForm(forms.Form):
    """What an organisation says. `seen` holds, for each organisation, the position that the page showed."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=4_000)
    organisation = forms.TypedChoiceField(label=_("On behalf of"), coerce=int)
    kind = forms.ChoiceField(label=_("Position"), widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("Reason or comment"), widget=long_text(6), max_length=20_000, required=False,
        help_text=_("An objection needs its reason. Everyone who may read the procedure reads it."),
    )  # fmt: skip
    channel = forms.ChoiceField(label=_("How it came"), widget=forms.RadioSelect)
    received_day = DayMonthYearField(
        label=_("Received on"), required=False,
        help_text=_("Empty: now. What was received before the end counts, also where it is noted later."),
    )  # fmt: skip
    received_time = TimeField(label=_("Received at"))

    def __init__(self, *args, organisations, may_decide, is_noting, zone, **kwargs):
        super().__init__(*args, **kwargs)
        self.zone = zone
        offer(self, organisations, is_noting)
        if is_noting:
            self.fields["organisation"].help_text = _(
                "Observers and provisional members comment; they take no position."
            )
            self.fields["received_time"].help_text = _("On the clocks of %(zone)s.") % {"zone": zone}
        else:
            del self.fields["received_day"], self.fields["received_time"]
        taken = [Kind.SUPPORT, Kind.NO_OBJECTION, Kind.OBJECTION] if may_decide else []
        self.fields["kind"].choices = [(kind.value, capfirst(kind.label)) for kind in (*taken, Kind.COMMENT)]
        if not may_decide:
            self.initial.setdefault("kind", Kind.COMMENT)

    def clean(self):
        given = super().clean()
        kind = given.get("kind")
        if kind in (Kind.OBJECTION, Kind.COMMENT) and not given.get("text") and "text" not in self.errors:
            wanted = _("Give the reason of the objection.") if kind == Kind.OBJECTION else _("Write the comment.")
            self.add_error("text", wanted)
        given["received_at"] = moment_in(self, "received", self.zone)
        return given

    @property
    def seen_position(self):
        """The primary key of the position of the chosen organisation that the page showed; None for none."""
        pairs = (pair.partition(":") for pair in self.cleaned_data["seen"].split(","))
        known = {organisation: position for organisation, _colon, position in pairs if position.isdecimal()}
        position = known.get(str(self.cleaned_data["organisation"]), "")
        return int(position) if position.isascii() and position else None


class TakeBackForm(forms.Form):
    """Whose objection is taken back."""

    organisation = forms.TypedChoiceField(label=_("On behalf of"), coerce=int)
    channel = forms.ChoiceField(label=_("How it came"), widget=forms.RadioSelect)

    def __init__(self, *args, organisations, is_noting, **kwargs):
        super().__init__(*args, **kwargs)
        offer(self, organisations, is_noting)


def offer(form, organisations, is_noting):
    """The organisations to choose from, one alone without a choice; how it came only where the secretariat notes it."""
    choices = [(row.pk, str(row)) for row in organisations]
    field = form.fields["organisation"]
    field.choices = choices if len(choices) == 1 else [("", "–"), *choices]
    if len(choices) == 1:
        field.widget = forms.HiddenInput()
        form.initial.setdefault("organisation", choices[0][0])
    if is_noting:
        channels = [channel for channel in Channel if channel != Channel.PORTAL]
        form.fields["channel"].choices = [(channel.value, capfirst(channel.label)) for channel in channels]
    else:
        del form.fields["channel"]


def seen_of(procedure):
    """The positions that a page shows, as its form carries them."""
    return ",".join(f"{key}:{row.pk}" for key, row in sorted(procedure.standing.items()))


class DeclareForm(forms.Form):
    """What the Chair declares."""

    outcome = forms.ChoiceField(
        label=_("Outcome"), widget=forms.RadioSelect,
        choices=[(outcome.value, capfirst(outcome.label)) for outcome in Outcome],
    )  # fmt: skip
    remark = forms.CharField(label=_("Remark"), widget=long_text(4), max_length=5_000, required=False)

    def __init__(self, *args, tally, **kwargs):
        super().__init__(*args, **kwargs)
        self.tally = tally

    def clean(self):
        given = super().clean()
        if given.get("outcome"):
            try:
                refuse_outcome(self.tally, given["outcome"], given.get("remark", ""))
            except ValidationError as refusal:
                self.add_error(None, refusal)
        return given


class DecisionForm(forms.Form):
    """The decision as the archive keeps it."""

    kind = forms.ModelChoiceField(None, label=_("Kind of document"), empty_label=None)
    instrument = forms.ChoiceField(label=_("Instrument"), choices=Decision.Instrument.choices)
    title_en = forms.CharField(label=_("Title in English"), max_length=400)
    title_fr = forms.CharField(label=_("Title in French"), max_length=400)
    official_number = forms.CharField(label=_("Official number, as printed"), max_length=80, required=False)
    adopted_on = DayMonthYearField(label=_("Adopted on"))
    in_force_from = DayMonthYearField(label=_("In force from"), required=False)
    link = forms.ChoiceField(label=_("What it does to an earlier text"), required=False)
    earlier = forms.CharField(
        label=_("The earlier text"), max_length=80, required=False, help_text=_("Its reference or its official number.")
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["kind"].queryset = kinds()
        self.fields["link"].choices = [("", "–"), *((effect.value, capfirst(effect.label)) for effect in EFFECTS)]

    def clean_adopted_on(self):
        if self.cleaned_data["adopted_on"] > today():
            raise ValidationError(_("This day lies ahead."))
        return self.cleaned_data["adopted_on"]

    def clean_earlier(self):
        return known_document(self.cleaned_data["earlier"], self.user)

    def clean(self):
        given = super().clean()
        if bool(given.get("earlier")) != bool(given.get("link")) and "earlier" not in self.errors:
            name = "link" if given.get("earlier") else "earlier"
            self.add_error(name, _("Give both the earlier text and what the decision does to it, or neither."))
        return given
