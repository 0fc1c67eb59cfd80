"""A day as three fields: day, month by name, year. 03/12 is two dates; three fields are one."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from asm_portal.templatetags.portal import date_words

# A year written with two digits is none, and days are counted on from those that are entered.
FIRST_YEAR, LAST_YEAR = 1000, 2999


class DayMonthYearWidget(forms.MultiWidget):
    """Day, month by name, year."""

    template_name = "includes/day_month_year_widget.html"
    use_fieldset = True

    def __init__(self, attrs=None):
        number = {"inputmode": "numeric", "autocomplete": "off"}
        months = [("", "–"), *MONTHS.items()]
        parts = {
            "day": forms.TextInput(attrs=number | {"maxlength": 2}),
            "month": forms.Select(choices=months),
            "year": forms.TextInput(attrs=number | {"maxlength": 4}),
        }
        super().__init__(parts, attrs)

    def decompress(self, value):
        return [value.day, value.month, value.year] if value else [None, None, None]

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        for part, label in zip(context["widget"]["subwidgets"], (_("Day"), _("Month"), _("Year")), strict=True):
            part["label"] = label
        return context


class DayMonthYearField(forms.MultiValueField):
    """A day of the calendar; what is none (31 February) is refused in a sentence."""

    widget = DayMonthYearWidget

    def __init__(self, **kwargs):
        parts = [forms.CharField(required=False, max_length=4) for _part in range(3)]
        super().__init__(parts, require_all_fields=False, **kwargs)

    def in_words(self, value):
        """What was typed, or what is on record, as one line."""
        try:
            day = self.compress(value) if isinstance(value, list) else value
        except ValidationError:
            return " ".join(filter(None, value))
        return date_words(day) if day else "–"

    def compress(self, values):
        if not any(values):
            return None
        try:
            day, month, year = (int(value) for value in values)
            return date(year if FIRST_YEAR <= year <= LAST_YEAR else 0, month, day)
        except ValueError:
            raise ValidationError(
                _("There is no such day. Write the day, choose the month, and write the year with four digits."),
                code="no_day",
            ) from None
