"""Input about visits: asking for one, its days, its team, its briefing and itinerary."""

from datetime import timedelta
from itertools import groupby

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from asm_portal.dated import today
from asm_portal.day_field import DayMonthYearField
from asm_portal.forms import LanguagesField, RecordsField
from asm_portal.models import Representation
from asm_portal.register import alphabetical
from logistics.models import ItineraryStop, LogisticsRequest, TravelPlan, Visit
from logistics.models.visits import Channel
from logistics.visits.parts import body_for, participants_of

LONGEST = 60
# What the secretariat enters has come in one of these ways.
BY_OTHER_WAYS = [(channel.value, channel.label) for channel in Channel if channel != Channel.PORTAL]


def long_text(rows=3):
    return forms.Textarea(attrs={"rows": rows, "dir": "auto"})


def ahead(day):
    """Raise ValidationError for a day that is over."""
    if day < today():
        raise ValidationError(_("This day is over."))


class ByOtherWays(forms.Form):
    """How an answer came that the secretariat enters for somebody; who answers on the portal is not asked."""

    channel = forms.ChoiceField(label=_("How it came"), choices=BY_OTHER_WAYS, initial=Channel.MAIL)

    def __init__(self, *args, is_entered, **kwargs):
        super().__init__(*args, **kwargs)
        if not is_entered:
            del self.fields["channel"]


class SpanForm(forms.Form):
    """Days on end: the first one, and how many."""

    start_date = DayMonthYearField(label=_("First day"), validators=[ahead])
    length = forms.IntegerField(label=_("How many days"), min_value=1, max_value=LONGEST)

    def span(self):
        """The days as the verbs take them."""
        first = self.cleaned_data["start_date"]
        return {"start_date": first, "end_date": first + timedelta(days=self.cleaned_data["length"] - 1)}


class PeopleField(RecordsField):
    """People with whom they represent, by organisation."""

    def __init__(self, **kwargs):
        super().__init__(None, widget=forms.SelectMultiple(attrs={"size": 8}), **kwargs)

    def offer(self, rows):
        self.queryset = rows
        self.choices = by_organisation(rows)


class PersonField(forms.ModelChoiceField):
    """A person with whom they represent, by organisation."""

    def __init__(self, **kwargs):
        super().__init__(None, **kwargs)

    def offer(self, rows):
        self.queryset = rows
        self.choices = [("", "–"), *by_organisation(rows)]


def by_organisation(rows):
    """Choices in groups: organisations and, in each, people in alphabetical order; somebody who represents one twice, once."""
    known = {(row.organisation_id, row.person_id): row for row in rows}.values()
    ordered = sorted(known, key=lambda row: (alphabetical(row.organisation.name), alphabetical(str(row.person))))
    return [
        (name, [(row.pk, str(row.person)) for row in group])
        for name, group in groupby(ordered, key=lambda row: row.organisation.name)
    ]


def people_for_teams(user, *, is_demonstration):
    """Whom the reader may choose for a team: representatives of today whom they may know, fictional ones among themselves."""
    rows = Representation.objects.visible_to(user).valid_on().filter(role=Representation.Role.REPRESENTATIVE)
    rows = rows.filter(organisation__is_demonstration__in=is_demonstration)
    return rows.select_related("person", "organisation").prefetch_related("organisation__names")


