"""What happened to a request, as dated steps; the nouns that give them are in `assistance.requests.parts`."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Step:
    """Something that happened, on a day or at an instant (UTC), in words that its reader may know."""

    at: date | datetime
    title: str
    text: str = ""
    url: str = ""

    @property
    def day(self):
        return self.at.date() if isinstance(self.at, datetime) else self.at

    @property
    def place(self):
        """Where it stands among others: of one day, those of which no hour is known come last."""
        return self.day, not isinstance(self.at, datetime), str(self.at)
