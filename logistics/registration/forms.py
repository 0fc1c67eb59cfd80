"""Input about registration: its dates, a delegation in one form, what the secretariat decides."""

import re
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from asm_portal.day_field import DayMonthYearField
from asm_portal.forms import DayField, TimeZoneField
from asm_portal.uploads import check_upload
from logistics.models import Credentials, Delegation

ROWS, MORE_ROWS, MOST_ROWS = 4, 3, 40
DIGITS = re.compile(r"\d.*\d.*\d")
# Nobody arrives longer before a meeting, or leaves longer after it.
FAR = timedelta(days=60)


def long_text(rows=3):
    return forms.Textarea(attrs={"rows": rows, "dir": "auto"})


class PlanForm(forms.Form):
    """From when until when delegations are nominated. A day closes at its end in the time zone; a time closes at that time."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    opens_on = DayMonthYearField(label=gettext_lazy("Opens on"))
    closes_on = DayMonthYearField(label=gettext_lazy("Closes on"))
    closes_at = forms.TimeField(
        label=gettext_lazy("Closes at"),
        required=False,
        input_formats=["%H:%M"],
        help_text=gettext_lazy("Hours and minutes, for example 18:00. Empty: at the end of the day."),
        error_messages={"invalid": gettext_lazy("Write the time as hours and minutes, for example 18:00.")},
        widget=forms.TextInput(attrs={"size": 5}),
    )
    zone = TimeZoneField()
    note_en = forms.CharField(
        label=gettext_lazy("Note to those who nominate, in English"),
        required=False,
        max_length=2000,
        widget=long_text(),
    )
    note_fr = forms.CharField(
        label=gettext_lazy("Note to those who nominate, in French"), required=False, max_length=2000, widget=long_text()
    )

    def clean(self):
        """`opens_at` and `instant`, as UTC knows them, beside what was typed."""
        given = super().clean()
        if self.errors:
            return given
        zone = ZoneInfo(given["zone"])
        opens = datetime.combine(given["opens_on"], time(), zone)
        last = given["closes_on"] if given["closes_at"] else given["closes_on"] + timedelta(days=1)
        closes = datetime.combine(last, given["closes_at"] or time(), zone)
        if closes <= opens:
            self.add_error("closes_on", _("Registration closes after it opens."))
        return given | {"opens_at": opens, "instant": closes}

    @property
    def facts(self):
        given = self.cleaned_data
        own = {name: given[name] for name in ("zone", "note_en", "note_fr", "opens_at")}
        return own | {"closes_at": given["instant"]}

    @staticmethod
    def initial_of(registration):
        """What the form shows of a registration."""
        zone = ZoneInfo(registration.zone)
        closes = registration.closes_at.astimezone(zone)
        by_day = registration.closes_on
        return {
            "seen": str(registration.version),
            "opens_on": registration.opens_at.astimezone(zone).date(),
            "closes_on": by_day or closes.date(),
            "closes_at": None if by_day else closes.time(),
            "zone": registration.zone,
            "note_en": registration.note_en,
            "note_fr": registration.note_fr,
        }


class NominationForm(forms.Form):
    """What is of the delegation as a whole; the secretariat says how the nomination came."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    channel = forms.ChoiceField(
        label=gettext_lazy("How the nomination came"),
        choices=[choice for choice in Delegation.Channel.choices if choice[0] != Delegation.Channel.PORTAL],
    )
    credentials = forms.FileField(
        label=gettext_lazy("Credentials"),
        required=False,
        validators=[check_upload],
        help_text=gettext_lazy("The signed letter that names the delegation, as PDF or picture. It can follow later."),
    )

    def __init__(self, *args, on_behalf, is_guests, **kwargs):
        super().__init__(*args, **kwargs)
        if not on_behalf:
            del self.fields["channel"]
        if is_guests:
            del self.fields["credentials"]