class PlanForm(ByOtherWays, SpanForm):
    """A visit that is asked for: where, when, who goes."""

    participant = forms.ModelChoiceField(None, label=_("Participant"), empty_label="–")
    leader = PersonField(
        label=_("Leader of the team"),
        required=False,
        help_text=_("The visit is confirmed once the team has one."),
    )
    members = PeopleField(
        label=_("Other members of the team"),
        required=False,
        help_text=_("Hold Ctrl (on a Mac: Command) to choose several. The team can be completed later."),
    )
    languages = LanguagesField()
    kind = forms.ChoiceField(label=_("Kind"), choices=Visit.Kind.choices, initial=Visit.Kind.REVIEW_VISIT)
    subject_en = forms.CharField(label=_("Subject of another journey, in English"), max_length=200, required=False)
    subject_fr = forms.CharField(label=_("Subject of another journey, in French"), max_length=200, required=False)
    words = forms.CharField(label=_("Word to the Participant"), widget=long_text(), max_length=2_000, required=False)

    field_order = (
        "participant", "start_date", "length", "leader", "members", "languages", "kind", "channel", "subject_en",
        "subject_fr", "words",
    )  # fmt: skip

    def __init__(self, *args, bodies, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.bodies = bodies
        rows = participants_of(bodies).with_names()
        ordered = sorted(rows, key=lambda row: alphabetical(row.name))
        self.fields["participant"].queryset = rows
        self.fields["participant"].choices = [("", "–"), *((row.pk, row.name) for row in ordered)]
        people = people_for_teams(by, is_demonstration={body.is_demonstration for body in bodies})
        for name in ("leader", "members"):
            self.fields[name].offer(people)

    def clean(self):
        given = super().clean()
        participant, leader = given.get("participant"), given.get("leader")
        if given.get("kind") == Visit.Kind.OTHER and not (given.get("subject_en") or given.get("subject_fr")):
            self.add_error("subject_en", _("Say what the journey is about."))
        for name, chosen in (("leader", [leader] if leader else []), ("members", given.get("members") or [])):
            if any(row.organisation == participant for row in chosen):
                self.add_error(name, _("Nobody of the Participant that is visited is in the team."))
        if leader and any(row.person_id == leader.person_id for row in given.get("members") or []):
            self.add_error("members", _("The leader is a member anyway: choose the others here."))
        if participant and any(
            row.organisation.is_demonstration != participant.is_demonstration for row in self.team()
        ):
            self.add_error("participant", _("Fictional people visit fictional Participants only."))
        return given

    def team(self):
        leader = self.cleaned_data.get("leader")
        return [*([leader] if leader else []), *(self.cleaned_data.get("members") or [])]

    def facts(self):
        """What was given, as the verb takes it."""
        names = (
            "participant",
            "leader",
            "members",
            "languages",
            "kind",
            "channel",
            "subject_en",
            "subject_fr",
            "words",
        )
        given = {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}
        return given | self.span() | {"body": body_for(given["participant"])}


class SeenForm(ByOtherWays):
    """A decision on a visit as the page showed it."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


class AnswerForm(SeenForm):
    """What the Participant answers to the days that were proposed: yes, others, or no with a word."""

    AGREE, PROPOSE, DECLINE = "agree", "propose", "decline"

    answer = forms.ChoiceField(
        label=_("Answer"),
        choices=[
            (AGREE, _("We agree to these days")),
            (PROPOSE, _("We propose other days")),
            (DECLINE, _("We cannot receive the visit")),
        ],
        widget=forms.RadioSelect,
    )
    start_date = DayMonthYearField(label=_("Other days: first day"), required=False, validators=[ahead])
    length = forms.IntegerField(label=_("How many days"), min_value=1, max_value=LONGEST, required=False)
    words = forms.CharField(
        label=_("A word"),
        widget=long_text(),
        max_length=2_000,
        required=False,
        help_text=_("Needed where you cannot receive the visit."),
    )

    def clean(self):
        given = super().clean()
        if given.get("answer") == self.PROPOSE:
            for name in ("start_date", "length"):
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, _("Say which days you propose: the first one, and how many."))
        if given.get("answer") == self.DECLINE and not given.get("words"):
            self.add_error("words", _("Say in a word why you cannot receive the visit."))
        return given

    span = SpanForm.span


class ProposeForm(SeenForm, SpanForm):
    """Other days, and why."""

    words = forms.CharField(label=_("Why"), widget=long_text(), max_length=2_000)


class GiveUpForm(SeenForm):
    """Why a visit is postponed or cancelled."""

    words = forms.CharField(label=_("Why"), widget=long_text(), max_length=2_000)


class BriefingForm(forms.Form):
    """What the team is sent for, and how it is reached."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    terms_en = forms.CharField(label=_("Terms of reference in English"), widget=long_text(8), required=False)
    terms_fr = forms.CharField(label=_("Terms of reference in French"), widget=long_text(8), required=False)
    contact = forms.CharField(
        label=_("How the team is reached"),
        widget=long_text(2),
        required=False,
        help_text=_("A number that answers during the visit, and whose it is."),
    )
    languages = LanguagesField()
    report_due_on = DayMonthYearField(
        label=_("Report due on"), required=False, help_text=_("Empty: no report is asked for.")
    )


class MemberForm(forms.Form):
    """Somebody for the team."""

    place = PersonField(label=_("Person"))

    def __init__(self, *args, visit, by, **kwargs):
        super().__init__(*args, **kwargs)
        rows = people_for_teams(by, is_demonstration={visit.is_demonstration})
        self.fields["place"].offer(rows.exclude(organisation=visit.participant))


class ReplaceForm(MemberForm):
    """Why a member leaves, and who takes the place."""

    place = PersonField(label=_("Who takes the place"), required=False)
    because = forms.CharField(label=_("Why"), max_length=300)

    def __init__(self, *args, member, **kwargs):
        super().__init__(*args, visit=member.visit, **kwargs)
        if member.is_leader:
            self.fields["place"].label = _("Who leads the team from now on")
            self.fields["place"].required = True


class TravelForm(forms.ModelForm):
    """How a member comes and goes. No passport data: whoever writes the visa letter asks for them elsewhere."""

    arrives_on = DayMonthYearField(label=_("Arrives on"), required=False)
    leaves_on = DayMonthYearField(label=_("Leaves on"), required=False)

    class Meta:
        model = TravelPlan
        fields = ("arrives_on", "arrival", "leaves_on", "departure", "needs")


class StopForm(forms.ModelForm):
    """A stop of the itinerary."""

    class Meta:
        model = ItineraryStop
        fields = ("day_number", "time", "place", "what")
        widgets = {"time": forms.TimeInput(format="%H:%M", attrs={"size": 5})}
        error_messages = {"time": {"invalid": _("Write the time as hours and minutes, for example 09:30.")}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = False

    def clean(self):
        given = super().clean()
        if self.has_changed() and not given.get("DELETE"):
            for name in ("day_number", "place"):
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, _("A stop needs the day of the visit and the place."))
        return given


class Stops(BaseFormSet):
    """The stops of an itinerary, with room for more."""

    def rows(self):
        """The stops that stay, as fields."""
        return [
            {name: form.cleaned_data.get(name) for name in StopForm.Meta.fields}
            for form in self.forms
            if form.cleaned_data.get("place") and not form.cleaned_data.get("DELETE")
        ]


StopFormSet = formset_factory(StopForm, formset=Stops, extra=3, can_delete=True, max_num=120)


class RequestForm(ByOtherWays):
    """Something else that the secretariat is asked to arrange."""

    text = forms.CharField(label=_("What is asked for"), widget=long_text(5), max_length=4_000)
    needed_by = DayMonthYearField(label=_("Needed by"), validators=[ahead])
    visit = forms.ModelChoiceField(None, label=_("For the visit"), required=False, empty_label="–")

    def __init__(self, *args, bodies, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.bodies = bodies
        visits = Visit.objects.editable_by(by).filter(body__in=bodies).exclude(state=Visit.State.CANCELLED)
        self.fields["visit"].queryset = visits.for_display()


class AnswerRequestForm(forms.Form):
    """What the secretariat says to a request."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    state = forms.ChoiceField(label=_("State"), choices=LogisticsRequest.State.choices)
    answer = forms.CharField(label=_("Answer"), widget=long_text(4), max_length=4_000, required=False)
