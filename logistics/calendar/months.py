"""Months of the calendar, and the days of their weeks in the order of the reader's language."""

import re
from calendar import Calendar, monthrange
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date

from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format, get_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

MONTHS = 12


class MonthError(ValueError):
    """A `?month=` that names no month; its text is for the reader."""


@dataclass(frozen=True, order=True)
class Month:
    """A month of the years 1 to 9999, which are all that dates know."""

    year: int
    number: int

    def __str__(self):
        return f"{self.year:04}-{self.number:02}"

    @property
    def name(self):
        return capfirst(date_format(self.first, "F Y"))

    @property
    def first(self):
        return date(self.year, self.number, 1)

    @property
    def last(self):
        return date(self.year, self.number, monthrange(self.year, self.number)[1])

    def after(self, months):
        """The month so many months later, or earlier; None where there is none."""
        year, rest = divmod(self.year * MONTHS + self.number - 1 + months, MONTHS)
        return Month(year, rest + 1) if MINYEAR <= year <= MAXYEAR else None

    @property
    def previous(self):
        return self.after(-1)

    @property
    def next(self):
        return self.after(1)


def month_of(day):
    return Month(day.year, day.month)


def parse_month(text):
    """The month that `?month=2026-11` asks for, None where none is asked for; raises MonthError."""
    asked = text.strip()
    if not asked:
        return None
    found = re.fullmatch(r"([0-9]{4})-(0[1-9]|1[0-2])", asked)
    if not found or int(found[1]) < MINYEAR:
        shown = "".join(sign for sign in asked[:40] if sign.isprintable())
        raise MonthError(
            _("“%(asked)s” is not a month. Write the month as year-month, for example 2026-11.") % {"asked": shown}
        )
    return Month(int(found[1]), int(found[2]))


def first_weekday():
    """The day with which a week begins in the reader's language; 0 is Monday."""
    return (get_format("FIRST_DAY_OF_WEEK") - 1) % 7


def weekday_names():
    return [WEEKDAYS[(first_weekday() + place) % 7] for place in range(7)]


@dataclass(frozen=True)
class Day:
    """A day of the month and what is on it."""

    date: date
    rows: list
    is_today: bool


def weeks(month, rows, today):
    """The weeks of the month, each of seven days; None stands for a day of another month. A row bears its `entry`."""
    grid = Calendar(first_weekday()).monthdayscalendar(month.year, month.number)
    return [
        [day_of(date(month.year, month.number, day), rows, today) if day else None for day in week] for week in grid
    ]


def day_of(day, rows, today):
    return Day(day, [row for row in rows if row.entry.first_day <= day <= row.entry.last_day], day == today)


def by_month(rows, first):
    """(month, rows whose entry begins in it) of the months that have any; what began before the first month stands in that."""
    found = {}
    for row in rows:
        found.setdefault(max(month_of(row.entry.first_day), first), []).append(row)
    return sorted(found.items())