class DelegateForm(forms.Form):
    """Somebody who is nominated, and how they travel. `delegate` is the key of one nominated before."""

    OF_TRAVEL = (
        "needs_visa_letter", "passport_name", "arrives_on", "arrival", "departs_on", "departure", "special_needs",
    )  # fmt: skip

    delegate = forms.IntegerField(widget=forms.HiddenInput, required=False)
    given_name = forms.CharField(label=gettext_lazy("Given name"), max_length=80, required=False)
    family_name = forms.CharField(label=gettext_lazy("Family name"), max_length=80)
    affiliation = forms.CharField(label=gettext_lazy("Organisation"), max_length=200)
    function = forms.CharField(label=gettext_lazy("Function"), max_length=120)
    email = forms.EmailField(label=gettext_lazy("E-mail address"), required=False)
    language = forms.ChoiceField(
        label=gettext_lazy("Language of mail"), choices=settings.LANGUAGES, initial="en", required=False
    )
    needs_visa_letter = forms.BooleanField(label=gettext_lazy("Needs a letter for a visa"), required=False)
    passport_name = forms.CharField(
        label=gettext_lazy("Name exactly as in the passport"),
        max_length=160,
        required=False,
        help_text=gettext_lazy("For the letter only. The portal keeps no passport numbers: do not write one."),
    )
    arrives_on = DayField(label=gettext_lazy("Arrives on"), required=False)
    arrival = forms.CharField(
        label=gettext_lazy("Time and means of arrival"),
        max_length=160,
        required=False,
        help_text=gettext_lazy("For example: 14:05, flight number, airport."),
    )
    departs_on = DayField(label=gettext_lazy("Leaves on"), required=False)
    departure = forms.CharField(label=gettext_lazy("Time and means of departure"), max_length=160, required=False)
    special_needs = forms.CharField(
        label=gettext_lazy("Special needs"),
        max_length=1000,
        required=False,
        widget=long_text(2),
        help_text=gettext_lazy("Access, diet, interpretation into sign language and the like."),
    )

    def __init__(self, *args, meeting, is_guests=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.meeting = meeting
        for name, day in (("arrives_on", meeting.start_date), ("departs_on", meeting.end_date)):
            self.fields[name].help_text = _("For example: %(day)s") % {"day": day.isoformat()}
        if not is_guests:
            del self.fields["affiliation"]

    def clean_email(self):
        return self.cleaned_data["email"].lower()

    def clean_language(self):
        return self.cleaned_data["language"] or "en"

    def clean_passport_name(self):
        if DIGITS.search(self.cleaned_data["passport_name"]):
            raise ValidationError(_("Write the name only: the portal keeps no passport numbers."))
        return self.cleaned_data["passport_name"]

    def clean(self):
        given = super().clean()
        if not given.get("needs_visa_letter"):
            given["passport_name"] = ""
        elif "passport_name" in given and not given["passport_name"]:
            self.add_error(
                "passport_name",
                _("A visa letter needs the name exactly as it stands in the passport. Write it, or untick the letter."),
            )
        self.check_days(given.get("arrives_on"), given.get("departs_on"))
        return given

    def check_days(self, arrives, leaves):
        """Say at the field that a day of the travel, often its year, cannot be meant."""
        begins, ends = self.meeting.start_date, self.meeting.end_date
        if arrives and leaves and leaves < arrives:
            self.add_error("departs_on", _("Nobody leaves before they arrive."))
        if arrives and not begins - FAR <= arrives <= ends:
            words = _("The meeting takes place on these days: %(days)s. Is this the day on which they arrive?")
            self.add_error("arrives_on", words % {"days": self.meeting.days})
        if leaves and not begins <= leaves <= ends + FAR:
            words = _("The meeting takes place on these days: %(days)s. Is this the day on which they leave?")
            self.add_error("departs_on", words % {"days": self.meeting.days})

    @property
    def of_person(self):
        """The bound fields of the person, those of the travel apart."""
        return [field for field in self.visible_fields() if field.name not in (*self.OF_TRAVEL, "DELETE")]

    @property
    def of_travel(self):
        return [self[name] for name in self.OF_TRAVEL]

    @property
    def tells_of_travel(self):
        """Whether the fields of the travel are shown open."""
        return any(field.value() or field.errors for field in self.of_travel)


class DelegateRows(forms.BaseFormSet):
    """The rows of a delegation. Empty ones are passed over; `head` is the number of the row of the head of delegation."""

    deletion_widget = forms.CheckboxInput

    def __init__(self, data=None, *, meeting, rows=(), more=1, head="", is_guests=False, **kwargs):
        self.is_guests, self.head = is_guests, data.get("head", "") if data else head
        self.extra = max(ROWS, len(rows) + more)
        shared = {"meeting": meeting, "is_guests": is_guests}
        super().__init__(data, initial=list(rows), form_kwargs=shared, **kwargs)

    def initial_form_count(self):
        """Every row may be left empty, also one that was offered."""
        return 0

    def total_form_count(self):
        return super().total_form_count() if self.is_bound else min(self.extra, MOST_ROWS)

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.fields["DELETE"].label = _("Leave this person out")

    @property
    def kept(self):
        """(number, form) of the rows that count."""
        return [
            (number, form)
            for number, form in enumerate(self.forms)
            if form.has_changed() and not self._should_delete_form(form)
        ]

    def clean(self):
        if any(form.errors for _number, form in self.kept):
            return
        if not self.kept:
            raise ValidationError(_("Name at least one person."))
        self.refuse_twice()
        if not self.is_guests and self.head not in [str(number) for number, form in self.kept]:
            raise ValidationError(_("Say which one of them is the head of delegation."))

    def refuse_twice(self):
        """Say at the second row that names somebody whom a row above it names."""
        for place, (_number, form) in enumerate(self.kept):
            for earlier, other in self.kept[:place]:
                if is_same(form.cleaned_data, other.cleaned_data):
                    words = {"name": form.cleaned_data["family_name"], "number": earlier + 1}
                    form.add_error(
                        "family_name",
                        _("%(name)s is nominated twice: see person %(number)s. Leave one of the two out.") % words,
                    )
                    break

    @property
    def delegates(self):
        """The rows as the action takes them."""
        return [
            {name: value for name, value in form.cleaned_data.items() if name != "DELETE"}
            | {"is_head": not self.is_guests and str(number) == self.head}
            for number, form in self.kept
        ]


def is_same(one, other):
    """Whether two rows name the same person: by the address or, unless each has an address of its own, by the name."""
    if one["email"] and other["email"]:
        return one["email"] == other["email"]
    names = [(row["given_name"].casefold(), row["family_name"].casefold()) for row in (one, other)]
    return names[0] == names[1]


DelegateFormSet = forms.formset_factory(
    DelegateForm, formset=DelegateRows, can_delete=True, max_num=MOST_ROWS, validate_max=True, absolute_max=MOST_ROWS
)


def row_of(delegate, travel, is_new=False):
    """What a row shows of somebody nominated before; of another meeting (`is_new`), without the travel."""
    row = {name: getattr(delegate, name) for name in ("given_name", "family_name", "function", "email", "language")}
    row["affiliation"] = delegate.affiliation
    if is_new:
        return row
    return row | {"delegate": delegate.pk} | {name: getattr(travel, name, "") for name in DelegateForm.OF_TRAVEL}


def typed_rows(data):
    """What was typed, as rows to begin again with; the form is not checked."""
    prefix, total = DelegateFormSet.get_default_prefix(), data.get("form-TOTAL_FORMS", "")
    names = [*DelegateForm.base_fields, "DELETE"]
    count = min(int(total), MOST_ROWS) if total.isdecimal() and len(total) < len("1000") else 0
    return [{name: data.get(f"{prefix}-{number}-{name}", "") for name in names} for number in range(count)]


class CheckForm(forms.Form):
    """Whether credentials are in order."""

    state = forms.ChoiceField(
        label=gettext_lazy("The credentials are"),
        choices=[choice for choice in Credentials.State.choices if choice[0] != Credentials.State.WAITING],
        widget=forms.RadioSelect,
    )
    remark = forms.CharField(
        label=gettext_lazy("What is missing, where they are returned"), required=False, max_length=500
    )

    def clean(self):
        given = super().clean()
        if given.get("state") == Credentials.State.RETURNED and not given.get("remark"):
            self.add_error("remark", _("Say what is missing."))
        return given


class WithdrawForm(forms.Form):
    """Nothing is typed; `seen` says which state of the delegation the page showed."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)


class RequestForm(forms.Form):
    """What a delegation asks for once registration is closed."""

    text = forms.CharField(
        label=gettext_lazy("What should be changed"),
        max_length=2000,
        widget=long_text(5),
        help_text=gettext_lazy("Who comes in whose place, who does not come, or that the delegation is withdrawn."),
    )


class AnswerForm(forms.Form):
    """What became of a request."""

    answer = forms.CharField(label=gettext_lazy("What was done"), max_length=500, widget=long_text())
