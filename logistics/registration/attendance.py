"""Who attended a meeting, beside those who could have: recorded on one form, told as a list and as the words of minutes."""

from dataclasses import dataclass
from functools import cached_property

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from asm_portal.dated import today
from asm_portal.register import alphabetical
from logistics.models import Attendance, AttendanceSheet, Meeting
from logistics.registration.actions import refuse_stale, save
from logistics.registration.eligible import Eligible, by_part, eligible

State = Attendance.State
SENTENCES = {
    "participant": gettext_lazy("Participants present:"),
    "observer": gettext_lazy("Observers present:"),
    "full": gettext_lazy("Members present:"),
    "provisional": gettext_lazy("Provisional members present:"),
    "observing": gettext_lazy("Observers of the body present:"),
}


@transaction.atomic
def record_attendance(*, meeting, states, others, by, seen=""):
    """Write who attended: organisation's primary key → state; whoever is not among them was not recorded.

    Raises ValidationError before the first day, Conflict where somebody else has recorded it meanwhile.
    """
    Meeting.objects.select_for_update().get(pk=meeting.pk)
    if meeting.start_date > today():
        raise ValidationError(_("The meeting has not begun yet; nobody has attended it."))
    sheet = AttendanceSheet.objects.select_for_update().filter(meeting=meeting).order_by("pk").first()
    refuse_stale(sheet, seen)
    sheet = sheet or AttendanceSheet(meeting=meeting)
    sheet.others, sheet.recorded_at, sheet.recorded_by = others, timezone.now(), by
    save(sheet, by)
    for row in Attendance.objects.filter(sheet=sheet):
        state = states.pop(row.organisation_id, None)
        if state is None:
            row._history_user = by
            row.delete()
        elif state != row.state:
            row.state = state
            save(row, by)
    for organisation, state in states.items():
        save(Attendance(sheet=sheet, organisation_id=organisation, state=state), by)
    return sheet


@dataclass(frozen=True)
class Line:
    """An organisation that could attend, with what was recorded of it; "" where nothing was."""

    eligible: Eligible
    state: str

    @property
    def organisation(self):
        return self.eligible.organisation

    @property
    def part(self):
        return self.eligible.part

    @property
    def name(self):
        return self.organisation.name

    @property
    def is_present(self):
        return self.state in (State.PRESENT, State.ONLINE)

    @property
    def words(self):
        return State(self.state).label if self.state else _("not recorded")


class Roll:
    """The attendance of a meeting as it stands; without a sheet, of nobody."""

    def __init__(self, meeting, sheet):
        self.meeting, self.sheet = meeting, sheet

    @cached_property
    def lines(self):
        states = {row.organisation_id: row.state for row in self.sheet.rows.all()} if self.sheet else {}
        return [Line(row, states.get(row.organisation.pk, "")) for row in eligible(self.meeting)]

    @property
    def parts(self):
        """(label, how many were present, lines), part by part."""
        return [(label, sum(line.is_present for line in lines), lines) for label, lines in by_part(self.lines)]

    @property
    def texts(self):
        """(language, text) for the minutes, in English and in French."""
        return [(language, self.text_in(language)) for language in ("en", "fr")]

    def text_in(self, language):
        """“Participants present:” and so on, by the names of the day, in the alphabetical order of the language."""
        with translation.override(language):
            told = [self.sentence(lines) for _label, lines in by_part(line for line in self.lines if line.is_present)]
            if self.sheet and self.sheet.others:
                told.append(_("Others present:") + " " + " ".join(self.sheet.others.split()))
            sorry = [line for line in self.lines if line.state == State.APOLOGIES]
            if sorry:
                told.append(_("Apologies:") + " " + self.named(sorry))
            return "\n".join(told)

    def sentence(self, lines):
        return f"{SENTENCES[lines[0].part]} {self.named(lines)}"

    def named(self, lines):
        """Names, with “(online)” behind those who were present from afar."""
        names = {line.organisation.name_on(self.meeting.start_date): line.state for line in lines}
        told = (
            _("%(name)s (online)") % {"name": name} if names[name] == State.ONLINE else name
            for name in sorted(names, key=alphabetical)
        )
        return f"{', '.join(told)}."
