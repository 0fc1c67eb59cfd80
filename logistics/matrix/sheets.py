"""The table and the totals for spreadsheets."""

from django.utils.translation import gettext as _

from asm_portal.exports import sheet


def table_sheet(table):
    """A line for each Participant and period, with its cause; those whose standing nobody follows have one line each."""
    head = [
        _("Code"), _("Participant"), _("Report"), _("Period"), _("Year"), _("Due on"), _("State"), _("Days late"),
        _("Received on"), _("Cause"),
    ]  # fmt: skip
    lines = [line(row, sign.cell) for row in table.rows for sign in row.signs]
    untracked = [[row.code, row.name, "", "", table.year, "", _("not tracked")] for row in table.untracked]
    return sheet([head, *lines, *untracked])


def line(row, cell):
    period = cell.period
    return [
        row.organisation.code, row.name, period.obligation.name, period.label, period.year, cell.due_on,
        cell.state.label, cell.days_late or "", cell.received_on, cell.cause,
    ]  # fmt: skip


def totals_sheet(totals):
    """A line for each total; without numbers where they could name somebody."""
    head = [_("Report"), _("Period"), _("Year"), _("Due on"), _("Received"), _("Of")]
    return sheet([head, *([*about(total.period), total.received, total.expected] for total in totals)])


def about(period):
    return [period.obligation.name, period.label, period.year, period.due_on]
