"""What logistics hands over: open actions, open visits, deadlines, office-holders, and the calendar of the next twelve months."""

from datetime import timedelta

from django.utils.translation import gettext as _

from asm_portal.areas import Chapter, HandoverSection, gather
from asm_portal.models import Body
from asm_portal.register import alphabetical, has_ended, seats_of
from asm_portal.templatetags.portal import date_words, period
from logistics.calendar.kinds import EntryKind
from logistics.meetings.times import days_in_words
from logistics.models import Action, Visit

YEAR = timedelta(days=365)
DUE = (EntryKind.REPORT, EntryKind.ACTION, EntryKind.PROCEDURE, EntryKind.REFERRAL)


def handover(reader, day):
    return [open_actions(reader, day), open_visits(reader), *calendar(reader, day), offices(reader, day)]


def open_actions(reader, day):
    """All that are not closed, those that are due first."""
    return HandoverSection(
        Chapter.ACTIONS,
        _("Open actions"),
        (_("Action"), _("Due on"), _("Owner"), _("State")),
        [
            ((row.title, due_words(row, day), owner_words(row), row.get_state_display()), row.get_absolute_url())
            for row in Action.objects.visible_to(reader).open().for_display()
        ],
    )


def owner_words(action):
    """The owner; an office with its body, as many bodies have a Chair."""
    office = action.owner_office
    return f"{office}, {office.body.abbreviation or office.body}" if office else str(action.owner_organisation)


def due_words(action, day):
    words = date_words(action.due_on)
    is_late = action.due_on is not None and action.due_on < day
    return _("%(day)s (overdue)") % {"day": words} if is_late else words


def open_visits(reader):
    """Visits that are not over, and those whose report is owed."""
    known = Visit.objects.visible_to(reader)
    ended = (Visit.State.CANCELLED, Visit.State.DECLINED)
    running = [row for row in known.for_display().exclude(state__in=ended) if not row.is_over]
    owing = list(known.owing_a_report().for_display())
    return HandoverSection(
        Chapter.PROCEDURES,
        _("Visits that are planned, under way, or owe a report"),
        (_("Visit"), _("Days"), _("State"), _("Report due on")),
        [
            (
                (str(row), row.days, str(row.stage.label), date_words(row.report_due_on) if row.report_due_on else "–"),
                row.get_absolute_url(),
            )
            for row in sorted([*running, *owing], key=lambda row: row.start_date)
        ],
    )


def calendar(reader, day):
    """The entries of the next twelve months of all areas: what is due, and what takes place."""
    found = sorted(gather("calendar", reader, day, day + YEAR), key=lambda entry: (entry.first_day, entry.title))
    head = (_("What"), _("Days"), _("Place"))
    return [
        HandoverSection(Chapter.DEADLINES, _("What is due"), head[:2], rows_of(found, head[:2], DUE)),
        HandoverSection(
            Chapter.MONTHS,
            _("Meetings and visits"),
            head,
            rows_of(found, head, [kind for kind in EntryKind if kind not in DUE]),
        ),
    ]


def rows_of(entries, head, kinds):
    return [
        ((entry.title, days_in_words(entry.first_day, entry.last_day), entry.place)[: len(head)], entry.url)
        for entry in entries
        if entry.kind in kinds and not entry.is_cancelled
    ]


def offices(reader, day):
    """Every office of the bodies at work: who holds it and since when, or that it is vacant."""
    bodies = Body.objects.visible_to(reader).exclude(activity=Body.Activity.CLOSED)
    at_work = sorted((body for body in bodies if not has_ended(body, day)), key=lambda body: alphabetical(body.name))
    return HandoverSection(
        Chapter.OFFICES,
        _("Offices"),
        (_("Body"), _("Office"), _("Held by"), _("Term")),
        [
            ((str(body), str(seat.office), *holder_of(seat)), body.get_absolute_url())
            for body in at_work
            for seat in seats_of(body, reader, day)
        ],
    )


def holder_of(seat):
    if seat.term:
        person = seat.term.person
        name = f", {person}" if person and person.name_is_public else ""
        return seat.term.holder + name, period(seat.term)
    return _("vacant") if seat.is_vacant else _("to be confirmed"), "–"
