"""How a cell of the table is shown: a tone, a sign for narrow screens, words for wide ones, and words for those who listen."""

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from logistics.reporting.standing import Cell, State

TONES = {
    State.ON_TIME: "ok",
    State.LATE: "warn",
    State.MISSING: "bad",
    State.STALE: "warn",
    State.EXTENDED: "info",
    State.EXCUSED: "mute",
}
SIGNS = {
    State.ON_TIME: "✓",
    State.MISSING: "✕",
    State.STALE: "○",
    State.EXTENDED: "→",
    State.EXCUSED: "–",
    State.DUE: "…",
}
NOTHING = "·"

# The key below the table: tone, sign, meaning.
KEY = (
    ("ok", "✓", gettext_lazy("on time")),
    ("warn", "12", gettext_lazy("days late")),
    ("bad", "✕", gettext_lazy("missing")),
    ("warn", "○", gettext_lazy("not confirmed for a year")),
    ("info", "→", gettext_lazy("extended")),
    ("mute", "–", gettext_lazy("excused")),
    ("", "…", gettext_lazy("not due yet")),
    ("", NOTHING, gettext_lazy("does not apply")),
)


@dataclass(frozen=True)
class Sign:
    """A cell as the table shows it."""

    cell: Cell
    anchor: str

    @property
    def tone(self):
        return TONES.get(self.cell.state, "")

    @property
    def narrow(self):
        if self.cell.state == State.LATE:
            return str(self.cell.days_late)
        return SIGNS.get(self.cell.state, NOTHING)

    @property
    def wide(self):
        """The words beside the sign; "" where the sign says it all."""
        cell = self.cell
        if cell.state == State.LATE:
            return ngettext("+%(count)s day", "+%(count)s days", cell.days_late) % {"count": cell.days_late}
        if cell.state in (State.DUE, State.EXTENDED) and cell.due_on:
            return date_format(cell.due_on, "j N")
        return {
            State.MISSING: _("missing"),
            State.STALE: _("over a year"),
            State.EXCUSED: _("excused"),
        }.get(cell.state, "")

    @property
    def is_replaced(self):
        """Whether wide screens show the words in the place of the sign."""
        return self.cell.state in (State.LATE, State.DUE, State.EXTENDED)

    @property
    def heard(self):
        """What stands for a sign without a link."""
        words = {State.NOT_DUE: _("does not apply"), State.DUE: self.cell.cause}
        return words.get(self.cell.state, self.cell.state.label)

    @property
    def is_linked(self):
        """Whether there is more to tell of it than the sign does."""
        return self.cell.state not in (State.ON_TIME, State.NOT_DUE, State.DUE)
