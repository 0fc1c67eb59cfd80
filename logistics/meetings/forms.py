"""Input of the pages on which meetings are planned."""

from django import forms
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from asm_portal.day_field import DayMonthYearField
from asm_portal.editing import AudienceForm, EditingForm
from asm_portal.forms import LanguagesField, RecordsField, TimeZoneField
from asm_portal.models import Body, Organisation
from asm_portal.register import alphabetical
from asm_portal.visibility import Audience, standing_of
from logistics.meetings import actions
from logistics.models import JoiningDetails, Meeting

# Those that the leaders of a body call.
OF_BODIES = (Meeting.Kind.BODY, Meeting.Kind.TELECONFERENCE, Meeting.Kind.AD_HOC)
OPEN_TO = (Audience.BODY, Audience.PARTICIPANTS, Audience.PROCESS, Audience.PUBLIC, Audience.CHAIR)
TIMES = ("zone", "start_time", "end_time")


def kinds_for(user):
    """The kinds of meetings that the reader may propose."""
    standing = standing_of(user)
    if standing.secretariat:
        return (*Meeting.OF_THE_PROCESS, *OF_BODIES)
    of_the_process = Meeting.OF_THE_PROCESS if standing.chair else ()
    return (*of_the_process, *(OF_BODIES if standing.led_bodies else ()))


def long_text(rows=3):
    return forms.Textarea(attrs={"rows": rows, "dir": "auto"})


def audience_choices(audiences):
    """Labels of the audiences, a body's as those of the meeting."""
    labels = {audience: audience.label for audience in audiences} | {Audience.BODY: _("members of its bodies")}
    return [(audience.value, capfirst(labels[audience])) for audience in audiences]


class TimeField(forms.TimeField):
    """A time of day on a clock of 24 hours."""

    def __init__(self, **kwargs):
        message = _("Write the time as hours and minutes, for example 09:30.")
        super().__init__(
            input_formats=["%H:%M", "%H.%M", "%Hh%M", "%H"],
            widget=forms.TimeInput(format="%H:%M", attrs={"size": 6, "autocomplete": "off"}),
            error_messages={"invalid": message},
            **{"required": False} | kwargs,
        )


