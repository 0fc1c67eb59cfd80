"""Input of the shared pages."""

import unicodedata

from django import forms
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext_lazy as _

from asm_portal import hours
from asm_portal.invitations import invite_officer
from asm_portal.models.organisations import LANGUAGE_CHOICES
from asm_portal.zones import zone_choices

# No primary key has as many digits.
LONGEST_KEY = 19


class RecordsField(forms.ModelMultipleChoiceField):
    """Several records of a list; a number that no database holds names none of them."""

    def clean(self, value):
        for key in value if isinstance(value, list | tuple) else ():
            if len(str(key)) >= LONGEST_KEY:
                raise forms.ValidationError(
                    self.error_messages["invalid_choice"], code="invalid_choice", params={"value": key}
                )
        return super().clean(value)

    def in_words(self, value):
        """The records that were ticked, or are on record, as one line."""
        known = {str(key): label for key, label in self.choices}
        return ", ".join(str(known[str(key)]) for key in value or () if str(key) in known) or "–"


class LineField(forms.CharField):
    """A text of one line. What could begin another line is refused: in the head of a mail it would be a header of its own."""

    default_error_messages = {"lines": _("Write this on one line, without control characters.")}

    def to_python(self, value):
        text = super().to_python(value)
        if any(unicodedata.category(sign) in ("Cc", "Zl", "Zp") for sign in text):
            raise forms.ValidationError(self.error_messages["lines"], code="lines")
        return text


class LanguagesField(forms.MultipleChoiceField):
    """Languages from the list."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs):
        super().__init__(**{"label": _("Languages"), "required": False, "choices": LANGUAGE_CHOICES} | kwargs)


class TimeZoneField(forms.ChoiceField):
    """A time zone from the list, by its city."""

    def __init__(self, **kwargs):
        super().__init__(**{"label": _("Time zone"), "initial": "UTC", "choices": zone_choices} | kwargs)


class HoursWidget(forms.MultiWidget):
    """A line for each day of the week."""

    template_name = "includes/hours_widget.html"

    def __init__(self, attrs=None):
        super().__init__([forms.TextInput(attrs={"size": 24}) for _day in hours.DAYS], attrs)

    def decompress(self, value):
        return [hours.spans_in_words((value or {}).get(day, ())) for day in hours.DAYS]

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        for number, part in enumerate(context["widget"]["subwidgets"]):
            part["label"] = WEEKDAYS[number]
        return context


class HoursField(forms.MultiValueField):
    """Opening hours by day of the week, as people write them: 08:00–12:00, 14:00–17:30. What is none is refused by the model."""

    widget = HoursWidget

    def __init__(self, **kwargs):
        hint = _("On the clock there, for example 08:00–12:00, 14:00–17:30. Empty: closed that day.")
        fields = [forms.CharField(required=False, max_length=80) for _day in hours.DAYS]
        super().__init__(
            fields,
            require_all_fields=False,
            **{"label": _("Opening hours"), "help_text": hint, "required": False} | kwargs,
        )

    def in_words(self, value):
        """What was typed, or what is on record, as one line."""
        if isinstance(value, dict):
            return hours.in_words(value)
        return ", ".join(f"{WEEKDAYS_ABBR[number]} {text}" for number, text in enumerate(value) if text)

    def compress(self, values):
        typed = dict(zip(hours.DAYS, values, strict=False))
        return {day: hours.parse_spans(text) for day, text in typed.items() if text}


class DayField(forms.DateField):
    """A day as the portal writes it for machines, which nobody reads in two ways: 2026-11-21."""

    widget = forms.TextInput

    def __init__(self, **kwargs):
        super().__init__(
            **{
                "input_formats": ["%Y-%m-%d"],
                "error_messages": {"invalid": _("Write the day as year-month-day, for example 2026-11-21.")},
            }
            | kwargs
        )


class OfficerForm(forms.Form):
    """Whom a focal point makes a certificate officer; only its own organisations can be chosen."""

    organisation = forms.ModelChoiceField(None, label=_("Participant"), empty_label=None)
    given_name = forms.CharField(label=_("Given name"), max_length=80, required=False)
    family_name = forms.CharField(label=_("Family name"), max_length=80)
    address = forms.EmailField(
        label=_("E-mail address"), help_text=_("The invitation goes there, and the officer signs in with it.")
    )

    def __init__(self, *args, organisations, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by
        self.fields["organisation"].queryset = organisations
        if len(organisations) == 1:
            self.fields["organisation"].widget = forms.HiddenInput()
            self.fields["organisation"].initial = organisations[0].pk

    def save(self):
        return invite_officer(**self.cleaned_data, by=self.by)
