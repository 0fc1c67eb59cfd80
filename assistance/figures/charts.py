"""Small charts of the years, drawn by the template; the numbers stand beside the bars, and in the table."""

from dataclasses import dataclass

WIDTH = 100


@dataclass(frozen=True)
class Bar:
    """The number of a year and the length of its bar; None is a number that is not told."""

    year: int
    number: float | None
    length: str


@dataclass(frozen=True)
class Chart:
    """A bar for each year; `is_empty` where no number is told."""

    title: str
    bars: list

    @property
    def is_empty(self):
        return all(bar.number is None for bar in self.bars)


def chart(title, years):
    """Of (year, number), the longest bar as long as the chart is wide."""
    longest = max((number for _year, number in years if number), default=1)
    return Chart(title, [Bar(year, number, f"{WIDTH * (number or 0) / longest:.2f}") for year, number in years])