class TimesMixin(forms.Form):
    """The days and times of a meeting, as its venue reads them."""

    start_date = DayMonthYearField(label=_("First day"))
    end_date = DayMonthYearField(label=_("Last day"), required=False, help_text=_("Empty: the same day."))
    zone = TimeZoneField(
        label=_("Time zone of the venue"), required=False, initial="",
        help_text=_("Readers see the times there, in UTC and in their own zone."),
    )  # fmt: skip
    start_time = TimeField(label=_("Begins at, on the first day"))
    end_time = TimeField(label=_("Ends at, on the last day"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "zone" in self.fields:
            self.fields["zone"].choices = [("", "–"), *self.fields["zone"].choices]

    def clean_end_date(self):
        return self.cleaned_data["end_date"] or self.cleaned_data.get("start_date")

    def clean(self):
        given = super().clean()
        first, last = given.get("start_date"), given.get("end_date")
        if first and last and last < first:
            self.add_error("end_date", _("The last day comes before the first."))
        if given.get("start_time") and not given.get("zone") and "zone" in self.fields:
            self.add_error("zone", _("Choose the time zone in which the meeting begins at this time."))
        if given.get("end_time") and not given.get("start_time") and "start_time" not in self.errors:
            self.add_error("start_time", _("Say when the meeting begins, too."))
        return given


class MeetingForm(TimesMixin, AudienceForm):
    """A meeting that is planned. Once it has an event its days are moved on a page of their own, and so are its times once it has
    some."""

    bodies = RecordsField(
        None, label=_("Bodies"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Several make a joint session."),
        error_messages=dict.fromkeys(("invalid_choice", "invalid_pk_value"), _("Choose bodies from the list.")),
    )  # fmt: skip
    languages = LanguagesField(label=_("Languages with interpretation"))

    field_order = (
        "kind", "bodies", "title_en", "title_fr", "start_date", "end_date", "zone", "start_time", "end_time", "format",
        "city_en", "city_fr", "country", "host", "languages", "audience", "why",
    )  # fmt: skip

    class Meta:
        model = Meeting
        fields = (
            "kind", "title_en", "title_fr", "start_date", "end_date", "zone", "start_time", "end_time", "format",
            "city_en", "city_fr", "country", "host", "languages", "audience",
        )  # fmt: skip
        labels = {"audience": _("Who may know of it")}
        help_texts = {
            "title_en": _("Only where the kind and the bodies do not say it."),
            "audience": _("Joining details, agenda items and papers may be for fewer."),
        }

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by
        self.fields["kind"].choices = [
            (kind.value, capfirst(kind.label)) for kind in Meeting.Kind if kind in kinds_for(by)
        ]
        self.fields["audience"].choices = audience_choices(OPEN_TO)
        self.fields["format"].choices = [(choice.value, capfirst(choice.label)) for choice in Meeting.Format]
        self.offer_bodies()
        self.offer_organisations()
        if self.instance.pk:
            self.keep_days()

    def offer_bodies(self):
        """Those of today, and those that the meeting is of."""
        of_it = self.instance.of_bodies.values("body") if self.instance.pk else []
        known = Body.objects.visible_to(self.by).exclude(kind__in=(Body.Kind.CHAIRS_OFFICE, Body.Kind.SECRETARIAT))
        known = known.filter(Q(activity=Body.Activity.ACTIVE, valid_until=None) | Q(pk__in=of_it))
        standing = standing_of(self.by)
        if not (
            standing.secretariat or standing.chair
        ):  # who leads invented bodies calls no real ones, nor the other way round
            led = Body.objects.filter(pk__in=standing.led_bodies)
            known = known.filter(is_demonstration__in=led.values("is_demonstration"))
        field = self.fields["bodies"]
        field.queryset = known
        field.choices = [
            (body.pk, body.name)
            for body in sorted(known, key=lambda body: (body.is_demonstration, alphabetical(body.name)))
        ]
        if self.instance.pk:
            self.initial["bodies"] = [row.body_id for row in self.instance.of_bodies.all()]

    def offer_organisations(self):
        known = Organisation.objects.visible_to(self.by).participants().with_names()
        ordered = sorted(known, key=lambda row: (row.is_demonstration, alphabetical(row.name)))
        for name in ("country", "host"):
            kept = getattr(self.instance, name)
            there = [] if kept is None or kept in ordered else [kept]
            self.fields[name].choices = [("", "–"), *((row.pk, row.name) for row in [*there, *ordered])]

    def keep_days(self):
        """Take out what another page changes, or nothing does."""
        del self.fields["kind"], self.fields["start_date"], self.fields["end_date"]
        if self.instance.start_time:
            for name in TIMES:
                del self.fields[name]
        kept = self.instance.audience
        if kept not in OPEN_TO:
            self.fields["audience"].choices += [(kept, Audience(kept).label)]

    def clean(self):
        given = super().clean()
        if "bodies" not in self.errors:
            self.check_bodies(list(given.get("bodies") or ()))
        return given

    def check_bodies(self, bodies):
        kind = self.cleaned_data.get("kind") or self.instance.kind
        standing = standing_of(self.by)
        if len({body.is_demonstration for body in bodies}) > 1:
            self.add_error("bodies", _("Bodies of the demonstration meet among themselves only."))
        if kind == Meeting.Kind.BODY and not bodies:
            self.add_error("bodies", _("Choose the body that meets, or the bodies of a joint session."))
        if self.cleaned_data.get("audience") == Audience.BODY and not bodies:
            self.add_error("audience", _("Without a body, choose who else may know of the meeting."))
        may_do_without = standing.secretariat or kind in Meeting.OF_THE_PROCESS
        if not may_do_without and not standing.led_bodies & {body.pk for body in bodies}:
            self.add_error("bodies", _("Choose a body that you lead, alone or with others."))

    def save(self):
        bodies, why = list(self.cleaned_data["bodies"]), self.cleaned_data["why"] or None
        if self.instance.pk:
            return actions.edit_meeting(meeting=self.instance, bodies=bodies, by=self.by, reason=why)
        facts = {name: self.cleaned_data[name] for name in self._meta.fields}
        invented = all(body.is_demonstration for body in bodies) if bodies else self.by.person.is_demonstration
        return actions.propose_meeting(bodies=bodies, by=self.by, is_demonstration=invented, reason=why, **facts)


class ReasonMixin(forms.Form):
    """Why, in one language or both, for everybody who may know of the meeting."""

    reason_en = forms.CharField(label=_("Reason in English"), max_length=500, required=False, widget=long_text())
    reason_fr = forms.CharField(label=_("Reason in French"), max_length=500, required=False, widget=long_text())

    def require_reason(self):
        if not (
            self.cleaned_data.get("reason_en") or self.cleaned_data.get("reason_fr") or self.errors.get("reason_en")
        ):
            self.add_error("reason_en", _("Give the reason, in English or in French."))


class MoveForm(TimesMixin, ReasonMixin, EditingForm):
    """Other days or times for a meeting."""

    field_order = ("start_date", "end_date", "zone", "start_time", "end_time", "reason_en", "reason_fr")

    class Meta:
        model = Meeting
        fields = ("start_date", "end_date", "zone", "start_time", "end_time")

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by
        del self.fields["why"]

    def clean(self):
        given = super().clean()
        self.require_reason()
        return given

    def save(self):
        names = (*self._meta.fields, "reason_en", "reason_fr")
        given = {name: self.cleaned_data[name] for name in names}
        return actions.move(meeting=self.instance, by=self.by, **given)


class StepForm(ReasonMixin, EditingForm):
    """Convene a meeting, or cancel it; a cancellation needs its reason."""

    needs_reason = False
    verb = None

    class Meta:
        model = Meeting
        fields = ()

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by
        del self.fields["why"]

    def clean(self):
        given = super().clean()
        if self.needs_reason:
            self.require_reason()
        return given

    def save(self):
        reasons = {name: self.cleaned_data[name] for name in ("reason_en", "reason_fr")}
        return type(self).verb(meeting=self.instance, by=self.by, **reasons)


class ConveneForm(StepForm):
    verb = staticmethod(actions.convene)


class CancelForm(StepForm):
    needs_reason = True
    verb = staticmethod(actions.cancel)


class JoiningForm(EditingForm):
    """How one joins a meeting from afar, and who is told."""

    audience = forms.ChoiceField(label=_("Who is told"))
    link = forms.URLField(label=_("Link"), max_length=500, required=False, assume_scheme="https")
    text_en = forms.CharField(
        label=_("How to join, in English"), required=False, max_length=2000, widget=long_text(4),
        help_text=_("Telephone numbers, codes."),
    )  # fmt: skip
    text_fr = forms.CharField(label=_("How to join, in French"), required=False, max_length=2000, widget=long_text(4))

    class Meta:
        model = Meeting
        fields = ()

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by
        del self.fields["why"]
        has_bodies = self.instance.of_bodies.exists()
        told = [Audience.BODY] if has_bodies else []
        self.fields["audience"].choices = audience_choices([*told, Audience.PARTICIPANTS, Audience.PROCESS])
        details = JoiningDetails.objects.visible_to(by).filter(meeting=self.instance).first()
        for name in ("audience", "link", "text_en", "text_fr"):
            self.initial[name] = getattr(details, name) if details else self.fields[name].initial

    def save(self):
        given = {name: self.cleaned_data[name] for name in ("audience", "link", "text_en", "text_fr")}
        return actions.tell_how_to_join(meeting=self.instance, by=self.by, **given)
