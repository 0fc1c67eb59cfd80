"""Whether a number fits the series of a day, and whether it stands on a false certificate. What is found is told, neutrally:
that a number fits does not make a certificate genuine, that it does not fit does not make it false."""

import re
import unicodedata
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from knowledge.models import FalseNumber, FraudNotice
from knowledge.models.fraud import may_be_same, normalised

MARKS = re.compile(r"[\s.\-‐‑–_/]+")


class Fit(models.TextChoices):
    """What the series says of a number."""

    FITS = "fits", gettext_lazy("fits the series")
    NO_RANGE = "no_range", gettext_lazy("no range on record")
    DOES_NOT_FIT = "does_not_fit", gettext_lazy("does not fit the series")
    NO_SERIES = "no_series", gettext_lazy("no series on record")


TONES = {Fit.FITS: "ok", Fit.NO_RANGE: "mute", Fit.DOES_NOT_FIT: "warn", Fit.NO_SERIES: "mute"}


@dataclass(frozen=True)
class NumberFit:
    """What the series of a day says of the number asked for."""

    fit: Fit
    sentence: str

    @property
    def tone(self):
        return TONES[self.fit]


def number_fit(number, specimens, year):
    """The best that the specimens of the day (with their ranges) say of the number: one of several authorities issued it."""
    found = [fit_of(number, specimen, year) for specimen in specimens]
    if not found:
        return NumberFit(Fit.NO_SERIES, _("No series is on record for that day, so the number cannot be compared."))
    return min(found, key=lambda one: list(Fit).index(one.fit))


def fit_of(number, specimen, year):
    """What one specimen says of the number in that year."""
    letters, digits = parts(number)
    told = {"number": number, "series": specimen.series, "year": year, "prefix": specimen.number_prefix}
    prefix = MARKS.sub("", specimen.number_prefix).upper()
    if not digits or (letters and prefix and letters != prefix):
        text = _("%(number)s does not fit %(series)s: its numbers begin with %(prefix)s, then digits.")
        return NumberFit(Fit.DOES_NOT_FIT, (text if prefix else _("%(number)s does not fit %(series)s.")) % told)
    if specimen.number_digits and len(digits) != specimen.number_digits:
        text = ngettext(
            "%(number)s does not fit %(series)s: it has %(count)s digit, the series has %(digits)s.",
            "%(number)s does not fit %(series)s: it has %(count)s digits, the series has %(digits)s.",
            len(digits),
        )
        return NumberFit(Fit.DOES_NOT_FIT, text % {**told, "count": len(digits), "digits": specimen.number_digits})
    ranges = [row for row in specimen.ranges.all() if row.year == year]
    if not ranges:
        text = _("%(number)s is written like the numbers of %(series)s. No range is on record for %(year)s.")
        return NumberFit(Fit.NO_RANGE, text % told)
    if any(row.first <= int(digits) <= row.last for row in ranges):
        return NumberFit(Fit.FITS, _("%(number)s lies in the range of %(series)s for %(year)s.") % told)
    text = _("%(number)s does not fit %(series)s: it lies outside the range on record for %(year)s.")
    return NumberFit(Fit.DOES_NOT_FIT, text % told)


def parts(number):
    """The letters before the digits of a number, in capitals, and its digits, zeros and all: “XA 014-872” → ("XA", "014872")."""
    plain = MARKS.sub("", unicodedata.normalize("NFKC", number)).upper()
    match = re.fullmatch(r"([^\W\d]*)([0-9]+)", plain)
    return match.groups() if match else ("", "")


def false_numbers(number, organisation, reader):
    """The numbers of published false certificates that the number asked for may be: of the claimed issuer, or just the same of
    any."""
    if not normalised(number):
        return []
    digits = re.search(r"\d*$", normalised(number)).group()
    candidates = FalseNumber.objects.visible_to(reader).filter(
        models.Q(compared=normalised(number))
        | models.Q(detail__notice__claimed_issuer=organisation, compared__endswith=digits or normalised(number)),
        detail__notice__state=FraudNotice.State.PUBLISHED,
    )
    rows = candidates.select_related("detail__notice__claimed_issuer").prefetch_related(
        "detail__notice__claimed_issuer__names"
    )
    return [row for row in rows if may_be_same(row.printed, number)]
