"""What one asks of a certificate: claimed issuer, day, month by name, year, and perhaps the number."""

import unicodedata
from datetime import UTC, date, datetime, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from asm_portal.models import Organisation
from asm_portal.register import alphabetical
from knowledge.models.checks import OTHER_ISSUER

FIRST_DAY = date(2003, 1, 1)
# A certificate may bear a day that has already begun somewhere: clocks run up to fourteen hours ahead of UTC.
AHEAD = timedelta(hours=14)


def issuers(reader):
    """(code, name of today) of every state and union on record, in alphabetical order."""
    kinds = (Organisation.Kind.STATE, Organisation.Kind.UNION)
    rows = Organisation.objects.visible_to(reader).filter(kind__in=kinds).with_names()
    return sorted(((row.code, row.name) for row in rows), key=lambda pair: alphabetical(pair[1]))


def issuer_choices(reader, first):
    """The issuers for a select, after the words of the empty choice; a name that is not among them can be asked for too."""
    return [("", first), *issuers(reader), (OTHER_ISSUER, _("Another state or territory, not in this list"))]


def day_of(day, month, year):
    """The day that three parts say; raises ValidationError with the sentence that says what is wrong with them."""
    day, month, year = (unicodedata.normalize("NFKC", part).strip() for part in (day, month, year))
    if not (day and month and year):
        raise ValidationError(_("Give the day, the month and the year that stand on the certificate."))
    if not (day.isdecimal() and len(day) <= 2):
        raise ValidationError(_("Write the day as a number from 1 to 31, the month apart from it."))
    if not (month.isdecimal() and 1 <= int(month) <= 12):
        raise ValidationError(_("Choose the month by its name."))
    if not (year.isdecimal() and len(year) == 4):
        raise ValidationError(_("Write the year with four digits, for example 2014."))
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        told = {"day": int(day), "month": MONTHS[int(month)], "year": int(year)}
        raise ValidationError(_("There is no %(day)s %(month)s %(year)s. Look at the date again.") % told) from None


def refuse_day(day):
    """Raise ValidationError for a day on which no certificate can have been issued."""
    if day < FIRST_DAY:
        raise ValidationError(_("There were no certificates before 1 January 2003. Look at the year again."))
    if day > (datetime.now(UTC) + AHEAD).date():
        raise ValidationError(_("That day is still to come. Look at the date again."))


def part(label, width):
    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "size": width})
    return forms.CharField(label=label, required=False, max_length=40, widget=widget)


class CheckForm(forms.Form):
    """A question about a certificate; `question` holds it once the form is valid. The names are those of the address: the day in
    three parts, the month by its name, as 03/12 would be two days."""

    participant = forms.ChoiceField(
        label=gettext_lazy("Claimed issuer"),
        error_messages={"required": gettext_lazy("Choose whose name the certificate bears.")},
    )
    day = part(gettext_lazy("Day"), 2)
    month = forms.CharField(label=gettext_lazy("Month"), required=False, max_length=40, widget=forms.Select)
    year = part(gettext_lazy("Year"), 4)
    number = forms.CharField(
        label=gettext_lazy("Number"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args, reader, **kwargs):
        super().__init__(*args, **kwargs)
        self.reader = reader
        self.fields["participant"].choices = issuer_choices(reader, _("Choose"))
        self.fields["month"].widget.choices = [("", _("Choose")), *MONTHS.items()]

    def clean(self):
        given = super().clean()
        try:
            self.issued_on = day_of(*(given.get(name, "") for name in ("day", "month", "year")))
            refuse_day(self.issued_on)
        except ValidationError as problem:
            self.add_error("day", problem)
        return given

    @classmethod
    def is_asked(cls, data):
        """Whether the address asks anything."""
        return any(data.get(name, "").strip() for name in cls.base_fields)

    @property
    def question(self):
        """Organisation (None: not on the register), day and number, as `check.Answer` takes them."""
        code = self.cleaned_data["participant"]
        known = Organisation.objects.visible_to(self.reader).with_names()
        return {
            "organisation": None if code == OTHER_ISSUER else known.get(code=code),
            "day": self.issued_on,
            "number": self.cleaned_data["number"],
        }
